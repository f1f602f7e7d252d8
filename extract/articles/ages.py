"""When an article says it was published: "2 hours ago", "yesterday", "Jul 3, 2025 19:48 (JST)", resolved against the capture.

Days are local days of the capture: 05:48 +09:00 on 4 July is 4 July, whatever day it is in UTC.
"""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from extract.contract.data import read_csv

_OFFSETS = {row["abbreviation"]: row["offset"] for row in read_csv("time_zones", "extract.articles.data")}
_MONTHS = {
    name: number
    for number, names in enumerate(
        ("jan january", "feb february", "mar march", "apr april", "may", "jun june", "jul july", "aug august",
         "sep sept september", "oct october", "nov november", "dec december"), 1,
    )
    for name in names.split()
}  # fmt: skip
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days", "w": "weeks"}
_NUMBERS = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7}

_AGO = (
    r"(?P<number>\d{1,3}|an?|one|two|three|four|five|six|seven)\s*"
    r"(?P<unit>seconds?|secs?|minutes?|mins?|min|hours?|hrs?|days?|weeks?|wks?|months?|[smhdw])\s*ago"
)
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_CLOCK = (
    r"(?:,?\s*(?:at\s+)?(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::\d{2})?\s*(?P<half>[ap]\.?m\.?)?"
    r"\s*\(?(?P<zone>[A-Z]{2,4})?\)?)?"
)
_PRINTED = (
    rf"(?:(?:{'|'.join(_DAYS)}),?\s+)?"
    rf"(?:(?P<month>{_MONTH})\.?\s+(?P<day>\d{{1,2}}),?\s+(?P<year>\d{{4}})"
    rf"|(?P<day2>\d{{1,2}})\s+(?P<month2>{_MONTH})\.?,?\s+(?P<year2>\d{{4}})"
    rf"|(?P<year3>\d{{4}})-(?P<month3>\d{{2}})-(?P<day3>\d{{2}})){_CLOCK}"
)
_AGE = re.compile(
    rf"(?:(?:updated|published|posted)\s*:?\s*)?(?:{_AGO}|(?P<word>just now|today|yesterday))", re.IGNORECASE
)
_DATE = re.compile(rf"(?:(?:updated|published|posted)\s*:?\s*)?{_PRINTED}", re.IGNORECASE)


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
    """The time that a whole line gives, as an age or a printed date; None where the line is anything else."""
    line = text.strip(" \t-–—|·•()")
    if found := _AGE.fullmatch(line):
        return _from_age(found, captured)
    if found := _DATE.fullmatch(line):
        return from_printed(found, captured)
    return None


def match_printed(text: str) -> re.Match[str] | None:
    """A printed date and time at the start of a text or within its first words."""
    return _DATE.search(text[:100])


def _from_age(found: re.Match[str], captured: datetime) -> PublishedTime:
    if word := found["word"]:
        days = 1 if word.lower() == "yesterday" else 0
        return of_day(captured.date() - timedelta(days=days), "age")
    number = _NUMBERS.get(found["number"].lower()) or int(found["number"]) if found["number"] else 0
    unit = found["unit"].lower()
    if unit.startswith("mon"):
        return of_day(captured.date() - timedelta(days=30 * number), "age")
    name = _UNITS[unit[0]]
    moment = captured - timedelta(**{name: number})
    if name in ("days", "weeks"):
        return of_day(moment.date(), "age")
    precision = "hour" if name == "hours" else "minute"
    return PublishedTime(moment.isoformat(timespec="minutes"), moment.date(), moment.astimezone(UTC), precision, "age")


def from_printed(found: re.Match[str], captured: datetime) -> PublishedTime | None:
    """The time that a match of a printed date gives; None for an impossible one, or one after the day of capture."""
    year, month, day = (found[name] or found[f"{name}2"] or found[f"{name}3"] for name in ("year", "month", "day"))
    try:
        local = date(int(year), _MONTHS.get(month.lower().rstrip("."), 0) or int(month), int(day))
        clock = _clock(found)
    except ValueError:
        return None
    if local > captured.date() + timedelta(days=1):
        return None
    offset = _OFFSETS.get(found["zone"] or "")
    if clock is None or offset is None:
        return of_day(local, "text")
    moment = datetime.fromisoformat(f"{local}T{clock:%H:%M}{offset}")
    return PublishedTime(moment.isoformat(timespec="minutes"), local, moment.astimezone(UTC), "minute", "text")


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
