"""The dates of a sentence as its figures see them: what each hangs on, what stands before it, which of them belong together."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache

from extract.contract.data import read_csv
from extract.facts.dates import DateSpan
from extract.facts.figures.periods.ended_spans import find_ended_span
from extract.facts.language_model import Doc, Token

Period = tuple[date | None, date | None]

# A date behind these is what a figure is compared with, or lies on one side of its time: "5% from a year ago".
_COMPARES = frozenset({"from", "than", "against", "versus", "vs", "vs.", "before", "after", "above", "below", "beyond"})
# "up 5% on last year", "5% over 2017"; but "on Thursday", "over the past five days".
_COMPARES_LONG = frozenset({"on", "over"})
_COMPARED = re.compile(
    r"\b(?:compared|comparison|relative|contrast)\s{1,3}(?:with|to)\s{1,3}(?:the\s{1,3})?$", re.IGNORECASE
)
# "in the same period last year": which part of the year is meant was said before.
_PART = re.compile(
    r"\bsame\s{1,3}(?:period|week|quarter|month|time|day|point|stage|season)s?\s{1,3}(?:(?:of|in)\s{1,3})?$",
    re.IGNORECASE,
)
_LONG = frozenset({"month", "quarter", "year", "decade"})
_COORDINATION = re.compile(r"\s{0,3}(?:,|/|&|,?\s{0,3}\b(?:and|or|and\s{1,3}in)\b)\s{0,3}", re.IGNORECASE)
_RANGE = re.compile(r"\s{0,3}(?:to|until|till|through|and|-|–|—)\s{0,3}(?:the\s{1,3})?", re.IGNORECASE)
_MAX_STEPS = 12
# Words between a date and its preposition: "in the same", "in all of".
_INNER = frozenset({"the", "same", "all", "of", "about", "around", "early", "late", "a"})


@dataclass(frozen=True, slots=True)
class PeriodDate:
    """A date with days: its characters, days, the word it hangs on, and the preposition before it ("" for none).

    is_long: a month or more. is_compared: what a figure is compared with, never its time. is_below: it stands in a phrase
    that says what is compared, so it is only the time of what is compared ("than in the same week a year ago").
    is_name: it names what it hangs on ("March futures"). is_listed: one of several dates in a row ("in 2017 and 2018"),
    which are told apart only by "respectively".
    """

    start: int
    end: int
    days: Period
    host: Token
    preposition: str
    is_long: bool
    is_compared: bool = False
    is_below: bool = False
    is_name: bool = False
    is_listed: bool = False


def dates_of_sentence(doc: Doc, text: str, dates: Sequence[DateSpan], floor: int) -> list[PeriodDate]:
    """The dates of one sentence that starts at `floor`, in order; those without days are left out, a range is one date."""
    joined: list[PeriodDate] = []
    for one in dates:
        found = _read(doc, text, one, floor)
        if found is None:
            continue
        before = joined[-1] if joined else None
        between = text[before.end : found.start] if before else ""
        if before and before.days == found.days and len(between) < 16 and _RANGE.fullmatch(between):
            joined[-1] = replace(before, end=found.end, is_compared=False, is_below=False)
        elif before and len(between) < 16 and _COORDINATION.fullmatch(between):
            joined[-1] = replace(before, is_listed=True)
            joined.append(replace(found, is_listed=True, is_compared=before.is_compared or found.is_compared))
        else:
            joined.append(found)
    return joined


def _read(doc: Doc, text: str, one: DateSpan, floor: int) -> PeriodDate | None:
    if one.date_start is None and one.date_end is None:
        return None
    ended = find_ended_span(text, floor, one.start, one.date_end) if one.date_end is not None else None
    start, first_day = ended or (one.start, one.date_start)
    span = doc.char_span(start, one.end, alignment_mode="expand")
    if span is None or _PART.search(text[max(floor, start - 30) : start]):
        return None
    word = _word_before(doc, span.start)
    is_long = ended is not None or one.precision in _LONG
    is_compared = (
        (word in _COMPARES and (word != "from" or one.date_end is not None))
        or (word in _COMPARES_LONG and is_long and one.kind != "duration")
        or _COMPARED.search(text[max(floor, start - 30) : start]) is not None
    )
    host, is_below = _host(span.root)
    return PeriodDate(
        start,
        one.end,
        (first_day, one.date_end),
        host,
        word,
        is_long,
        is_compared,
        is_below,
        is_name=span.root.dep_ in ("compound", "nmod", "amod", "nummod") and host.lemma_.lower() in _dated_names(),
    )


def _word_before(doc: Doc, at: int) -> str:
    """The word before a date, articles and "same" passed over."""
    for token in reversed(doc[max(0, at - 4) : at]):
        if token.lower_ not in _INNER:
            return token.lower_
    return ""


def _host(token: Token) -> tuple[Token, bool]:
    """The word that a date says the time of, up the tree over its prepositions; whether it stands in a comparison's phrase."""
    host: Token | None = None
    is_below = False
    for _ in range(_MAX_STEPS):
        if token.head.i == token.i or token.pos_ in ("VERB", "AUX"):
            break
        token = token.head
        is_preposition = token.pos_ in ("ADP", "SCONJ") or token.dep_ == "prep"
        is_below = is_below or (is_preposition and token.lower_ in _COMPARES)
        if host is None and not is_preposition:
            host = token
    return host or token, is_below


@cache
def _dated_names() -> frozenset[str]:
    return frozenset(row["noun"] for row in read_csv("dated_names", "extract.facts.figures.data"))
