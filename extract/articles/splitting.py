"""Several articles on one page, told apart: the main article, the related ones, and what is neither."""

import re
from collections.abc import Sequence
from datetime import datetime

from extract.articles.ages import UNKNOWN
from extract.articles.blocks import Region, find_region
from extract.articles.lines import Line, as_source, is_prose, is_title, section_kind, text_lines
from extract.articles.parts import Part, Parts
from extract.articles.stamps import Stamp, find_stamps

_BYLINE = re.compile(r"by:?\s+([A-Z][^\d:]{2,60})", re.IGNORECASE)


def find_related(lines: Sequence[Line], captured: datetime) -> Region | None:
    """The related articles among the lines; None where there are none. Ages count from the local time of `captured`."""
    return find_region(lines, find_stamps(lines, captured), captured)


def split_text(text: str, captured: datetime) -> Parts:
    """The articles of a flattened page."""
    lines = text_lines(text)
    region = find_related(lines, captured)
    own = lines[: region.start] if region else lines
    return Parts(_main_part(own, captured), region.parts if region else ())


def _main_part(lines: Sequence[Line], captured: datetime) -> Part | None:
    """The main article: headline, source and time from its first lines, then the body."""
    lines = _without_furniture(lines)
    body_at = next((number for number, line in enumerate(lines) if is_prose(line.text)), None)
    if body_at is None:
        return Part(None, tuple(line.text for line in lines)) if lines else None
    stamps = find_stamps(lines[:body_at], captured)
    at = min(stamps, default=body_at)
    stamp = stamps.get(at, Stamp(UNKNOWN))
    title_at = _title_at(lines, at)
    if title_at is None:
        return Part(None, tuple(line.text for line in lines))
    between = lines[title_at + 1 : at] if stamps else ()
    signers = [found[1].strip() for line in between if (found := _BYLINE.fullmatch(line.text))]
    names = (as_source(line.text) for line in between if not _BYLINE.fullmatch(line.text))
    source = stamp.source or next(names, None)
    body = lines[at + 1 :] if stamps else lines[title_at + 1 :]
    return Part(lines[title_at].text, tuple(line.text for line in body), source, tuple(signers), stamp.published)


def _title_at(lines: Sequence[Line], end: int) -> int | None:
    """The headline: of the lines right over the stamp or the body, the longer of the last two."""
    start = end
    while start > 0 and not lines[start].gap:
        start -= 1
    # A gap may stand between head and body.
    start = start - 1 if start == end and start > 0 else start
    while start > 0 and not lines[start].gap:
        start -= 1
    titles = [number for number in range(start, end) if is_title(lines[number].text)]
    return max(titles[-2:], key=lambda number: len(lines[number].text), default=None)


def _without_furniture(lines: Sequence[Line]) -> Sequence[Line]:
    """The lines before the first heading of furniture after which no prose comes: "Comments" inside an article is a subhead."""
    last_prose = max((number for number, line in enumerate(lines) if is_prose(line.text)), default=-1)
    for number, line in enumerate(lines):
        if number > last_prose and section_kind(line.text):
            return lines[:number]
    return lines


def html_anchors(lines: Sequence[Line], captured: datetime) -> list[Line]:
    """The lines that tell the boxes of an HTML page apart: those with a time, and headings of sections."""
    stamps = find_stamps(lines, captured)
    return [
        line for number, line in enumerate(lines) if number in stamps or section_kind(line.text) not in (None, "link")
    ]
