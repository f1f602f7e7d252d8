"""Blocks of lines that repeat, each the place of one article: a headline, a body, most with a time or a source.

A block is recognised by its stamp line (a time, often with a source). Its headline stands before or after the stamp,
the same way all over a page, so the page's blocks vote. Blocks without a time are those that look like the others: an
element of the same kind on an HTML page, a headline of the same level, a headline with its source behind an empty line.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from extract.articles.ages import UNKNOWN, PublishedTime
from extract.articles.block_parts import Block, names_source
from extract.articles.lines import Line, as_source, is_cut_short, section_kind
from extract.articles.stamps import Stamp, is_day_heading

# Source, headline and a stamp: more lines over a stamp are the end of the article before it.
_MAX_HEAD_LINES = 3


@dataclass(slots=True)
class Blocks:
    """The blocks among lines `first` to `stop`. days: the stamps that head the blocks of a day, by their line."""

    lines: Sequence[Line]
    first: int
    stop: int
    stamps: dict[int, Stamp]
    days: dict[int, PublishedTime] = field(default_factory=dict)
    day_lines: list[int] = field(default_factory=list)
    title_first: bool = False
    names_sources: bool = False
    has_feet: bool = False

    def __post_init__(self) -> None:
        inside = {number: stamp for number, stamp in self.stamps.items() if self.first <= number < self.stop}
        self.days = {n: stamp.published for n, stamp in inside.items() if is_day_heading(self.lines, n, inside)}
        self.day_lines = sorted(self.days)
        self.stamps = {number: stamp for number, stamp in inside.items() if number not in self.days}
        self.has_feet = sum(map(self._ends_body, self.stamps)) * 2 > len(self.stamps)
        self.title_first = self._is_title_first()
        # "[NHK] Harbour to close" over one of the times: the page names sources so.
        near = {near for number in self.stamps for near in (number, number - 1)}
        self.names_sources = any(names_source(self.lines[n].text) for n in near if n >= self.first)

    def __iter__(self) -> Iterator[Block]:
        starts = self._starts()
        for start, end in pairwise([*sorted(starts), self.stop]):
            at = starts[start]
            stamp = self.stamps[at] if at >= 0 else Stamp(self._day_over(start))
            yield Block(start, self._end_of(start, end, at), at, stamp)

    def _starts(self) -> dict[int, int]:
        """Where blocks start, each with the line of its stamp, -1 where it has none."""
        starts: dict[int, int] = {}
        for number, stamp in self.stamps.items():
            above = self._head_above(number)
            if stamp.title:
                above = range(number, number)
            elif not self.title_first:
                above = above[-1:] if above and as_source(self.lines[above[-1]].text) else above[:0]
            start = above[0] if above else number
            starts.setdefault(self._start_over_foot(number) if self._is_foot(number) else start, number)
        for number in self._unstamped(starts):
            starts.setdefault(number, -1)
        return starts

    def _is_title_first(self) -> bool:
        """The page's vote: a headline is longer than the source or the paragraph's end that stands on the other side."""
        votes = 0
        for number, stamp in self.stamps.items():
            if stamp.title or self._is_foot(number):
                continue
            above = self._head_above(number)
            below = [line for line in self.lines[number + 1 : number + 4] if line.is_title]
            words_above = max((len(self.lines[at].text.split()) for at in above), default=0)
            words_below = max((len(line.text.split()) for line in below), default=0)
            has_body = number + 1 < len(self.lines) and self.lines[number + 1].is_prose
            votes += 1 if words_above > words_below or has_body else -1
        return votes > 0

    def _head_above(self, number: int) -> range:
        """The lines over a stamp that may belong to its head: up to a gap, a paragraph or a heading of furniture."""
        start = number
        while (
            start > self.first
            and number - start < _MAX_HEAD_LINES - 1
            and (not self.lines[start].gap or self._is_heading_over(start))
            and self._is_short(start - 1)
        ):
            start -= 1
        return range(start, number)

    def _is_heading_over(self, number: int) -> bool:
        """Whether the headline stands over the box of a stamp: `<h3>` and `<div>` alternate."""
        line, above = self.lines[number], self.lines[number - 1]
        has_body = number + 1 < self.stop and self.lines[number + 1].is_prose
        return line.box is not None and above.box != line.box and above.level not in (None, "img", "h1") and has_body

    def _is_short(self, number: int) -> bool:
        return not self.lines[number].is_prose and section_kind(self.lines[number].text) is None

    def _is_foot(self, number: int) -> bool:
        """Whether a stamp stands under its article: the last line of a box, or of a body with a gap behind it."""
        line = self.lines[number]
        if line.box_end is not None:
            is_inside = number > self.first and self.lines[number - 1].box == line.box
            return is_inside and all(
                section_kind(after.text) == "link" for after in self.lines[number + 1 : line.box_end]
            )
        return self.has_feet and self._ends_body(number)

    def _ends_body(self, number: int) -> bool:
        below = self.lines[number + 1 : number + 2]
        is_end = not below or below[0].gap or section_kind(below[0].text) == "link"
        return number > self.first and self.lines[number - 1].is_prose and not self.lines[number].gap and is_end

    def _start_over_foot(self, number: int) -> int:
        """Where the article starts that a stamp ends: with the box, or behind the stamp before it."""
        start = number
        while (
            start > self.first and self.lines[start - 1].box == self.lines[number].box and start - 1 not in self.stamps
        ):
            start -= 1
        while section_kind(self.lines[start].text) == "link":
            start += 1
        return start

    def _unstamped(self, starts: dict[int, int]) -> list[int]:
        """Where blocks start whose time is not given."""
        lines = self.lines
        taken = {number for start, at in starts.items() for number in range(start, at + 1)}
        free = [number for number in range(self.first, self.stop) if number not in taken]
        if lines[self.first].nodes:
            cards = [number for number in free if lines[number].starts_card and self._has_body(number)]
            levels = {lines[number].level for number in taken} - {None, "img"}
            ends = max((lines[start].outer_end or 0 for start in starts), default=0)
            alike = [n for n in free if n < ends and lines[n].level in levels and lines[n].is_title]
            return cards + [number for number in alike if not self._in_card(number, cards)]
        levels = {lines[number].level for number in taken} - {None}
        alike = [number for number in free if lines[number].level in levels and lines[number].is_title]
        heads = [number for number in free if self._is_head(number, is_first=number == self.first)]
        return alike or heads

    def _has_body(self, number: int) -> bool:
        end = self.lines[number].box_end or number
        return any(line.is_prose for line in self.lines[number:end])

    def _in_card(self, number: int, cards: Sequence[int]) -> bool:
        return any(start <= number < (self.lines[start].box_end or 0) for start in cards)

    def _is_head(self, number: int, *, is_first: bool) -> bool:
        """Whether a headline without a time stands here, behind a gap, with its source beside it and prose under it."""
        lines = self.lines
        head = number
        while head < self.stop and head - number < _MAX_HEAD_LINES and self._is_short(head):
            if head > number and lines[head].gap:
                return False
            head += 1
        if not (lines[number].gap or is_first) or head in (number, self.stop) or not lines[head].is_prose:
            return False
        names = [line for line in lines[number:head] if as_source(line.text)]
        titles = [line for line in lines[number:head] if line.is_title]
        has_both = len(titles) > 0 and len(names) > 0 and head - number > 1
        has_both = has_both or (len(titles) == 1 and names_source(titles[0].text) and self.names_sources)
        return not lines[head].gap and (has_both or (len(titles) == 1 and (is_first or self._is_under_day(number))))

    def _is_under_day(self, number: int) -> bool:
        return bisect_left(self.day_lines, number) > 0

    def _day_over(self, number: int) -> PublishedTime:
        place = bisect_left(self.day_lines, number)
        return self.days[self.day_lines[place - 1]] if place else UNKNOWN

    def _end_of(self, start: int, end: int, at: int) -> int:
        """Where a block ends: with its box; with a teaser's ellipsis where prose of something else follows behind a gap."""
        place = bisect_right(self.day_lines, start)
        end = min(end, *self.day_lines[place : place + 1], end)
        line = self.lines[start]
        if line.box_end is None and at > start and self.lines[at].box_end is not None:
            # The headline stands over the box of its text, or only of its time.
            box_end = self.lines[at].box_end or end
            has_text = any(inside.is_prose for inside in self.lines[at + 1 : box_end])
            return min(end, box_end if has_text else self.lines[at].outer_end or end)
        if line.box_end is None:
            return self._end_of_teaser(start, end)
        has_body = any(line.is_prose for line in self.lines[start + 1 : min(line.box_end, end)])
        alternate = not has_body and line.outer_end is not None and line.level is not None
        return min(end, line.outer_end if alternate and line.outer_end else line.box_end)

    def _end_of_teaser(self, start: int, end: int) -> int:
        for number in range(start + 1, end):
            line = self.lines[number - 1]
            if self.lines[number].gap and self.lines[number].is_prose and line.is_prose and is_cut_short(line.text):
                return number
        return end
