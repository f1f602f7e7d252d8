"""Rules for clock times, durations, and words like "now" that name no date."""

from extract.facts.dates.periods import Period, period_of
from extract.facts.dates.reading import Context, Match, Reading, Rule, name_duration
from extract.facts.dates.relative import resolve_day_name
from extract.facts.dates.vocabulary import read_number, words


def read_clock(match: Match, context: Context) -> Reading | None:
    """Reads "10:35 a.m.", "9 a.m. EST Tuesday": with the day beside it, else the day named in the sentence, else no day."""
    hour, minute = int(match["hour"]), match["minute"] or "00"
    if hour > 12:
        return None
    hour = hour % 12 + (12 if match["half"].lower() == "p" else 0)
    return _at(f"T{hour:02d}:{minute}", "minute" if match["minute"] else "hour", _day_beside(match, context), context)


def read_clock_24(match: Match, context: Context) -> Reading | None:
    """Reads "15:11 GMT", "22:30"; a score or a stage of a match is no time."""
    hour = int(match["hour"])
    if match["half"]:
        hour = hour % 12 + (12 if match["half"].lower() == "p" else 0)
    before = match.string[max(0, match.start() - 12) : match.start()].lower().split()[-1:]
    if (
        not match["half"]
        and not match["zone"]
        and before not in (["at"], ["by"], ["until"], ["around"], ["about"], ["after"], ["from"])
    ):
        return None
    return _at(f"T{hour:02d}:{match['minute']}", "minute", None, context)


def read_noon(match: Match, context: Context) -> Reading | None:
    """Reads "noon", "midnight"."""
    return _at("T00:00" if match["word"].lower() == "midnight" else "T12:00", "hour", None, context)


def _day_beside(match: Match, context: Context) -> Period | None:
    if not match["weekday"] and not match["word"]:
        return None
    return resolve_day_name(match["weekday"] or match["word"], context)


def _at(clock: str, precision: str, day: Period | None, context: Context) -> Reading:
    day = day or context.same_sentence
    if day is None or day.unit != "day":
        return Reading(clock, kind="time", precision="none")
    day = period_of("day", day.first) or day
    return Reading(f"{day.value}{clock}", day.first, day.last, precision, "relative", "time", day)


def read_duration(match: Match, _: Context) -> Reading | None:
    """Reads "three weeks", "a two-day": how long, and no dates."""
    letter, count = words("unit")[match["unit"].lower()], read_number(match["number"])
    if match["number"].lower() in ("a", "an"):
        return None
    return Reading(name_duration(count, letter), kind="duration")


def read_duration_bare(match: Match, _: Context) -> Reading | None:
    """Reads "for weeks"."""
    return Reading(name_duration(None, words("unit")[match["unit"].lower()]), kind="duration")


def read_reference(match: Match, _: Context) -> Reading | None:
    """Reads "now", "recently", "soon": no dates."""
    return Reading(words("reference")[" ".join(match["word"].lower().split())])


CLOCK_RULES: dict[str, Rule] = {
    "clock": read_clock,
    "clock_24": read_clock_24,
    "noon": read_noon,
    "reference": read_reference,
    "duration": read_duration,
    "duration_bare": read_duration_bare,
}
