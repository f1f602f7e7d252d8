"""Drops names that the article does not speak of: those of headlines of other stories, and titles of works in quotation marks."""

import re
from bisect import bisect_left
from collections.abc import Sequence

from extract.facts.participants.missed_names import Found

_LINE = re.compile(r"[^\n]+")
_SMALL_WORDS = frozenset(
    {
        "a",
        "an",
        "and",
        "as",
        "at",
        "but",
        "by",
        "for",
        "from",
        "in",
        "into",
        "of",
        "on",
        "or",
        "over",
        "the",
        "to",
        "vs",
        "with",
        "after",
        "is",
    }
)
_MIN_WORDS = 5
_SHARE = 0.85
_OPEN = "\"“‘'"
_CLOSE = "\"”’'"


def without_headlines(text: str, found: Sequence[Found]) -> list[Found]:
    """Without the names that stand in lines of capitalised words ("Man Shot in Store Dies"), unless they also stand elsewhere."""
    lines = [match.span() for match in _LINE.finditer(text) if _is_headline(match.group())]
    if not lines:
        return list(found)
    starts = [start for start, _ in lines]
    inside = [_is_in(lines, starts, one) for one in found]
    elsewhere = {text[start:end] for (start, end, _), is_inside in zip(found, inside, strict=True) if not is_inside}
    return [
        one for one, is_inside in zip(found, inside, strict=True) if not is_inside or text[one[0] : one[1]] in elsewhere
    ]


def without_works(text: str, found: Sequence[Found]) -> list[Found]:
    """Without titles of works: names of more than one word that fill a pair of quotation marks wherever they stand."""
    quoted = {text[s:e] for s, e, kind in found if kind != "person" and " " in text[s:e] and _is_quoted(text, s, e)}
    said = {text[s:e] for s, e, _ in found if not _is_quoted(text, s, e)}
    return [one for one in found if text[one[0] : one[1]] not in quoted - said]


def _is_quoted(text: str, start: int, end: int) -> bool:
    if text[max(0, start - len("The ")) : start] == "The ":
        start -= len("The ")
    after = text[end : end + 2].lstrip(",.")
    return text[max(0, start - 1) : start] in tuple(_OPEN) and after[:1] in tuple(_CLOSE)


def _is_in(lines: Sequence[tuple[int, int]], starts: Sequence[int], one: Found) -> bool:
    at = bisect_left(starts, one[0] + 1) - 1
    return at >= 0 and one[0] < lines[at][1]


def _is_headline(line: str) -> bool:
    words = [word for word in re.findall(r"[^\W\d_][\w’'-]*", line) if word.lower() not in _SMALL_WORDS]
    if line.isupper() and len(words) > 1 and line.rstrip()[-1] not in '.!?"”':
        return True  # a heading: "HOW WILL OBAMA PLAY"
    if len(words) < _MIN_WORDS or line.rstrip()[-1] in '.!?:;,"”)':
        return False
    capitalised = sum(1 for word in words if word[0].isupper())
    return capitalised >= _SHARE * len(words)
