"""Reads the span of time that a date ends: "the three months to March", "the year ended June 30"."""

import re
from datetime import date, timedelta

from extract.facts.figures.vocabulary import number_words

_SPAN = re.compile(
    r"\b(?:(?P<count>\d{1,3}|[a-z]{1,9})[\s-]{1,3})?(?:(?:fiscal|financial)\s{1,3})?(?P<unit>day|week|month|quarter|year)s?"
    r"\s{1,3}(?:to|ended|ending|through|until|till)\s{1,3}(?:(?:on|in|at)\s{1,3})?(?:the\s{1,3}end\s{1,3}of\s{1,3})?$",
    re.IGNORECASE,
)
_LOOK_BACK = 60
_DAYS = {"day": 1, "week": 7}
_MONTHS = {"month": 1, "quarter": 3, "year": 12}


def find_ended_span(text: str, floor: int, start: int, last: date) -> tuple[int, date] | None:
    """Where the words of the span before the date at `start` begin, and the span's first day; null where there is none.

    last: the last day of that date. The span is looked for from `floor` on.
    """
    left = max(floor, start - _LOOK_BACK)
    match = _SPAN.search(text[left:start])
    if match is None:
        return None
    count, begins = _count(match["count"]), match.start()
    if count is None:
        # "the year to March", "last quarter ended June": the word before the unit is no number.
        count, begins = 1, match.start("unit")
    if count < 1:
        return None
    try:
        return left + begins, _first_day(last, count, match["unit"].lower())
    except (ValueError, OverflowError):
        return None


def _count(word: str | None) -> int | None:
    if word is None:
        return None
    if word.isdecimal():
        return int(word)
    known = number_words("ones") | number_words("teens")
    return int(known[word.lower()]) if word.lower() in known else None


def _first_day(last: date, count: int, unit: str) -> date:
    if unit in _DAYS:
        return last - timedelta(days=_DAYS[unit] * count - 1)
    after = last + timedelta(days=1)
    months = after.year * 12 + after.month - 1 - _MONTHS[unit] * count
    # A span that ends within a month begins on the same day of an earlier one; the 31st becomes the 28th.
    day = after.day if after.day <= 28 else 28
    return date(months // 12, months % 12 + 1, day)
