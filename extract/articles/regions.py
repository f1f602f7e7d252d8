"""Where on a page the related articles are, among the main article, menus, comments and lists of headlines.

A ruled line or a heading such as "Related Articles" must stand before the first block, or each of several blocks name its
source: ages also stand in live blogs, among comments, in menus.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import accumulate

from extract.articles.block_parts import part_of, with_sources
from extract.articles.blocks import Blocks
from extract.articles.lines import Line, is_cut_short, section_kind
from extract.articles.parts import Part
from extract.articles.stamps import Stamp

# The main article comes first: two sentences of it, and on an HTML page more. There "Latest news" heads menus, and "Read next"
# interrupts articles, after up to 104 words of prose on the pages read; the shortest article over related ones had 160.
_MIN_MAIN_WORDS, _MIN_HTML_MAIN_WORDS = 40, 120
_MAX_UNMARKED = 5
# Headings of related articles that are looked under: pages have up to a dozen, an attack has thousands.
_MAX_MARKED = 40
# Words of prose between two blocks that are of the main article: an advertisement has fewer.
_MIN_HOLE_WORDS = 40


@dataclass(frozen=True, slots=True)
class Region:
    """Where related articles are: lines `start` to `end`, exclusive."""

    start: int
    end: int
    parts: tuple[Part, ...]


def find_regions(
    lines: Sequence[Line],
    stamps: dict[int, Stamp],
    captured: datetime,
    posts: Sequence[int] = (),
    *,
    is_live: bool = False,
) -> list[Region]:
    """The related articles of a page, in their order: under, over or inside the main one. stamps: line number to stamp.

    is_live: the page is a live blog, whose posts look like articles: only those under a heading are related ones. posts: the
    lines with the posts' times, which no related article holds.
    """
    regions: list[Region] = []
    words = start = 0
    unmarked = _MAX_UNMARKED if is_live else 0
    tries = _MAX_MARKED
    headline_at = next((number for number, line in enumerate(lines) if line.level == "h1"), -1)
    while start < len(lines):
        line = lines[start]
        is_marker = section_kind(line.text) == "related"
        is_tried = unmarked < _MAX_UNMARKED
        if (is_marker and tries > 0) or (
            is_tried and words >= _MIN_MAIN_WORDS and start > headline_at and _starts_block(start, lines, stamps)
        ):
            stop = headline_at if start < headline_at else len(lines)
            stop = next((number for number in posts if start <= number < stop), stop)
            is_above = start < headline_at if line.nodes else words < _MIN_MAIN_WORDS
            if is_above and not line.nodes:
                stop = _main_after(lines, start + 1, stamps)
            parts, end = _parts_from(lines, start + is_marker, stop, stamps, captured)
            is_enough = words >= (_MIN_HTML_MAIN_WORDS if line.nodes else _MIN_MAIN_WORDS)
            if parts and _is_sure(parts, line, is_marker=is_marker, is_enough=is_enough, is_above=is_above):
                regions.append(Region(start, end, parts))
                start = end
                continue
            # Ages without a heading over them are tried a few times only: long live blogs are full of them.
            unmarked += not is_marker
            tries -= is_marker
        words += len(line.text.split()) if line.is_prose else 0
        start += 1
    return regions


def _main_after(lines: Sequence[Line], first: int, stamps: Mapping[int, Stamp]) -> int:
    """Where the main article starts on a flattened page that has related ones before it; `first` where nothing tells.

    Behind a gap larger than any before it, or where a teaser that breaks off is followed by a headline without a time.
    """
    largest = 0
    for number in range(first, len(lines)):
        line, previous = lines[number], lines[number - 1]
        if not line.gap or number == first:
            continue
        is_behind_teaser = is_cut_short(previous.text) or section_kind(previous.text) == "link"
        has_time = any(near in stamps for near in range(number, number + 3))
        if number > first + 1 and (0 < largest < line.gap_size or (is_behind_teaser and not has_time)):
            return number if line.is_title else first
        largest = max(largest, line.gap_size)
    return first


def _is_sure(parts: Sequence[Part], line: Line, *, is_marker: bool, is_enough: bool, is_above: bool) -> bool:
    if is_above:
        # Menus hold teasers too, but not those of others.
        return is_marker and any(part.source for part in parts)
    all_name_source = (len(parts) > 1 or is_marker) and all(part.source for part in parts)
    return all_name_source or (is_enough and (is_marker or line.rule or line.box_tag == "article"))


def _starts_block(number: int, lines: Sequence[Line], stamps: dict[int, Stamp]) -> bool:
    """Whether a headline stands here behind a gap, with a stamp in the two lines after it or at the end of its box."""
    line = lines[number]
    if not (line.gap or line.rule) or number in stamps or not line.is_title:
        return False
    last_of_box = (line.box_end or 0) - 1 if line.gap else -1
    return bool({number + 1, number + 2, last_of_box} & set(stamps))


def _parts_from(
    lines: Sequence[Line], first: int, stop: int, stamps: dict[int, Stamp], captured: datetime
) -> tuple[tuple[Part, ...], int]:
    if first >= stop:
        return (), first
    blocks = Blocks(lines, first, _comments_from(lines, first, stop), stamps)
    all_words, free_words = _prose_words(lines)
    parts: list[Part] = []
    stamped = 0
    end = first
    for block in blocks:
        # The main article goes on before the block: prose, between two articles such that stands in no box of its own.
        words = free_words if parts else all_words
        if words[block.start] - words[end] >= _MIN_HOLE_WORDS:
            break
        part = part_of(lines, block, captured, title_first=blocks.title_first)
        if part:
            parts.append(part)
            stamped += (
                block.at >= 0 or part.published.day is not None or lines[block.start].starts_card or bool(part.source)
            )
            end = block.end
        elif (
            not parts
            and not lines[block.start].starts_card
            and any(line.is_prose for line in lines[block.start : block.end])
        ):
            # Prose between the heading and the first block: the heading stands inside the article.
            return (), first
    # Mostly headlines with ages, and prose behind one of them by chance.
    seen = sum(number < end for number in blocks.stamps)
    return (_distinct(with_sources(parts)), end) if stamped and stamped * 2 >= seen else ((), first)


def _distinct(parts: Sequence[Part]) -> tuple[Part, ...]:
    """Those whose headline is their own: "Fact Check" over four of them is the name of a section."""
    titles = Counter(part.title for part in parts)
    return tuple(part for part in parts if titles[part.title] == 1)


def _prose_words(lines: Sequence[Line]) -> tuple[list[int], list[int]]:
    """How many words of prose stand before each line: of all, and of those in no box."""
    words = [len(line.text.split()) if line.is_prose else 0 for line in lines]
    free = [count if line.box is None else 0 for count, line in zip(words, lines, strict=True)]
    return [0, *accumulate(words)], [0, *accumulate(free)]


def _comments_from(lines: Sequence[Line], first: int, stop: int) -> int:
    """Where the readers' comments begin that no further heading of related articles ends."""
    kinds = [section_kind(line.text) for line in lines[:stop]]
    for number in range(first, stop):
        if kinds[number] == "comments" and "related" not in kinds[number:]:
            return number
    return stop
