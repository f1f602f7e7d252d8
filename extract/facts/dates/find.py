"""Finds the dates, times and durations of an article and resolves them against its day."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from extract.facts.dates.anchors import find_matches
from extract.facts.dates.bounds import find_edge, narrow_reading, open_reading
from extract.facts.dates.clock import CLOCK_RULES
from extract.facts.dates.distances import DISTANCE_RULES
from extract.facts.dates.explicit import EXPLICIT_RULES
from extract.facts.dates.filters import is_date
from extract.facts.dates.joins import join_ranges, merge_clocks
from extract.facts.dates.quarters import QUARTER_RULES
from extract.facts.dates.reading import Context, Match
from extract.facts.dates.relative import RELATIVE_RULES
from extract.facts.dates.surroundings import ReadDate, Surroundings
from extract.facts.dates.tense import find_tense
from extract.facts.language_model import Doc, text_of
from extract.facts.sentences import Sentence

_RULES = EXPLICIT_RULES | QUARTER_RULES | RELATIVE_RULES | DISTANCE_RULES | CLOCK_RULES


@dataclass(frozen=True, slots=True)
class DateSpan:
    """One date, time or duration by its characters, end exclusive.

    value: TIMEX-like ISO ("2025-07", "2025-W27", "P3W", "PAST_REF"). date_start, date_end: the days, null where open or
    unknown. precision, method: as in the contract. kind: date, time or duration.
    """

    start: int
    end: int
    text: str
    value: str
    date_start: date | None
    date_end: date | None
    precision: str
    method: str
    kind: str


@dataclass(frozen=True, slots=True)
class _Found:
    """A match of a pattern. floor: where the words before it begin that may belong to it, behind the date before."""

    start: int
    end: int
    sentence: Sentence
    rule: str
    match: Match
    floor: int


def find_dates(doc: Doc, sentences: Sequence[Sentence], reference_date: date | None) -> list[DateSpan]:
    """The dates of a document in order, none overlapping; without a reference date relative words give no days."""
    text = text_of(doc)
    found = _choose(_match_all(doc, text, sentences))
    surroundings = Surroundings()
    read: list[ReadDate] = []
    # Clock times last: their day may stand after them.
    for one in sorted(found, key=lambda f: (f.rule in CLOCK_RULES, f.start)):
        date_read = _read_one(doc, text, one, surroundings, reference_date)
        if date_read is not None:
            read.append(date_read)
            if one.rule not in CLOCK_RULES:
                surroundings.add(date_read)
    read = merge_clocks(text, sorted(read, key=lambda r: r.start))
    return [_span(text, one) for one in join_ranges(text, read)]


def _match_all(doc: Doc, text: str, sentences: Sequence[Sentence]) -> list[_Found]:
    starts = [sentence.start for sentence in sentences]
    found = []
    for rule, match in find_matches(text):
        start, end = match.span("plural") if rule == "duration_bare" else match.span()
        at = bisect_right(starts, start) - 1
        if at >= 0 and end <= sentences[at].end and is_date(doc, rule, match):
            found.append(_Found(start, end, sentences[at], rule, match, sentences[at].start))
    return found


def _choose(found: list[_Found]) -> list[_Found]:
    """The longest matches, none overlapping, in the order of the text; of two as long the one of the earlier pattern."""
    taken: list[_Found] = []
    ends: list[int] = []
    for one in sorted(found, key=lambda f: (f.start - f.end, f.start)):
        at = bisect_right(ends, one.start)
        if at == len(taken) or taken[at].start >= one.end:
            taken.insert(at, one)
            ends.insert(at, one.end)
    # "Two years later last Tuesday": what the first date holds narrows no other.
    return [replace(one, floor=max(one.floor, end)) for end, one in zip([0, *ends], taken, strict=False)]


def _read_one(doc: Doc, text: str, one: _Found, surroundings: Surroundings, reference: date | None) -> ReadDate | None:
    context = Context(
        reference,
        lambda: find_tense(doc, one.start, one.end),
        anchor=surroundings.anchor,
        same_sentence=surroundings.day_near(one.sentence, one.start) if one.rule in CLOCK_RULES else None,
        quarter=surroundings.quarter_at(one.sentence, is_near=one.rule != "quarter_again"),
    )
    reading = _RULES[one.rule](one.match, context)
    if reading is None:
        return None
    edge, start = find_edge(text, one.start, one.floor)
    reading = narrow_reading(reading, edge, context)
    reading = open_reading(reading, text, start, one.sentence.start, context)
    return ReadDate(start, one.end, one.sentence, one.rule, reading)


def _span(text: str, one: ReadDate) -> DateSpan:
    reading = one.reading
    return DateSpan(
        one.start,
        one.end,
        text[one.start : one.end],
        reading.value,
        reading.first,
        reading.last,
        reading.precision if reading.first or reading.last else "none",
        reading.method,
        reading.kind,
    )
