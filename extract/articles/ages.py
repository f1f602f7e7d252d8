"""When an article says it was published: "2 hours ago", "yesterday", "Jul 3, 2025 19:48 (JST)", resolved against the capture.

Days are local days of the capture: 05:48 +09:00 on 4 July is 4 July, whatever day it is in UTC.
"""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from extract.contract.data import read_csv

_OFFSETS = {row["abbreviation"]: row["offset"] for row in read_csv("time_zones", "extract.articles.data")}
_WORDS = read_csv("age_words", "extract.articles.data")
_VALUES = {(row["kind"], row["word"]): row["value"] for row in _WORDS}


def _any_of(kind: str) -> str:
    words = sorted((row["word"] for row in _WORDS if row["kind"] == kind), key=len, reverse=True)
    return "|".join(map(re.escape, words))


_LABEL = rf"(?:(?:{_any_of('label')})\s*:?\s*)?"
_COUNT = rf"(?:about\s+|over\s+)?(?P<number{{0}}>\d{{{{1,3}}}}|{_any_of('number')})\s*(?P<unit{{0}}>{_any_of('unit')})"
_AGO = (
    rf"{_COUNT.format('')}\.?\s+(?:{_any_of('ago_after')})"
    rf"|(?:{_any_of('ago_before')})\s+{_COUNT.format('2')}\.?"
    r"|(?P<number3>\d{1,2})\s?(?P<unit3>s|m|min|h|hrs?|d|w)(?:\s+ago)?"
)
_TIME_OF_DAY = (
    r"(?P<hour{0}>\d{{1,2}})[:.](?P<minute{0}>\d{{2}})(?::\d{{2}}(?:\.\d+)?)?\s*"
    r"(?P<half{0}>[ap]\.?m\.?)?(?:\s*Uhr)?\s*\(?(?P<zone{0}>[A-Z]{{2,4}}|Z|[+-]\d{{2}}:?\d{{2}})?\)?"
)
_CLOCK = rf"(?:(?:,|\s[-–|·•]|\s|T)\s*(?:(?:{_any_of('at')})\s+)?{_TIME_OF_DAY.format('')})?"
_DAY_WORD = rf"(?P<word>{_any_of('day')}|(?P<weekday>{_any_of('weekday')})){_CLOCK}"
_MONTHS = _any_of("month")
_DAY = (
    rf"(?:(?:{_any_of('weekday')}|{_any_of('weekday_short')})\.?,?\s+)?(?:(?:{_any_of('on')})\s+)?(?:"
    rf"(?P<month>{_MONTHS})\.?\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year>\d{{4}})"
    rf"|(?P<day2>\d{{1,2}})(?:st|nd|rd|th|er|º|\.)?[\s-]+(?:de\s+)?(?P<month2>{_MONTHS})\.?,?[\s-]+(?:de\s+)?(?P<year2>\d{{4}})"
    r"|(?P<year3>\d{4})[-/.](?P<month3>\d{1,2})[-/.](?P<day3>\d{1,2})"
    r"|(?P<year6>\d{4})年\s?(?P<month6>\d{1,2})月\s?(?P<day6>\d{1,2})日"
    rf"|(?P<month7>{_MONTHS})\.?\s+(?P<day7>\d{{1,2}})(?:st|nd|rd|th)?(?P<year7>)"
    rf"|(?P<day8>\d{{1,2}})(?:st|nd|rd|th|er|º|\.)?\s+(?:de\s+)?(?P<month8>{_MONTHS})\.?(?P<year8>)"
    r"|(?P<day4>\d{1,2})\.(?P<month4>\d{1,2})\.(?P<year4>\d{4})"
    r"|(?P<day5>\d{1,2})/(?P<month5>\d{1,2})/(?P<year5>\d{4}))"
)
# What counts as a time on its own: the pattern for `fullmatch`, and inside other patterns (its groups have these names).
AGE_PATTERN = rf"{_LABEL}(?:{_AGO}|{_DAY_WORD})"
DATE_PATTERN = rf"{_LABEL}{_DAY}{_CLOCK}"
_CLOCK_FIRST = rf"{_LABEL}{_TIME_OF_DAY.format('_first')}\s*[,|·•–-]?\s+(?P<rest>\S.*)"
# "Last updated 12:51 GMT": a time of day on its own is one where a label or a zone stands beside it.
_TODAY = rf"(?P<label>(?:{_any_of('label')})\s*:?\s*)?{_TIME_OF_DAY.format('')}"
_AGE = re.compile(AGE_PATTERN, re.IGNORECASE)
_DATE = re.compile(DATE_PATTERN, re.IGNORECASE)
_CLOCKED = re.compile(_CLOCK_FIRST, re.IGNORECASE)
_OF_DAY = re.compile(_TODAY, re.IGNORECASE)
_HINT = re.compile(rf"\d|\b(?:{_any_of('day')}|{_any_of('weekday')}|{_any_of('number')})\b", re.IGNORECASE)
_EDGES = " \t-–—|·•()[]*"


@dataclass(frozen=True, slots=True)
class PublishedTime:
    """When an article was published. published: ISO 8601, as precise as `precision`; day: the local day; moment: UTC or null."""

    published: str | None
    day: date | None
    moment: datetime | None
    precision: str
    origin: str


UNKNOWN = PublishedTime(None, None, None, "none", "none")


