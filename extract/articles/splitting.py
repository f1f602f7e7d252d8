"""Several articles on one page, told apart by structure: a heading such as "Related Articles", then blocks that repeat.

A block is [source] / age or date / [- source] / headline / body. What stands before the heading is the main article; what is
neither (hashtags, comments, promotions) is dropped. A page without such blocks stays as it is.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from extract.articles.ages import UNKNOWN, PublishedTime, from_printed, match_printed, read_age
from extract.articles.parts import Part, Parts
from extract.contract.data import read_csv

_HEADINGS = {row["heading"]: row["kind"] for row in read_csv("section_headings", "extract.articles.data")}

# Prose. Captions and teasers of the pages read have fewer words.
_PROSE_WORDS = 20
_MAX_SOURCE_WORDS = 6
_MAX_TITLE_CHARS = 220
# Source and age on one line: "NHK · 2 hours ago".
_SOURCE_THEN_AGE = re.compile(
    r"(?P<source>\S.{0,60}?)\s*(?:[·•|,–—-]\s*|\s)(?P<age>(?:\S+\s+){1,2}ago|yesterday|today)", re.IGNORECASE
)
# "[Copyright The Jiji Press, Ltd.] Jiji Press" at the end of a body.
_COPYRIGHT = re.compile(
    r"\s*[\[(]\s*(?:©|\(c\)|copyright)[^\])]{0,100}[\])]\s*(?P<source>[^.!?]{0,40})$", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class _Head:
    """Where a block starts, where its headline stands, and what its first lines say."""

    start: int
    title_at: int
    source: str | None
    published: PublishedTime


def split_lines(lines: Sequence[str], captured: datetime) -> Parts:
    """The articles in the lines of a page. Ages count from the local time of `captured`."""
    kept = [line.strip() for line in lines]
    marker, heads = _find_related(kept, captured)
    related = [part for part in _related_parts(kept, heads, captured) if part]
    if len(related) * 2 < len(heads):
        # A list of headlines with ages, and prose behind one of them by chance.
        related = []
    main_lines = kept[:marker] if related else kept
    return Parts(_main_part(main_lines), tuple(related))


def section_kind(line: str) -> str | None:
    """Whether a line is a known heading: related, furniture, or none."""
    return _HEADINGS.get(line.strip(" :…-–—").casefold())


def is_prose(line: str) -> bool:
    """Whether a line is long enough to be a paragraph of an article."""
    return len(line.split()) >= _PROSE_WORDS


def _find_related(lines: Sequence[str], captured: datetime) -> tuple[int, list[_Head]]:
    """The first heading with the article before it and a block after it, and the blocks after it."""
    has_prose = False
    for number, line in enumerate(lines):
        has_prose = has_prose or is_prose(line)
        # "Latest news" above the article is a menu.
        if has_prose and section_kind(line) == "related":
            heads = list(_heads(lines, number + 1, captured))
            if heads and not any(is_prose(text) for text in lines[number + 1 : heads[0].start]):
                return number, heads
    return len(lines), []


def _heads(lines: Sequence[str], start: int, captured: datetime) -> Iterator[_Head]:
    number = start
    while number < len(lines):
        found = _head_at(lines, number, start, captured)
        if found is None:
            number += 1
        else:
            yield found
            number = found.title_at + 1
            start = number


def _head_at(lines: Sequence[str], number: int, start: int, captured: datetime) -> _Head | None:
    """The block whose age line is this one."""
    line = lines[number]
    published = read_age(line, captured)
    source = None
    first = number
    if published is None and (both := _SOURCE_THEN_AGE.fullmatch(line)):
        published = read_age(both["age"], captured)
        source = _as_source(both["source"])
    elif published is not None and number > start and (source := _as_source(lines[number - 1])):
        first = number - 1
    if published is None:
        return None
    title_at = _next_text(lines, number + 1)
    if title_at is not None and lines[title_at].startswith(("- ", "– ", "— ")):
        source = _as_source(lines[title_at][2:]) or source
        title_at = _next_text(lines, title_at + 1)
    if title_at is None or len(lines[title_at]) > _MAX_TITLE_CHARS:
        return None
    return _Head(first, title_at, source, published)


def _next_text(lines: Sequence[str], number: int) -> int | None:
    return next((at for at in range(number, len(lines)) if lines[at]), None)


def _as_source(line: str) -> str | None:
    """The line as a source's name: few words, no sentence, no heading."""
    name = re.sub(r"^(?:by|source:?)\s+", "", line.strip(" -–—|·•"), flags=re.IGNORECASE)
    is_name = bool(name) and len(name.split()) <= _MAX_SOURCE_WORDS and name[-1] not in ".!?:…" and name[0].isalnum()
    return name if is_name and section_kind(name) is None else None


def _related_parts(lines: Sequence[str], heads: Sequence[_Head], captured: datetime) -> Iterator[Part | None]:
    for number, head in enumerate(heads):
        end = heads[number + 1].start if number + 1 < len(heads) else len(lines)
        body = [line for line in lines[head.title_at + 1 : end] if line]
        cut = next((at for at, line in enumerate(body) if section_kind(line)), len(body))
        part = Part(lines[head.title_at], tuple(body[:cut]), head.source, (), head.published)
        # A headline with a teaser is no article that the page carries whole.
        yield clean_ends(part, captured) if any(map(is_prose, body[:cut])) else None


def clean_ends(part: Part, captured: datetime) -> Part:
    """Take a printed time off the start of the body and a copyright line off its end; both may say what the block did not."""
    first, last = part.paragraphs[0], part.paragraphs[-1]
    source, published = part.source, part.published
    if (found := _COPYRIGHT.search(last)) and found.start() > 0:
        last = last[: found.start()].rstrip()
        source = source or _as_source(found["source"])
    if len(part.paragraphs) == 1:
        first = last
    if (stamp := match_printed(first)) and stamp["hour"] and "." not in first[: stamp.start()]:
        if time := from_printed(stamp, captured):
            published = time
        first = first[stamp.end() :].lstrip(" )|-–—·")
    middle = part.paragraphs[1:-1]
    paragraphs = (first,) if len(part.paragraphs) == 1 else (first, *middle, last)
    return replace(part, paragraphs=tuple(filter(None, paragraphs)), source=source, published=published)


def _main_part(lines: Sequence[str]) -> Part | None:
    body = [line for line in _cut_furniture(lines) if line]
    if not body:
        return None
    title = None
    if (
        len(body) > 1
        and len(body[0]) <= _MAX_TITLE_CHARS
        and body[0][-1] not in ".:;,"
        and any(map(is_prose, body[1:]))
    ):
        title, body = body[0], body[1:]
    return Part(title, tuple(body))


def _cut_furniture(lines: Sequence[str]) -> Sequence[str]:
    """The lines before the first heading of furniture after which no prose comes: "Comments" inside an article is a subhead."""
    for number, line in enumerate(lines):
        if section_kind(line) and number and not any(map(is_prose, lines[number + 1 :])):
            return lines[:number]
    return lines


__all__ = ["UNKNOWN", "Parts", "clean_ends", "is_prose", "section_kind", "split_lines"]
