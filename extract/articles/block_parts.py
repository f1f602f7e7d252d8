"""A block of lines to the article it holds: source, headline, body, each told from the other by length, place and kind."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from extract.articles.ages import from_printed, match_printed
from extract.articles.lines import Line, as_source, is_prose, is_title, section_kind
from extract.articles.parts import Part
from extract.articles.stamps import Stamp

# A teaser has a sentence or two; below it stand captions and "Read more".
_MIN_BODY_WORDS = 12
_TITLE_DASH_SOURCE = re.compile(r"(?P<title>.{8,}\S)\s+[-–—|]\s+(?P<source>[^-–—|]{2,50})")
_LAST_SOURCE = re.compile(r"\((?P<name>[^()]{2,50})\)|(?:source|quelle|fuente)\s*:\s*(?P<named>.{2,50})", re.IGNORECASE)
# "[Copyright The Jiji Press, Ltd.] Jiji Press" at the end of a body.
_COPYRIGHT = re.compile(
    r"\s*[\[(]\s*(?:©|\(c\)|copyright)[^\])]{0,100}[\])]\s*(?P<source>[^.!?]{0,40})$", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of lines with one stamp. start, end: its lines; at: the line of the stamp, -1 where it has none."""

    start: int
    end: int
    at: int
    stamp: Stamp


def part_of(lines: Sequence[Line], block: Block, captured: datetime, *, title_first: bool) -> Part | None:
    """The article of a block; None where it has no headline or no body."""
    stamp = block.stamp
    source = stamp.source
    above = list(lines[block.start : max(block.at, block.start)])
    rest = list(lines[max(block.at, block.start - 1) + 1 : block.end])
    if any(is_prose(line.text) for line in above):
        # The stamp stands under the body.
        above, rest = above[:1], above[1:]
        source, above[0] = _source_of_title(source, above[0])
    title: Line | None = None
    if stamp.title:
        title = replace(lines[block.at], text=stamp.title)
        if rest and not rest[0].gap and (name := as_source(rest[0].text)) and not source and len(rest) > 1:
            source, rest = name, rest[1:]
    elif above and (title_first or len(above) > 1 or block.at == block.end - 1):
        title = max(above, key=lambda line: (line.level is not None, len(line.text)))
        source = source or next((as_source(line.text) for line in above if line is not title), None)
    else:
        source = source or next((as_source(line.text) for line in above), None)
        source, title, rest = _title_below(source, rest)
    paragraphs = _paragraphs(rest)
    if title is None and stamp.source:
        # "Web Courses Defined | 12 hours ago" over a body: a short headline.
        title, source = replace(lines[block.at], text=stamp.source), None
    if title is None or not is_title(title.text):
        return None
    if paragraphs and (found := _LAST_SOURCE.fullmatch(paragraphs[-1])):
        source = source or as_source(found["name"] or found["named"])
        paragraphs = paragraphs[:-1]
    if sum(len(line.split()) for line in paragraphs) < _MIN_BODY_WORDS:
        return None
    return clean_ends(Part(title.text, tuple(paragraphs), source, (), stamp.published, title.url), captured)


def _source_of_title(source: str | None, line: Line) -> tuple[str | None, Line]:
    """The source that stands before the headline, in an element of its own."""
    if source or len(line.segments) != 2 or not (name := as_source(line.segments[0])):
        return source, line
    return name, replace(line, text=line.segments[1])


def _title_below(source: str | None, rest: list[Line]) -> tuple[str | None, Line | None, list[Line]]:
    """Skip the source, said once or twice ("NHK", "- NHK"), before the headline under a stamp."""
    while rest:
        line, *others = rest
        name = as_source(line.text)
        is_repeated = name is not None and name == source
        is_dashed = line.text.startswith(("- ", "– ", "— "))
        leads_to_title = (
            not source
            and name
            and others
            and is_title(others[0].text)
            and any(is_prose(other.text) for other in others[1:3])
        )
        if is_prose(line.text):
            return source, None, rest
        if not (is_repeated or is_dashed or leads_to_title):
            return source, line, others
        source, rest = source or name, others
    return source, None, rest


def _paragraphs(lines: Sequence[Line]) -> list[str]:
    """The body: up to a heading of furniture, without links that say "Read more"."""
    kept: list[str] = []
    for line in lines:
        kind = section_kind(line.text)
        if kind in ("furniture", "comments", "related"):
            break
        if kind != "link":
            kept.append(line.text)
    return kept


def with_sources(parts: Sequence[Part]) -> tuple[Part, ...]:
    """Sources that stand behind the headlines of most blocks ("Sweden says yes - Metro") become the blocks' sources."""
    found = [_TITLE_DASH_SOURCE.fullmatch(part.title or "") if part.source is None else None for part in parts]
    if sum(map(bool, found)) * 2 <= len(parts):
        return tuple(parts)
    return tuple(
        replace(part, title=match["title"], source=as_source(match["source"])) if match else part
        for part, match in zip(parts, found, strict=True)
    )


def clean_ends(part: Part, captured: datetime) -> Part:
    """Take a printed time off the start of the body and a copyright line off its end; both may say what the block did not."""
    first, *_, last = (*part.paragraphs[:1], *part.paragraphs)
    source, published = part.source, part.published
    if (found := _COPYRIGHT.search(last)) and found.start() > 0:
        last = last[: found.start()].rstrip()
        source = source or as_source(found["source"])
    if len(part.paragraphs) == 1:
        first = last
    if (stamp := match_printed(first)) and stamp["hour"] and "." not in first[: stamp.start()]:
        if time := from_printed(stamp, captured):
            published = time
        first = first[stamp.end() :].lstrip(" )|-–—·")
    paragraphs = (first,) if len(part.paragraphs) == 1 else (first, *part.paragraphs[1:-1], last)
    return replace(part, paragraphs=tuple(filter(None, paragraphs)), source=source, published=published)
