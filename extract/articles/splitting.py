"""Several articles on one page, told apart: the main article, the related ones, and what is neither."""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import pairwise

from extract.articles.ages import UNKNOWN
from extract.articles.boxes import set_boxes
from extract.articles.lines import Line, as_source, section_kind, text_lines
from extract.articles.live_blog import find_post_times
from extract.articles.parts import Part, Parts
from extract.articles.regions import Region, find_regions
from extract.articles.stamps import Stamp, find_stamps, is_day_heading

# What follows the related articles of a page is comments and imprints, or the main article that they interrupt.
_MIN_REST_WORDS = 60
_MAX_HEAD_LINES, _MAX_NAME_WORDS = 4, 4
_BYLINE = re.compile(r"by:?\s+([A-Z][^\d:]{2,60})", re.IGNORECASE)


def find_related(
    lines: Sequence[Line], captured: datetime, posts: Sequence[int] = (), *, is_live: bool = False
) -> list[Region]:
    """The related articles among the lines. Ages count from the local time of `captured`.

    posts: the lines that give the times of a live blog's posts; is_live: the page says that it is one.
    """
    return find_regions(lines, find_stamps(lines, captured), captured, posts, is_live=is_live or bool(posts))


def find_head_source(lines: Sequence[Line], captured: datetime) -> str | None:
    """Who published the main article of an HTML page of somebody else, as its head says: "Kyodo · 2 hours ago"."""
    head_at = next((number for number, line in enumerate(lines) if line.level == "h1"), None)
    if head_at is None:
        return None
    body_at = next((n for n in range(head_at + 1, len(lines)) if lines[n].is_prose), head_at)
    head = lines[head_at + 1 : min(body_at, head_at + 1 + _MAX_HEAD_LINES)]
    stamps = find_stamps(head, captured)
    named = next((stamp.source for stamp in stamps.values() if stamp.source), None)
    alone = (as_source(line.text) for line in head if not _BYLINE.fullmatch(line.text) and not line.is_marked)
    return named or (next(alone, None) if len(head) <= 1 + len(stamps) else None)


def split_text(text: str, captured: datetime) -> Parts:
    """The articles of a flattened page."""
    lines = text_lines(text)
    _close_gaps(lines, find_stamps(lines, captured))
    times = find_post_times(lines)
    regions = find_related(lines, captured, times)
    own = _outside(lines, regions, times)
    return Parts(_main_part(own, captured), [part for region in regions for part in region.parts])


def _close_gaps(lines: Sequence[Line], stamps: Mapping[int, Stamp]) -> None:
    """Where most times have an empty line before and behind them, and one more behind the headline, empty lines part nothing."""
    apart = [number for number in stamps if all(line.gap for line in lines[number : number + 3])]
    if len(apart) * 2 > len(stamps):
        for line in lines:
            line.gap = line.rule or line.gap_size > 1


def _outside(lines: Sequence[Line], regions: Sequence[Region], times: Sequence[int]) -> Sequence[Line]:
    """The lines of the main article: those over, between and, where more of it comes, under the regions; no times of posts."""
    post_times = {id(lines[number]) for number in times}
    kept: list[Line] = []
    start = 0
    for region in regions:
        kept += lines[start : region.start]
        start = region.end
    rest = lines[start:]
    goes_on = sum(len(line.text.split()) for line in rest if line.is_prose) >= _MIN_REST_WORDS
    whole = [*kept, *rest] if goes_on or not regions else kept
    return [line for line in whole if id(line) not in post_times]


def _main_part(lines: Sequence[Line], captured: datetime) -> Part | None:
    """The main article: headline, source and time from its first lines, then the body."""
    lines = _without_furniture(lines)
    body_at = next((number for number, line in enumerate(lines) if line.is_prose), None)
    if body_at is None:
        return Part(None, tuple(line.text for line in lines)) if lines else None
    stamps = find_stamps(lines[:body_at], captured)
    at = min(stamps, default=body_at)
    stamp = stamps.get(at, Stamp(UNKNOWN))
    title_at = _title_at(lines, at)
    if title_at is None:
        return Part(None, tuple(line.text for line in lines))
    between = lines[title_at + 1 : at] if stamps else _names_over(lines, title_at, body_at)
    signers = [found[1].strip() for line in between if (found := _BYLINE.fullmatch(line.text))]
    names = (as_source(line.text) for line in between if not _BYLINE.fullmatch(line.text))
    source = stamp.source or next(names, None)
    body = lines[at + 1 :] if stamps else lines[title_at + 1 + len(between) :]
    return Part(lines[title_at].text, tuple(line.text for line in body), source, tuple(signers), stamp.published)


def _names_over(lines: Sequence[Line], title_at: int, body_at: int) -> Sequence[Line]:
    """The one line between headline and body that may be a source, or a byline."""
    between = lines[title_at + 1 : body_at]
    is_name = len(between) == 1 and not between[0].gap and as_source(between[0].text)
    return between if is_name and len(between[0].text.split()) <= _MAX_NAME_WORDS else ()


def _title_at(lines: Sequence[Line], end: int) -> int | None:
    """The headline: of the lines right over the stamp or the body, the longer of the last two."""
    start = end
    while start > 0 and not lines[start].gap:
        start -= 1
    # A gap may stand between head and body.
    start = start - 1 if start == end and start > 0 else start
    while start > 0 and not lines[start].gap:
        start -= 1
    titles = [number for number in range(start, end) if lines[number].is_title]
    return max(titles[-2:], key=lambda number: len(lines[number].text), default=None)


def _without_furniture(lines: Sequence[Line]) -> Sequence[Line]:
    """The lines before the first heading of furniture after which no prose comes: "Comments" inside an article is a subhead."""
    last_prose = max((number for number, line in enumerate(lines) if line.is_prose), default=-1)
    for number, line in enumerate(lines):
        if number > last_prose and section_kind(line.text):
            return lines[:number]
    return lines


def find_boxes(lines: Sequence[Line], captured: datetime) -> None:
    """Mark the boxes of an HTML page, told apart by the lines with a time, headings of sections, and undated headlines."""
    stamps = find_stamps(lines, captured)
    anchors = [n for n, line in enumerate(lines) if n in stamps or section_kind(line.text) not in (None, "link")]
    days = {n for n in stamps if is_day_heading(lines, n, stamps)}
    openers = [n for n in anchors if n in days or n not in stamps]
    undated: list[Line] = []
    for number, following in pairwise([*openers, len(lines)]):
        is_opener = number in days or section_kind(lines[number].text) == "related"
        if is_opener and not any(number < stamp < following for stamp in stamps):
            undated += _undated(lines, number + 1, following)
    set_boxes(lines, [lines[number] for number in anchors], undated)


def _undated(lines: Sequence[Line], start: int, end: int) -> list[Line]:
    """The headlines over prose among lines that have no time: headings, or links with prose right under them."""
    found = []
    for number in range(start, end - 1):
        line = lines[number]
        below = lines[number + 1 : min(number + 4, end)]
        has_mark = line.is_marked or line.level not in (None, "img")
        if has_mark and line.is_title and any(other.is_prose for other in below):
            found.append(line)
    return found
