"""Rules for dates told from the article's day or from the date named before: "Thursday", "last week", "a year earlier"."""

from datetime import date

from extract.facts.dates.bounds import narrow_reading
from extract.facts.dates.distances import read_stretch
from extract.facts.dates.periods import (
    SEASON_MONTHS,
    Period,
    days_away,
    make_month,
    nearest,
    period_of,
    shift_period,
)
from extract.facts.dates.reading import Context, Match, Reading, Rule, read_period
from extract.facts.dates.vocabulary import UNITS, weekday_number, words

_STEPS = {
    "last": -1,
    "past": -1,
    "previous": -1,
    "preceding": -1,
    "latest": 0,
    "this": 0,
    "current": 0,
    "that": 0,
    "same": 0,
}
_DAY_STEPS = {"yesterday": -1, "today": 0, "tomorrow": 1}
_REFS = {-1: "PAST_REF", 0: "PRESENT_REF", 1: "FUTURE_REF"}
_FROM_ANCHOR = ("previous", "preceding", "following", "same", "that")


def read_day_word(match: Match, context: Context) -> Reading | None:
    """Reads "yesterday", "tomorrow morning", "the day before yesterday"."""
    step = _DAY_STEPS[match["word"].lower()] * (2 if match["far"] else 1)
    return _add_part(days_away(context.reference, step), match["part"]) or Reading(_REFS[max(-1, min(1, step))])


def resolve_day_name(name: str, context: Context) -> Period | None:
    """The day of a bare "Tuesday" or "yesterday"."""
    if name.lower() in _DAY_STEPS:
        return days_away(context.reference, _DAY_STEPS[name.lower()])
    if context.reference is None:
        return None
    return days_away(context.reference, _days_to_weekday(context.reference, weekday_number(name), "", context))


def read_night_word(match: Match, context: Context) -> Reading | None:
    """Reads "last night" (the day before and the reference day), "overnight", "tonight", "this morning"."""
    word = match["word"].lower()
    if context.reference is None:
        return Reading("PAST_REF" if word.startswith("last") else "PRESENT_REF")
    if word.startswith("last") or word == "overnight":
        night = days_away(context.reference, -1)
        part = "EV" if word.endswith("evening") else "NI"
        if night is None:
            return None
        return Reading(f"{night.value}T{part}", night.first, context.reference, "day", kind="time", period=night)
    part = "night" if word == "tonight" else word.split()[-1]
    return _add_part(days_away(context.reference, 0), part)


def read_weekday(match: Match, context: Context) -> Reading | None:
    """Reads "Thursday": the nearest before or on the reference, after it in the future; "last", "next", "this Thursday"."""
    weekday = weekday_number(match["weekday"])
    which = (match["which"] or "").lower().split()[-1:]
    base = context.anchor.first if which and which[0] in _FROM_ANCHOR and context.anchor else context.reference
    if base is None:
        return Reading(f"XXXX-WXX-{weekday + 1}")
    return _add_part(
        days_away(base, _days_to_weekday(base, weekday, which[0] if which else "", context)), match["part"]
    )


def _days_to_weekday(base: date, weekday: int, which: str, context: Context) -> int:
    back, ahead = (base.weekday() - weekday) % 7, (weekday - base.weekday()) % 7
    if which in ("last", "past", "previous", "preceding"):
        return -(back or 7)
    if which == "next":
        # The one of next week: "next Friday" said on a Monday is not this week's.
        return 7 - base.weekday() + weekday
    if which in ("coming", "following", "upcoming"):
        return ahead or 7
    if which in ("this", "current"):
        return weekday - base.weekday()
    return ahead if context.tense() == "future" else -back


def read_weekend(match: Match, context: Context) -> Reading | None:
    """Reads "the weekend": the last one, or the one to come in the future tense."""
    which = (match["which"] or "").lower().split()[-1:]
    weekend = period_of("weekend", context.reference) if context.reference else None
    if weekend is None:
        return None
    step = 0
    if which == ["next"]:
        step = 1
    elif context.reference and not weekend.holds(context.reference) and which not in (["coming"], ["upcoming"]):
        step = 0 if context.tense() == "future" else -1
    return read_period(shift_period(weekend, step), "relative")


