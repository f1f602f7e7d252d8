"""Stamp lines: a line that gives a time, alone or with a source, a section or a headline: "NHK · 2 hours ago"."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from extract.articles.ages import PublishedTime, may_hold_time, read_age
from extract.articles.lines import Line, as_source, may_be_title, section_kind

# What stands between a source, a time and a section.
_SEPARATOR = re.compile(r"\s+[|·•/–—-]\s+|\s*[|·•]\s*|,\s+(?=\D*\d|\w+day)")
_BRACKETED = re.compile(r"(?P<title>.{8,200}?)\s*\((?P<inside>[^()]{2,90}(?:\([A-Z]{2,4}\))?)\)")
_MAX_CHARS = 260
# "Romance novelists meet in Durban 15 hours ago": the time is at most the last five words.
_MAX_AGE_WORDS = 5
# "Science & Environment"; what is longer is a headline.
_MAX_SECTION_WORDS = 3
# A headline with marks of its own, its source, time and section have up to six; a menu has more.
_MAX_CUTS = 8


@dataclass(frozen=True, slots=True)
class Stamp:
    """What a stamp line says. section: a third part, such as "Politics"."""

    published: PublishedTime
    source: str | None = None
    title: str | None = None
    section: str | None = None


def find_stamps(lines: Sequence[Line], captured: datetime) -> dict[int, Stamp]:
    """The lines that give a time, by their number."""
    found = {number: stamp for number, line in enumerate(lines) if (stamp := _stamp_of(line, captured))}
    # "Edition for readers (2025-09-21)" over "25/06/2025" is a headline with a date in it.
    return {n: stamp for n, stamp in found.items() if not (stamp.title and n + 1 in found and not found[n + 1].title)}


def is_day_heading(lines: Sequence[Line], number: int, stamps: Mapping[int, Stamp]) -> bool:
    """Whether a stamp heads the articles of a day: a date and no more, apart, with a headline and no other time under it."""
    line, stamp = lines[number], stamps[number]
    if stamp.published.precision != "day" or stamp.title or stamp.source or number + 1 >= len(lines):
        return False
    below = lines[number + 1]
    is_apart = line.level not in (None, "img") if line.nodes else line.gap and (below.gap or line.level is not None)
    has_title = any(other.is_title and (other.gap or other.level) for other in lines[number + 1 : number + 3])
    return is_apart and has_title and not any(near in stamps for near in range(number + 1, number + 4))


def _stamp_of(line: Line, captured: datetime) -> Stamp | None:
    if line.level == "img":
        return None
    stamp = read_stamp(line.text, captured)
    if len(line.segments) > 1 and not (stamp and stamp.title is None and stamp.source is None):
        # The page's own elements tell better than its words where a source or a headline ends. "Read more" is no part of it.
        pieces = [piece for piece in line.segments if section_kind(piece) != "link" and any(map(str.isalnum, piece))]
        return read_stamp(" | ".join(pieces), captured) or stamp
    return stamp


# A page's lines are asked several times: for boxes, for related articles, for the head.
@lru_cache(maxsize=4096)
def read_stamp(text: str, captured: datetime) -> Stamp | None:
    """The stamp that a whole line is; None for any other line."""
    if len(text) > _MAX_CHARS or not may_hold_time(text):
        return None
    if age := read_age(text, captured):
        return Stamp(age)
    return _bracketed(text, captured) or _separated(text, captured) or _trailing(text, captured)


def _separated(text: str, captured: datetime) -> Stamp | None:
    """Source, time, section and headline with marks between them; the time stands first, last or second."""
    cuts = list(_SEPARATOR.finditer(text))
    if len(cuts) > _MAX_CUTS:
        return None
    for number, cut in enumerate(cuts):
        before, after = text[: cut.start()], text[cut.end() :]
        if age := read_age(after, captured):
            return _before_time(age, text, cuts[: number + 1])
        # "April 15" is no time before ", 2025".
        if age := read_age(before, captured, without_year=not after[:4].isdigit()):
            return _behind_time(age, after)
        for second in cuts[number + 1 :]:
            age = read_age(text[cut.end() : second.start()], captured)
            source, section = as_source(before), as_source(text[second.end() :])
            if age and source and section:
                return Stamp(age, source, section=section)
    return None


def _before_time(age: PublishedTime, text: str, cuts: Sequence[re.Match[str]]) -> Stamp | None:
    """What stands before a time: "Source | time", "Headline | time" or "Headline | Source | time"."""
    whole = text[: cuts[-1].start()]
    if len(cuts) > 1:
        title, source = text[: cuts[-2].start()], as_source(text[cuts[-2].end() : cuts[-1].start()])
        if source and may_be_title(title) and len(title) > len(source):
            return Stamp(age, source, title=title)
    if source := as_source(whole):
        return Stamp(age, source)
    return Stamp(age, title=whole) if may_be_title(whole) else None


def _behind_time(age: PublishedTime, rest: str) -> Stamp | None:
    """What stands behind a time: "time | Section", "time | Headline" or "time | Headline | Source"."""
    if (section := as_source(rest)) and len(section.split()) <= _MAX_SECTION_WORDS:
        return Stamp(age, section=section)
    if not may_be_title(rest):
        return None
    *_, last = (None, *_SEPARATOR.finditer(rest))
    source = as_source(rest[last.end() :]) if last else None
    if last and source and may_be_title(rest[: last.start()]):
        return Stamp(age, source, title=rest[: last.start()])
    return Stamp(age, title=rest)


def _bracketed(text: str, captured: datetime) -> Stamp | None:
    """A headline with source and time in brackets."""
    found = _BRACKETED.fullmatch(text)
    if not found:
        return None
    title = re.sub(r"^\d{1,2}[.)]\s+", "", found["title"]).rstrip(" |")
    if age := read_age(found["inside"], captured):
        return Stamp(age, title=title)
    source, _, rest = found["inside"].partition(", ")
    age = read_age(rest, captured)
    return Stamp(age, as_source(source), title=title) if age else None


def _trailing(text: str, captured: datetime) -> Stamp | None:
    """A source or a headline with the time behind it and no mark between."""
    words = text.split()
    for count in range(min(_MAX_AGE_WORDS, len(words) - 1), 0, -1):
        # "Ferry to run again from 3 May" is a headline.
        age = read_age(" ".join(words[-count:]), captured, without_year=False)
        before = " ".join(words[:-count])
        # One word such as "today" or "12 h" ends many a headline.
        if age and count > 1 and len(words) - count >= _MAX_AGE_WORDS:
            return Stamp(age, title=before)
        if age and count > 1 and (source := as_source(before)):
            return Stamp(age, source)
    return None
