"""Rules for dates told by a distance: "two months ago", "a year earlier", "the past five days", "the coming weeks"."""

from datetime import date, timedelta

from extract.facts.dates.periods import days_away, make_month, period_of, shift_period
from extract.facts.dates.reading import Context, Match, Reading, Rule, name_duration, read_period
from extract.facts.dates.vocabulary import UNITS, read_number, words


def read_units_which(match: Match, context: Context) -> Reading | None:
    """Reads "the past five days" (ends at the reference), "recent years" (no dates), "the coming weeks" (begins at it)."""
    which, letter = match["which"].lower(), words("unit")[match["unit"].lower()]
    if match["number"] is None:
        if which == "recent":
            return Reading("PAST_REF")
        if which not in ("coming", "following"):
            return None
        return Reading(
            name_duration(None, letter),
            context.reference,
            kind="duration",
            precision="day" if context.reference else "none",
        )
    count = read_number(match["number"])
    unit = UNITS.get(letter)
    if count is None or unit is None:
        is_ahead = which in ("next", "coming")
        first = context.reference if is_ahead else None
        return Reading(name_duration(None, letter), first, kind="duration", precision="day" if first else "none")
    return read_stretch(which, count, unit, context)


def read_stretch(which: str, count: int, unit: str, context: Context) -> Reading | None:
    """A stretch of time that ends or begins at the reference: "the past five days" is R-5 .. R."""
    letter = next(key for key, name in UNITS.items() if name == unit)
    value, reference = name_duration(count, letter), context.reference
    today = days_away(reference, 0)
    if reference is None or today is None or which in ("previous", "following", "recent"):
        return Reading(value, kind="duration")
    edge = _move(reference, unit, count if which in ("next", "coming") else -count)
    if edge is None:
        return Reading(value, kind="duration")
    return Reading(value, min(edge, reference), max(edge, reference), "day", kind="duration")


def read_ago(match: Match, context: Context) -> Reading | None:
    """Reads "two months ago" (from the reference), "a year earlier", "two days later" (from the date named before)."""
    letter, word = words("unit")[match["unit"].lower()], match["ago"].lower()
    count = read_number(match["number"]) if match["number"] else 1
    if match["number"] is None and not (match[0].lower().startswith("year-") or word in ("before", "after")):
        return None
    is_back = word in ("ago", "earlier", "before")
    if count is None or letter not in UNITS:
        return _read_hours(count, letter, word, context)
    unit = UNITS[letter]
    if unit == "year" and context.quarter and is_back:
        return read_period(shift_period(context.quarter, -4 * count), "relative")
    from_reference = word == "ago" or word.endswith("now") or word == "hence"
    base = context.reference if from_reference else (context.anchor.first if context.anchor else None)
    if base is None:
        return Reading("PAST_REF" if is_back else "FUTURE_REF")
    if unit == "day":
        return read_period(days_away(base, -count if is_back else count), "relative")
    period = period_of(unit if unit != "decade" else "year", base)
    size = 10 if unit == "decade" else 1
    found = shift_period(period, (-count if is_back else count) * size) if period else None
    return read_period(found, "relative") or Reading("PAST_REF" if is_back else "FUTURE_REF")


def _read_hours(count: int | None, letter: str, word: str, context: Context) -> Reading | None:
    """Hours ago: without the clock time of publication the day is the reference day or, for a day's hours, the one before."""
    if count is None or word != "ago" or context.reference is None or letter not in ("TH", "TM", "TS"):
        return Reading("PAST_REF" if word in ("ago", "earlier", "before") else "FUTURE_REF")
    hours = count if letter == "TH" else 0
    day = days_away(context.reference, -(hours // 24))
    before = days_away(day.first, -1) if day and hours % 24 else day
    return Reading(day.value, before.first, day.last, "day", period=day) if day and before else None


def _move(base: date, unit: str, count: int) -> date | None:
    if unit in ("day", "week"):
        day = days_away(base, count * (7 if unit == "week" else 1))
        return day.first if day else None
    period = period_of(unit, base)
    moved = shift_period(period, count) if period else None
    month = make_month(moved.first.year, base.month if unit != "month" else moved.first.month) if moved else None
    return min(month.last, month.first + timedelta(days=base.day - 1)) if month else None


DISTANCE_RULES: dict[str, Rule] = {"units_which": read_units_which, "ago": read_ago}