def read_age(text: str, captured: datetime, *, without_year: bool = True) -> PublishedTime | None:
    """The time that a whole line gives, as an age or a printed date; None where the line is anything else.

    A date that is impossible, that may be read two ways (05/06/2025), that lies after the capture or outside the years 1 to
    9999, gives UNKNOWN. without_year: whether "Oct 1" is a time.
    """
    try:
        return _read(text, captured, without_year=without_year)
    except OverflowError:
        return UNKNOWN


def _read(text: str, captured: datetime, *, without_year: bool) -> PublishedTime | None:
    line = text.strip(_EDGES)
    # "(JST" lost its bracket above.
    line += ")" if line.count("(") > line.count(")") else ""
    if found := _AGE.fullmatch(line):
        return _from_age(found, captured)
    if found := _DATE.fullmatch(line):
        has_year = without_year or not (found["day7"] or found["day8"])
        return (from_printed(found, captured) or UNKNOWN) if has_year else None
    if (found := _OF_DAY.fullmatch(line)) and (found["label"] or found["zone"]):
        return _at_clock(found, captured)
    if (found := _CLOCKED.fullmatch(line)) and (date := _DATE.fullmatch(found["rest"])):
        return from_printed(date, captured) or UNKNOWN
    return None


def _at_clock(found: re.Match[str], captured: datetime) -> PublishedTime:
    """The latest such time of day before the capture, in the zone that stands beside it or the capture's."""
    try:
        clock = _clock(found)
    except ValueError:
        return UNKNOWN
    if clock is None:
        return UNKNOWN
    offset = _OFFSETS.get((found["zone"] or "").upper())
    here = captured.astimezone(datetime.fromisoformat(f"2000-01-01T00:00{offset}").tzinfo) if offset else captured
    moment = here.replace(hour=clock.hour, minute=clock.minute, second=0, microsecond=0)
    moment -= timedelta(days=moment > here)
    return PublishedTime(moment.isoformat(timespec="minutes"), moment.date(), moment.astimezone(UTC), "minute", "text")


def may_hold_time(text: str) -> bool:
    """Whether a time may stand anywhere in a line: it has a digit or a word such as "yesterday"."""
    return _HINT.search(text) is not None


def match_printed(text: str) -> re.Match[str] | None:
    """A printed date and time within the first words of a text."""
    return next((found for found in _DATE.finditer(text[:100]) if found["hour"]), None)


def _from_age(found: re.Match[str], captured: datetime) -> PublishedTime:
    if word := found["word"]:
        if found["weekday"]:
            days = (captured.weekday() - int(_VALUES["weekday", found["weekday"].lower()])) % 7
        else:
            days = int(_VALUES["day", word.lower()])
        return of_day(captured.date() - timedelta(days=days), "age")
    which = next(suffix for suffix in ("", "2", "3") if found[f"number{suffix}"])
    counted = found[f"number{which}"].lower()
    number = int(counted) if counted.isdigit() else int(_VALUES["number", counted])
    name = _VALUES["unit", found[f"unit{which}"].lower()]
    if name == "months":
        return of_day(captured.date() - timedelta(days=30 * number), "age")
    moment = captured - timedelta(**{name: number})
    if name in ("days", "weeks"):
        return of_day(moment.date(), "age")
    precision = "hour" if name == "hours" else "minute"
    return PublishedTime(moment.isoformat(timespec="minutes"), moment.date(), moment.astimezone(UTC), precision, "age")


def from_printed(found: re.Match[str], captured: datetime) -> PublishedTime | None:
    """The time that a match of a printed date gives; None for an impossible one, or one more than a day after the capture."""
    try:
        local = _day_of(found, captured.date())
        clock = _clock(found)
    except ValueError:
        return None
    if local > captured.date() + timedelta(days=1):
        return None
    offset = _OFFSETS.get((found["zone"] or "").upper())
    if clock is None or offset is None:
        # A clock without a zone says nothing about the moment.
        return of_day(local, "text")
    moment = datetime.fromisoformat(f"{local}T{clock:%H:%M}{offset}")
    return PublishedTime(moment.isoformat(timespec="minutes"), local, moment.astimezone(UTC), "minute", "text")


def _day_of(found: re.Match[str], today: date) -> date:
    which = next(suffix for suffix in ("", "2", "3", "4", "5", "6", "7", "8") if found[f"day{suffix}"])
    year, month, day = (found[f"{name}{which}"] for name in ("year", "month", "day"))
    number = int(month) if month.isdigit() else int(_VALUES["month", month.lower()])
    if which == "5":
        if number > 12:
            number, day = int(day), month
        elif int(day) <= 12 and int(day) != number:
            raise ValueError("day and month cannot be told apart")
    if year:
        return date(int(year), number, int(day))
    # "Oct 1" is the last one.
    local = date(today.year, number, int(day))
    return local if local <= today + timedelta(days=1) else date(today.year - 1, number, int(day))


def _clock(found: re.Match[str]) -> time | None:
    if not found["hour"]:
        return None
    hour = int(found["hour"])
    if half := (found["half"] or "").lower():
        hour = hour % 12 + (12 if half.startswith("p") else 0)
    return time(hour, int(found["minute"]))


def of_day(day: date, origin: str) -> PublishedTime:
    """A time of which only the day is known."""
    return PublishedTime(day.isoformat(), day, None, "day", origin)
