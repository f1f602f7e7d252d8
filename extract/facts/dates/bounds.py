"""Opens or narrows a date by the words beside it: since, until, by, from, beginning, earlier, later, early, the end of."""

import re
from dataclasses import replace
from datetime import date

from extract.facts.dates.reading import Context, Reading

# Words that belong to the date itself, and so to its span: "earlier this week", "later in June", "the end of 2017".
_EDGE = re.compile(
    r"\b(?P<edge>earlier|later|early|late|mid|so\sfar|sometime"
    r"|(?:the\s{1,3})?(?:end|close|beginning|start|middle)\s{1,3}of)(?:[\s-]{1,3}(?:(?:in|on)\s{1,3})?(?:the\s{1,3})?)$",
    re.IGNORECASE,
)
_BEFORE = re.compile(
    r"\b(?P<word>since|until|till|by|from|beginning|starting|effective|through)[\s-]{1,3}"
    r"(?:(?:on|in|at|as\sof|around|about|the|late|early)\s{1,3}){0,2}$",
    re.IGNORECASE,
)
_NEGATION = re.compile(r"\b(?:not|never|no)\b|n['’]t\b", re.IGNORECASE)
_DECADE_PARTS = {"early": (0, 3), "mid": (4, 6), "late": (7, 9)}
_LOOK_BACK = 40  # longer than any phrase that opens or narrows a date


def find_edge(text: str, start: int, floor: int) -> tuple[str, int]:
    """("earlier", where it starts) of the word that narrows a date that starts at `start`, or ("", start)."""
    left = max(floor, start - _LOOK_BACK)
    match = _EDGE.search(text[left:start])
    if match is None:
        return "", start
    edge = re.sub(r"^the\s+|\s+of$", "", match["edge"].lower())
    return " ".join(edge.split()), left + match.start()


def narrow_reading(reading: Reading, edge: str, context: Context) -> Reading:
    """The part of the period that "earlier", "late" or "the end of" names; the value stays the period's, as TIMEX3 has it."""
    period, today = reading.period, context.reference
    if period is None or period.unit == "day":
        return reading
    if edge in ("end", "close", "beginning", "start"):
        day = period.last if edge in ("end", "close") else period.first
        return replace(reading, first=day, last=day, precision="day")
    if period.unit == "decade" and edge in _DECADE_PARTS:
        low, high = _DECADE_PARTS[edge]
        year = period.first.year
        return replace(reading, first=date(year + low, 1, 1), last=date(year + high, 12, 31))
    if today is not None and period.holds(today) and edge in ("earlier", "so far", "later"):
        is_before = edge != "later"
        return replace(reading, first=period.first if is_before else today, last=today if is_before else period.last)
    return _bound_current(reading, context) if reading.is_current else reading


def _bound_current(reading: Reading, context: Context) -> Reading:
    """Bounds "this week": Monday to today if it happened, to Sunday if it is planned, open if it goes on."""
    tense = context.tense()
    if tense == "past":
        return replace(reading, last=context.reference)
    return replace(reading, last=None) if tense == "ongoing" else reading


def open_reading(reading: Reading, text: str, start: int, floor: int, context: Context) -> Reading:
    """The reading with the end open that "since", "until" and the like before it leave open."""
    if reading.first is None or reading.last is None or reading.kind == "duration":
        return reading
    left = max(floor, start - _LOOK_BACK)
    match = _BEFORE.search(text[left:start])
    word = match["word"].lower() if match else ""
    if match and word in ("until", "till", "by", "through"):
        before = text[max(floor, left + match.start() - _LOOK_BACK) : left + match.start()]
        # "was not announced until Friday": announced on Friday.
        return reading if word in ("until", "till") and _NEGATION.search(before) else replace(reading, first=None)
    if word == "since":
        return replace(reading, last=None)
    if word == "from":
        return _open_from(reading, context)
    if word:
        return _open_beginning(reading, context.reference)
    return reading


def _open_from(reading: Reading, context: Context) -> Reading:
    """Opens "from January" where it lies ahead; "down from 2018" only compares."""
    today = context.reference
    is_ahead = (
        today is not None and reading.first is not None and reading.first > today
    ) or context.tense() == "future"
    return replace(reading, last=None) if is_ahead else reading


def _open_beginning(reading: Reading, today: date | None) -> Reading:
    """Opens "beginning Monday" at Monday, "beginning this week" at today."""
    period = reading.period
    is_within = today is not None and period is not None and period.unit != "day" and period.holds(today)
    return replace(reading, first=today if is_within else reading.first, last=None)
