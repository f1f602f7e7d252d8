"""A block of lines to the article it holds: source, headline, body, each told from the other by length, place and kind."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from extract.articles.ages import PublishedTime, from_printed, match_printed
from extract.articles.lines import Line, as_source, is_cut_short, is_prose, section_kind
from extract.articles.parts import Part
from extract.articles.stamps import Stamp

# Names of sources have up to six words.
_MAX_NAME_WORDS = 6
# A teaser has a sentence or two; below it stand captions and "Read more".
_MIN_BODY_WORDS = 12
# Without a time and a source, what has fewer words is a teaser in a menu, or an imprint.
_MIN_UNTOLD_WORDS = 40
# A paragraph of up to so many words, alone, is the beginning of an article, with or without an ellipsis.
_MAX_TEASER_WORDS = 45
_MAX_LEAD_LINES = 5
_TITLE_DASH_SOURCE = re.compile(r"(?P<title>.{8,}\S)\s+[-–—|]\s+(?P<source>[^-–—|]{2,50})")
_LAST_SOURCE = re.compile(
    r"\((?P<name>[^()]{2,50})\)|(?:source|quelle|fuente|via|from)\s*:\s*(?P<named>.{2,50})|[—–-]{1,2}\s*(?P<dashed>[^!?]{2,50})",
    re.IGNORECASE,
)
# "3. ", "Title: ", "• " before a headline.
_NUMBER = re.compile(r"^(?:\d{1,2}[.)]|[•▪●*»›>#-]|(?:title|headline|titel|titre|título)\s*:)\s+", re.IGNORECASE)
_SOURCE_BEFORE = re.compile(r"\[(?P<source>[^\[\]]{2,50})\]\s+(?P<title>.{8,})")
_SOURCE_AFTER = re.compile(r"(?P<title>.{8,}?)\s*[(\[](?P<source>[^()\[\]]{2,50})[)\]]")
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
    inside = [line for line in lines[block.start : block.end] if line.level != "img"]
    logo = next((as_source(line.text) for line in lines[block.start : block.end] if line.level == "img"), None)
    at = next((n for n, line in enumerate(inside) if block.at >= 0 and line is lines[block.at]), -1)
    above, rest = inside[: max(at, 0)], inside[at + 1 :]
    source = stamp.source
    title: Line | None = None
    if any(line.is_prose for line in above):
        # The stamp stands under the body.
        source, title, rest = _head(source, above, title_first=title_first)
    elif stamp.title:
        title = replace(inside[at], text=stamp.title, is_marked=True)
        source, rest = _source_below(source, title, rest)
    elif above and (title_first or len(above) > 1 or at == len(inside) - 1):
        title = max(above, key=lambda line: (line.level is not None, len(line.text)))
        source = source or next((as_source(line.text) for line in above if line is not title), None)
        source, rest = _source_below(source, title, rest)
    elif at < 0:
        source, title, rest = _head(source, rest, title_first=title_first)
    else:
        source = source or next((as_source(line.text) for line in above), None)
        source, title, rest = _title_below(source, rest)
    if title is None and stamp.source:
        # "Web Courses Defined | 12 hours ago" over a body: a short headline.
        title, source = replace(inside[at], text=stamp.source, level="h6"), None
    return _whole(title, source or logo, rest, stamp.published, captured)


def _whole(
    title: Line | None, source: str | None, rest: Sequence[Line], published: PublishedTime, captured: datetime
) -> Part | None:
    if title is None or not title.is_title:
        return None
    lead = next((number for number, line in enumerate(rest) if line.is_prose), len(rest))
    if lead > _MAX_LEAD_LINES:
        # Headlines with their times, and the main article behind them.
        return None
    paragraphs, is_followed = _paragraphs(rest)
    if paragraphs and (found := _LAST_SOURCE.fullmatch(paragraphs[-1])):
        source = source or as_source(found["name"] or found["named"] or found["dashed"])
        paragraphs = paragraphs[:-1]
    text, source = _without_source(title, source)
    words = sum(len(line.split()) for line in paragraphs)
    is_told = source is not None or published.day is not None or names_source(text)
    if words < (_MIN_BODY_WORDS if is_told else _MIN_UNTOLD_WORDS) or not any(map(is_prose, paragraphs)):
        return None
    is_teaser = len(paragraphs) == 1 and words <= _MAX_TEASER_WORDS
    cut = is_followed or is_cut_short(paragraphs[-1]) or is_teaser
    part = Part(text, tuple(paragraphs), source, (), published, title.url, is_truncated=cut)
    return clean_ends(part, captured)


def _without_source(title: Line, source: str | None) -> tuple[str, str | None]:
    """The headline, and the source that stands in brackets before or after it: "[NHK] Headline", "Headline (NHK)"."""
    text = _NUMBER.sub("", title.text)
    if len(title.segments) == 2 and not source:
        first, second = title.segments
        if name := as_source(first.strip("[]():")):
            return second, name
        if name := as_source(second.strip("[]()|–— ")):
            return first, name
    if (found := _SOURCE_BEFORE.fullmatch(text)) and (name := as_source(found["source"])):
        return found["title"], source or name
    return text, source


def names_source(text: str) -> bool:
    """Whether a headline has its source beside it, in brackets or behind a mark."""
    found = _SOURCE_BEFORE.fullmatch(text) or _SOURCE_AFTER.fullmatch(text) or _TITLE_DASH_SOURCE.fullmatch(text)
    return found is not None and as_source(found["source"]) is not None


def _source_below(source: str | None, title: Line, rest: list[Line]) -> tuple[str | None, list[Line]]:
    """The source in a line of its own between headline and body."""
    if len(rest) > 1 and not source and not rest[0].is_prose and not rest[0].level and rest[1].is_prose:
        name = as_source(rest[0].text)
        if name and len(name) < len(title.text):
            return name, rest[1:]
    return source, rest


def _head(
    source: str | None, lines: Sequence[Line], *, title_first: bool
) -> tuple[str | None, Line | None, list[Line]]:
    """Source, headline and body of lines without a time: of two short lines the headline is a heading, a link, or longer."""
    size = next((number for number, line in enumerate(lines) if line.is_prose), 0)
    head, body = list(lines[:size]), list(lines[size:])
    if not head:
        return source, None, body
    if len(head) == 1:
        return source, head[0], body
    first, second = head[0], head[1]
    is_shorter = len(first.text.split()) < len(second.text.split())
    is_name_first = not title_first and is_shorter and as_source(first.text) is not None
    swapped = _rank(second) > _rank(first) or (_rank(second) == _rank(first) and is_name_first)
    title, other = (second, first) if swapped else (first, second)
    if not source and other.level is None and (name := as_source(other.text)):
        return name, title, [*head[2:], *body]
    return source, title, [*(() if swapped else head[1:2]), *head[2:], *body]


def _rank(line: Line) -> tuple[bool, bool, bool, bool]:
    """How likely a line is a headline and no source."""
    return line.level is not None, line.url is not None, line.is_marked, len(line.text.split()) > _MAX_NAME_WORDS


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
            and line.level is None
            and others
            and others[0].is_title
            and any(other.is_prose for other in others[1:3])
        )
        if line.is_prose:
            return source, None, rest
        if not (is_repeated or is_dashed or leads_to_title):
            source, others = _source_below(source, line, others)
            return source, line, others
        source, rest = source or name, others
    return source, None, rest


def _paragraphs(lines: Sequence[Line]) -> tuple[list[str], bool]:
    """The body, up to a heading of furniture, and whether a link such as "Read more" stands under it."""
    kept: list[str] = []
    is_followed = False
    for line in lines:
        kind = section_kind(line.text)
        if kind in ("furniture", "comments", "related"):
            break
        is_followed = kind == "link"
        if not is_followed:
            kept.append(line.text)
    return kept, is_followed


def with_sources(parts: Sequence[Part]) -> tuple[Part, ...]:
    """Sources that stand behind the headlines of most blocks ("Sweden says yes - Metro") become the blocks' sources."""
    for pattern in (_TITLE_DASH_SOURCE, _SOURCE_AFTER):
        found = [pattern.fullmatch(part.title or "") if part.source is None else None for part in parts]
        if sum(map(bool, found)) * 2 > len(parts):
            return tuple(
                replace(part, title=match["title"], source=as_source(match["source"]))
                if match and as_source(match["source"])
                else part
                for part, match in zip(parts, found, strict=True)
            )
    return _with_last_sources(parts)


def _with_last_sources(parts: Sequence[Part]) -> tuple[Part, ...]:
    """Sources that stand alone under most bodies, in a column or at the foot of a card."""
    names = [as_source(part.paragraphs[-1]) if len(part.paragraphs) > 1 and not part.source else None for part in parts]
    named = [name for name in names if name and len(name.split()) <= _MAX_NAME_WORDS]
    if len(named) < 2 or len(named) * 2 <= sum(part.source is None for part in parts):
        return tuple(parts)
    return tuple(
        replace(part, source=name, paragraphs=part.paragraphs[:-1]) if name else part
        for part, name in zip(parts, names, strict=True)
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
