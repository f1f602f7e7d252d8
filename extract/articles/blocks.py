"""The related articles among the lines of a page: blocks that repeat, each with a stamp, a headline and a body.

A block is recognised by its stamp line (a time, often with a source). Its headline stands before or after the stamp,
the same way all over a page, so the page's blocks vote. A ruled line or a heading such as "Related Articles" must stand
before the first block, or each of several blocks name its source: ages also stand in live blogs, among comments, in menus.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from extract.articles.ages import UNKNOWN
from extract.articles.block_parts import Block, part_of, with_sources
from extract.articles.lines import Line, as_source, is_prose, is_short, is_title, section_kind
from extract.articles.parts import Part
from extract.articles.stamps import Stamp

# The main article comes first: two sentences of it, and on an HTML page more. There "Latest news" heads menus, and "Read next"
# interrupts articles, after up to 104 words of prose on the pages read; the shortest article over related ones had 160.
_MIN_MAIN_WORDS, _MIN_HTML_MAIN_WORDS = 40, 120
_MAX_UNMARKED = 5
# Source, headline and a stamp: more lines over a stamp are the end of the article before it.
_MAX_HEAD_LINES = 3


@dataclass(frozen=True, slots=True)
class Region:
    """Where the related articles are: lines `start` to `end`, exclusive."""

    start: int
    end: int
    parts: tuple[Part, ...]


def find_region(lines: Sequence[Line], stamps: dict[int, Stamp], captured: datetime) -> Region | None:
    """The related articles of a page; None where it has none. stamps: line number to stamp."""
    words = unmarked = 0
    # What stands over the page's headline is a menu, even with prose in it.
    headline_at = next((number for number, line in enumerate(lines) if line.level == "h1"), -1)
    for start, line in enumerate(lines):
        is_marker = section_kind(line.text) == "related"
        if start > headline_at and words >= _MIN_MAIN_WORDS and (is_marker or _starts_block(start, lines, stamps)):
            parts, end = _parts_from(lines, start + is_marker, stamps, captured)
            are_sure = len(parts) > 1 and all(part.source for part in parts)
            is_enough = words >= _MIN_HTML_MAIN_WORDS or not line.nodes
            if parts and (are_sure or (is_enough and (is_marker or line.rule))):
                return Region(start, end, parts)
            # Ages without a heading over them are tried a few times only: long live blogs are full of them.
            unmarked += not is_marker
            if unmarked > _MAX_UNMARKED:
                return None
        words += len(line.text.split()) if is_prose(line.text) else 0
    return None


def _starts_block(number: int, lines: Sequence[Line], stamps: dict[int, Stamp]) -> bool:
    """Whether a headline stands here behind a gap, with a stamp in the two lines after it or at the end of its box."""
    line = lines[number]
    if not (line.gap or line.rule) or number in stamps or not is_title(line.text):
        return False
    return bool({number + 1, number + 2, (line.box_end or 0) - 1} & set(stamps))


def _parts_from(
    lines: Sequence[Line], first: int, stamps: dict[int, Stamp], captured: datetime
) -> tuple[tuple[Part, ...], int]:
    stop = _comments_from(lines, first)
    inside = {number: stamp for number, stamp in stamps.items() if first <= number < stop}
    title_first = _is_title_first(lines, inside, first)
    parts: list[Part] = []
    stamped = 0
    end = first
    for block in _blocks(lines, first, stop, inside, title_first=title_first):
        part = part_of(lines, block, captured, title_first=title_first)
        if part:
            parts.append(part)
            stamped += block.at >= 0
            end = block.end
        elif not parts and any(is_prose(line.text) for line in lines[block.start : block.end]):
            # Prose between the heading and the first block: the heading stands inside the article.
            return (), first
    # Mostly headlines with ages, and prose behind one of them by chance.
    seen = sum(number < end for number in inside)
    return (with_sources(parts), end) if stamped and stamped * 2 >= seen else ((), first)


def _comments_from(lines: Sequence[Line], first: int) -> int:
    """Where the readers' comments begin that no further heading of related articles ends."""
    kinds = [section_kind(line.text) for line in lines]
    for number in range(first, len(lines)):
        if kinds[number] == "comments" and "related" not in kinds[number:]:
            return number
    return len(lines)


def _is_title_first(lines: Sequence[Line], stamps: dict[int, Stamp], first: int) -> bool:
    """The page's vote: a headline is longer than the source or the paragraph's end that stands on the other side."""
    votes = 0
    for number, stamp in stamps.items():
        if stamp.title:
            continue
        above = _head_above(lines, number, first)
        below = [line for line in lines[number + 1 : number + 4] if is_title(line.text)]
        words_above = max((len(lines[at].text.split()) for at in above), default=0)
        words_below = max((len(line.text.split()) for line in below), default=0)
        has_body = number + 1 < len(lines) and is_prose(lines[number + 1].text)
        votes += 1 if words_above > words_below or has_body else -1
    return votes > 0


def _head_above(lines: Sequence[Line], number: int, first: int) -> range:
    """The lines over a stamp that may belong to its head: up to a gap, a paragraph or a heading of furniture."""
    start = number
    while (
        start > first
        and number - start < _MAX_HEAD_LINES - 1
        and not lines[start].gap
        and is_short(lines[start - 1].text)
    ):
        start -= 1
    return range(start, number)


def _blocks(
    lines: Sequence[Line], first: int, stop: int, stamps: dict[int, Stamp], *, title_first: bool
) -> list[Block]:
    starts: dict[int, int] = {}
    for number, stamp in stamps.items():
        above = _head_above(lines, number, first)
        if stamp.title:
            above = range(number, number)
        elif not title_first:
            above = above[-1:] if above and as_source(lines[above[-1]].text) else above[:0]
        start = above[0] if above else number
        starts.setdefault(_box_start(lines, number) if lines[number].box_end == number + 1 else start, number)
    for number in _unstamped(lines, first, stop, starts):
        starts[number] = -1
    order = [*sorted(starts), stop]
    blocks = []
    for start, end in pairwise(order):
        at = starts[start]
        blocks.append(Block(start, _end_of(lines, start, end), at, stamps[at] if at >= 0 else Stamp(UNKNOWN)))
    return blocks


def _box_start(lines: Sequence[Line], number: int) -> int:
    """Where the box of a stamp starts that is its last line: headline, body, stamp."""
    start = number
    while start > 0 and lines[start - 1].box == lines[number].box:
        start -= 1
    return start


def _unstamped(lines: Sequence[Line], first: int, stop: int, starts: dict[int, int]) -> list[int]:
    """Where blocks start whose time is not given: at headlines of the same kind as others, or right under the page's heading."""
    if not starts:
        return []
    taken = {number for start, at in starts.items() for number in range(start, at + 1)}
    levels = {lines[number].level for number in taken} - {None}
    is_html = any(lines[start].box is not None for start in starts)
    if is_html:
        stop = max(lines[start].outer_end or 0 for start in starts)
    alike = [n for n in range(first, stop) if lines[n].level in levels and is_title(lines[n].text) and n not in taken]
    return alike if levels or is_html or first in taken else [first]


def _end_of(lines: Sequence[Line], start: int, end: int) -> int:
    """Where a block ends on an HTML page: with its box; where headlines and bodies alternate, with the element around them."""
    box_end, outer_end = lines[start].box_end, lines[start].outer_end
    if box_end is None:
        return end
    has_body = any(is_prose(line.text) for line in lines[start + 1 : min(box_end, end)])
    alternate = not has_body and outer_end is not None and lines[start].level is not None
    return min(end, outer_end if alternate and outer_end else box_end)
