"""Rules for dates that name a calendar's day, month, quarter, year, decade or century."""

from datetime import date

from extract.facts.dates.periods import (
    SEASON_MONTHS,
    Period,
    easter,
    in_years,
    make_day,
    make_month,
    make_years,
    nearest,
    nth_weekday,
    period_of,
)
from extract.facts.dates.reading import Context, Match, Reading, Rule, named_year, read_period, read_range
from extract.facts.dates.vocabulary import holidays, month_number, read_ordinal, words


def read_whole_day(match: Match, _: Context) -> Reading | None:
    """Reads "July 4, 2025", "Friday, 4 July 2025"."""
    return read_period(make_day(int(match["year"]), month_number(match["month"]), int(match["day"])), "explicit")


def read_iso(match: Match, _: Context) -> Reading | None:
    """Reads "2025-07-04", "2025-07-04 14:05"."""
    day = make_day(int(match["year"]), int(match["month"]), int(match["day"]))
    if day is None or not match["hour"]:
        return read_period(day, "explicit")
    value = f"{day.value}T{match['hour']}:{match['minute']}"
    return Reading(value, day.first, day.last, "minute", "explicit", "time", day)


def read_slashed(match: Match, _: Context) -> Reading | None:
    """Reads "13/7/2025"; "7/4/2025" may be April or July: only the year is sure."""
    a, b, year = int(match["a"]), int(match["b"]), int(match["year"])
    days = {day for day in (make_day(year, a, b), make_day(year, b, a)) if day}
    if not days:
        return None
    return read_period(days.pop() if len(days) == 1 else make_years("year", year), "explicit")


def read_days(match: Match, context: Context) -> Reading | None:
    """Reads "July 3-5", "3-5 July 2025"."""
    month = month_number(match["month"])
    if match["year"]:
        first = make_day(int(match["year"]), month, int(match["day"]))
    else:
        first = _yearless_day(month, int(match["day"]), context)
    if first is None:
        return None
    return read_range(first, make_day(first.first.year, month, int(match["day2"])), "explicit")


def read_month_day(match: Match, context: Context) -> Reading | None:
    """Reads "July 4": the one nearest to the reference; "July 4 last year"."""
    month, day = month_number(match["month"]), int(match["day"])
    year = named_year(match["of"], context)
    found = make_day(year, month, day) if year else _yearless_day(month, day, context)
    if found is None:
        # A day that no year has is no date; without a reference the value says what is known.
        is_date = make_day(2000, month, day) is not None and context.reference is None
        return Reading(f"XXXX-{month:02d}-{day:02d}", method="explicit") if is_date else None
    return read_period(found, "explicit")


def read_month_year(match: Match, _: Context) -> Reading | None:
    """Reads "July 2025"."""
    return read_period(make_month(int(match["year"]), month_number(match["month"])), "explicit")


def read_months_year(match: Match, _: Context) -> Reading | None:
    """Reads "January-June 2016"."""
    year = int(match["year"])
    first, last = month_number(match["month"]), month_number(match["month2"])
    return read_range(make_month(year - (first > last), first), make_month(year, last), "explicit")


def read_month(match: Match, context: Context) -> Reading | None:
    """Reads "June", "last June", "June of next year"."""
    month, which = month_number(match["month"]), (match["which"] or "").lower()
    reference = context.reference
    year = named_year(match["of"], context)
    if year is None and which in ("same", "that"):
        year = context.anchor.first.year if context.anchor else None
    if year is None and reference is None:
        return Reading(f"XXXX-{month:02d}", method="explicit")
    if year is None and reference is not None:
        if which in ("this", "current"):
            year = reference.year
        elif which in ("last", "past", "previous", "preceding"):
            year = reference.year - (month >= reference.month)
        elif which in ("next", "coming", "following", "upcoming"):
            year = reference.year + (month <= reference.month)
        else:
            found = nearest(in_years(reference, lambda y: make_month(y, month)), reference, context.side())
            return read_period(found, "explicit")
    return read_period(make_month(year, month), "explicit") if year else None


def read_season_year(match: Match, _: Context) -> Reading | None:
    """Reads "summer 2012", "the winter of 1776-77"."""
    month = make_month(int(match["year"]), SEASON_MONTHS[words("season")[match["season"].lower()]])
    return read_period(period_of("season", month.first), "explicit") if month else None


def read_year(match: Match, _: Context) -> Reading | None:
    """Reads "1998", "fiscal 1989"."""
    return read_period(make_years("year", int(match["year"])), "explicit")


def read_years(match: Match, _: Context) -> Reading | None:
    """Reads "2004-2008", "1914-18"."""
    first, last = int(match["year"]), match["year2"]
    until = int(last) if len(last) == 4 else first // 100 * 100 + int(last)
    return read_range(make_years("year", first), make_years("year", until), "explicit")


def read_decade(match: Match, _: Context) -> Reading | None:
    """Reads "the 1990s"; "the 1900s" is a century."""
    year = int(match["year"])
    return read_period(make_years("decade" if year % 100 else "century", year), "explicit")


def read_decade_short(match: Match, context: Context) -> Reading | None:
    """Reads "the '80s", "the sixties": of this century where they have begun by the reference, else of the last."""
    tens = int(match["tens"]) if match["tens"] else int(words("decade_name")[match["name"].lower()]) * 10
    year = (2000 if context.reference and 2000 + tens <= context.reference.year else 1900) + tens
    return read_period(make_years("decade", year), "explicit")


def read_century(match: Match, _: Context) -> Reading | None:
    """Reads "the 19th century"."""
    number = read_ordinal(match["ordinal"])
    if not number or number > 30:
        return None
    return read_period(make_years("century", max(1, (number - 1) * 100)), "explicit")


def read_holiday(match: Match, context: Context) -> Reading | None:
    """Reads "Christmas", "last Thanksgiving", "Easter 2024"."""
    name, which = match["holiday"].lower(), (match["which"] or "").lower()
    if match["year"]:
        return read_period(_holiday_in(name, int(match["year"])), "explicit")
    if context.reference is None:
        return None
    side = {"last": "past", "next": "future"}.get(which) or context.side()
    return read_period(
        nearest(in_years(context.reference, lambda y: _holiday_in(name, y)), context.reference, side), "explicit"
    )


def _holiday_in(name: str, year: int) -> Period | None:
    rule = holidays()[name]
    month, day = int(rule["month"]), int(rule["day"])
    if not 1 < year < 9999:
        return None
    if rule["rule"] == "easter":
        return period_of("day", date.fromordinal(easter(year).toordinal() + day))
    if rule["rule"] == "weekday":
        return period_of("day", nth_weekday(year, month, int(rule["weekday"]), day))
    return make_day(year, month, day)


def _yearless_day(month: int, day: int, context: Context) -> Period | None:
    if context.reference is None:
        return None
    return nearest(in_years(context.reference, lambda y: make_day(y, month, day)), context.reference, context.side())


EXPLICIT_RULES: dict[str, Rule] = {
    "iso": read_iso,
    "slashed": read_slashed,
    "month_day_year": read_whole_day,
    "day_month_year": read_whole_day,
    "month_days": read_days,
    "days_month": read_days,
    "month_day": read_month_day,
    "day_month": read_month_day,
    "month_year": read_month_year,
    "months_year": read_months_year,
    "month": read_month,
    "season_year": read_season_year,
    "decade": read_decade,
    "decade_short": read_decade_short,
    "century": read_century,
    "years": read_years,
    "year": read_year,
    "holiday": read_holiday,
}
