"""Times as a page's head writes them: ISO 8601 mostly, RFC 2822 sometimes."""

import re
from datetime import UTC, date, datetime, timedelta
from email.utils import parsedate_to_datetime

from extract.articles.ages import PublishedTime, of_day

_FIRST_YEAR = 1900
_LOOSE_ISO = re.compile(
    r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T\s]+(\d{1,2}:\d{2}(?::\d{2})?)(?:[.,]\d+)?)?\s*([+-]\d{2}:?\d{2}|Z|UTC|GMT)?"
)
_MAX_CHARS = 64


def parse_time(text: str, captured: datetime) -> PublishedTime | None:
    """A day or time, year first, or RFC 2822; None for anything else, and for one more than a day after the capture.

    A clock without an offset says nothing about the moment: the day alone is kept.
    """
    text = text.strip()
    moment = _read(text) if len(text) <= _MAX_CHARS else None
    if moment is None:
        return None
    day = moment.date()
    if day > captured.date() + timedelta(days=1) or day.year < _FIRST_YEAR:
        return None
    if moment.tzinfo is None:
        return of_day(day, "metadata")
    precision = "second" if moment.second else "minute"
    return PublishedTime(moment.isoformat(), day, moment.astimezone(UTC), precision, "metadata")


def _read(text: str) -> datetime | None:
    """The time with its offset, or the day at midnight without one."""
    try:
        if found := _LOOSE_ISO.fullmatch(text):
            day = date(*(int(part) for part in found.groups()[:3]))
            if found[4] is None:
                return datetime(day.year, day.month, day.day)  # noqa: DTZ001 - no offset is known
            offset = "" if not found[5] else "Z" if found[5].isalpha() else found[5]
            return datetime.fromisoformat(f"{day}T{found[4].zfill(5 if len(found[4]) < 6 else 8)}{offset}")
        if text[:1].isalpha():
            return parsedate_to_datetime(text)
        return datetime.fromisoformat(text)
    except (ValueError, TypeError, OverflowError):
        return None
