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
_CLOCK = (
    r"(?:(?:,|\s|T)\s*(?:at\s+|um\s+|à\s+)?(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::\d{2}(?:\.\d+)?)?\s*"
    r"(?P<half>[ap]\.?m\.?)?(?:\s*Uhr)?\s*\(?(?P<zone>[A-Z]{2,4}|Z)?\)?)?"
)
_DAY_WORD = rf"(?P<word>{_any_of('day')}|(?P<weekday>{_any_of('weekday')})){_CLOCK}"
_MONTHS = _any_of("month")
_DAY = (
    rf"(?:(?:{_any_of('weekday')}),?\s+)?(?:"
    rf"(?P<month>{_MONTHS})\.?\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year>\d{{4}})"
    rf"|(?P<day2>\d{{1,2}})(?:st|nd|rd|th|er|\.)?\s+(?:de\s+)?(?P<month2>{_MONTHS})\.?,?\s+(?:de\s+)?(?P<year2>\d{{4}})"
    r"|(?P<year3>\d{4})-(?P<month3>\d{2})-(?P<day3>\d{2})"
    r"|(?P<day4>\d{1,2})\.(?P<month4>\d{1,2})\.(?P<year4>\d{4})"
    r"|(?P<day5>\d{1,2})/(?P<month5>\d{1,2})/(?P<year5>\d{4}))"
)
# What counts as a time on its own: the pattern for `fullmatch`, and inside other patterns (its groups have these names).
AGE_PATTERN = rf"{_LABEL}(?:{_AGO}|{_DAY_WORD})"
DATE_PATTERN = rf"{_LABEL}{_DAY}{_CLOCK}"
_AGE = re.compile(AGE_PATTERN, re.IGNORECASE)
_DATE = re.compile(DATE_PATTERN, re.IGNORECASE)
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


def read_age(text: str, captured: datetime) -> PublishedTime | None:
    """The time that a whole line gives, as an age or a printed date; None where the line is anything else.

    A date that is impossible, that may be read two ways (05/06/2025), or that lies after the capture, gives UNKNOWN.
    """
    line = text.strip(_EDGES)
    # "(JST" lost its bracket above.
    line += ")" if line.count("(") > line.count(")") else ""
    if found := _AGE.fullmatch(line):
        return _from_age(found, captured)
    if found := _DATE.fullmatch(line):
        return from_printed(found, captured) or UNKNOWN
    return None


def match_printed(text: str) -> re.Match[str] | None:
    """A printed date and time within the first words of a text."""
    return _DATE.search(text[:100])


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
        local = _day_of(found)
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


def _day_of(found: re.Match[str]) -> date:
    which = next(suffix for suffix in ("", "2", "3", "4", "5") if found[f"year{suffix}"])
    year, month, day = (found[f"{name}{which}"] for name in ("year", "month", "day"))
    number = int(month) if month.isdigit() else int(_VALUES["month", month.lower()])
    if which == "5":
        if number > 12:
            number, day = int(day), month
        elif int(day) <= 12 and int(day) != number:
            raise ValueError("day and month cannot be told apart")
    return date(int(year), number, int(day))


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