def read_unit_which(match: Match, context: Context) -> Reading | None:
    """Reads "last week", "this year", "the following month", "that day"."""
    which, unit = match["which"].lower(), UNITS.get(words("unit")[match["unit"].lower()])
    if unit is None or (which in ("coming", "past", "last") and match["the"] and unit in ("day", "decade")):
        return read_stretch(which, 1, unit, context) if unit else None
    step = _STEPS.get(which, 1)
    base = context.reference
    if which in _FROM_ANCHOR:
        base = context.anchor.first if context.anchor else None
    if unit == "day" and which in ("this", "last", "current", "latest"):
        return None
    period = period_of(unit, base) if base else None
    if period is None:
        return None if which in _FROM_ANCHOR else Reading(_REFS[step])
    return read_period(shift_period(period, step), "relative", is_current=which in ("this", "current") and step == 0)


def read_day_before(match: Match, context: Context) -> Reading | None:
    """Reads "the day before", "the year after", where no event follows."""
    unit = UNITS.get(words("unit")[match["unit"].lower()])
    period = period_of(unit, context.anchor.first) if unit and context.anchor else None
    return (
        read_period(shift_period(period, -1 if match["side"].lower() == "before" else 1), "relative")
        if period
        else None
    )


def read_season(match: Match, context: Context) -> Reading | None:
    """Reads "last summer", "this fall", "the winter"."""
    which, reference = (match["which"] or "").lower(), context.reference
    word = (match["season"] or match["bare"]).lower()
    if reference is None or (word == "fall" and not which):
        return None
    name = words("season")[word]
    seasons = []
    for year in (reference.year - 1, reference.year, reference.year + 1):
        month = make_month(year, SEASON_MONTHS[name])
        season = period_of("season", month.first) if month else None
        seasons += [season] if season else []
    if which in _FROM_ANCHOR and context.anchor:
        return read_period(nearest(seasons, context.anchor.first, "past" if which in ("previous",) else ""), "relative")
    if which in ("last", "past", "previous"):
        found = max((s for s in seasons if s.last < reference), key=lambda s: s.first, default=None)
    elif which in ("next", "coming", "upcoming"):
        found = min((s for s in seasons if s.first > reference), key=lambda s: s.first, default=None)
    else:
        found = nearest(seasons, reference, "" if which == "this" else context.side())
    return read_period(found, "relative", is_current=which == "this" and bool(found and found.holds(reference)))


def read_quarter_again(match: Match, context: Context) -> Reading | None:
    """Reads "the quarter", "the year-ago period": the quarter named just before."""
    if context.quarter is None:
        return None
    return read_period(shift_period(context.quarter, -4 if "year" in match[0].lower() else 0), "relative")


def read_edge_of(match: Match, context: Context) -> Reading | None:
    """Reads "the end of the year": its last day; the value stays the year's, as TIMEX3 has it (mod END)."""
    unit, which = UNITS.get(words("unit")[match["unit"].lower()]), (match["which"] or "").lower()
    if unit is None or unit == "day" or context.reference is None:
        return None
    period = period_of(unit, context.reference)
    period = shift_period(period, {"next": 1, "last": -1}.get(which, 0)) if period else None
    return _edge(period, match["edge"].lower())


def read_within(match: Match, context: Context) -> Reading | None:
    """Reads "earlier in the year", "later in the day"."""
    unit = UNITS.get(words("unit")[match["unit"].lower()])
    base = context.anchor.first if unit == "day" and context.anchor else context.reference
    period = period_of(unit, base) if unit and base else None
    reading = read_period(period, "relative")
    return narrow_reading(reading, match[0].split()[0].lower(), context) if reading else None


def read_year_end(_: Match, context: Context) -> Reading | None:
    """Reads "year-end"."""
    return _edge(period_of("year", context.reference), "end") if context.reference else None


def _edge(period: Period | None, edge: str) -> Reading | None:
    if period is None:
        return None
    day = period.first if edge in ("beginning", "start") else period.last
    return Reading(period.value, day, day, "day", period=period)


def _add_part(day: Period | None, part: str | None) -> Reading | None:
    if day is None or not part:
        return read_period(day, "relative")
    letters = words("day_part")[part.lower()]
    return Reading(f"{day.value}T{letters}", day.first, day.last, "day", kind="time", period=day)


RELATIVE_RULES: dict[str, Rule] = {
    "day_word": read_day_word,
    "night_word": read_night_word,
    "weekday": read_weekday,
    "weekend": read_weekend,
    "unit_which": read_unit_which,
    "day_before": read_day_before,
    "season": read_season,
    "quarter_again": read_quarter_again,
    "edge_of": read_edge_of,
    "within": read_within,
    "year_end": read_year_end,
}
