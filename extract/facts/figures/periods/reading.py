"""Reads the time that a figure refers to from the dates of its sentence: "up 60% in 2018 to 3.9 million" is 2018.

A date is a figure's by the first of these that holds: it stands beside it ("2.4 million in 2017", "last year's 5% rise"),
it hangs on the figure's phrase or its item, or on its verb, or it is the only one of the clause. What is compared ("from
a year ago"), when something was said, and the day of publication are no figure's time.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from extract.facts.dates import DateSpan
from extract.facts.figures.periods.dates import Period, PeriodDate, dates_of_sentence
from extract.facts.figures.periods.verbs import (
    OF_NOUN,
    climb,
    date_of_clause,
    date_of_verbs,
    is_aside,
    is_near,
    is_when_said,
    only_date,
)
from extract.facts.figures.spans import FigureSpan
from extract.facts.language_model import Doc, text_of
from extract.facts.sentences import Sentence

UNKNOWN: Period = (None, None)
# A sentence with more characters is a list or a table: the parser's tree says nothing there.
_MAX_CHARS = 1500
# What may stand between a figure and its date, and between a date and its figure.
_TO_DATE = re.compile(
    r"\s{0,3}\(?(?:(?:in|during|for|on|at|as\s{1,3}of|by|until|since|throughout|through|over)\s{1,3})?"
    r"(?:(?:all\s{1,3}of\s{1,3})?the\s{1,3}(?:same\s{1,3})?)?",
    re.IGNORECASE,
)
_FROM_DATE = re.compile(r"(?:['’]s?)?\s{0,3}[:,]?\s{0,3}(?:(?:a|an|the|some|its|their)\s{1,3})?", re.IGNORECASE)
_NEAR_CHARS = 30
_BASE = re.compile(
    r"\b(?:from|than|against|versus|vs\.?|(?:compared|comparison|relative)\s{1,3}(?:with|to))\s{1,3}(?:an?\s{1,3}|the\s{1,3})?$",
    re.IGNORECASE,
)


def read_periods(
    doc: Doc, sentences: Sequence[Sentence], figures: Sequence[FigureSpan], dates: Sequence[DateSpan]
) -> list[Period]:
    """First and last day of the time that each figure refers to, null where open; UNKNOWN where the sentence does not say.

    figures, dates: those of the document, in the order of its text.
    """
    periods = [UNKNOWN] * len(figures)
    # A document makes its text anew each time that it is asked.
    text = text_of(doc)
    for first, last, sentence in _figures_by_sentence(figures, sentences):
        low = bisect_left(dates, sentence.start, key=lambda d: d.start)
        high = bisect_left(dates, sentence.end, key=lambda d: d.start)
        if low < high and sentence.end - sentence.start <= _MAX_CHARS:
            found = dates_of_sentence(doc, text, dates[low:high], sentence.start)
            periods[first:last] = _Clauses(
                doc, text, sentence, figures=figures, places=range(first, last), dates=found
            ).read()
    return periods


def _figures_by_sentence(
    figures: Sequence[FigureSpan], sentences: Sequence[Sentence]
) -> Iterator[tuple[int, int, Sentence]]:
    first = 0
    while first < len(figures):
        index = figures[first].sentence_index
        last = first
        while last < len(figures) and figures[last].sentence_index == index:
            last += 1
        yield first, last, sentences[index]
        first = last


class _Clauses:
    """One sentence's figures and dates."""

    def __init__(
        self,
        doc: Doc,
        text: str,
        sentence: Sentence,
        *,
        figures: Sequence[FigureSpan],
        places: range,
        dates: list[PeriodDate],
    ) -> None:
        self.doc, self.text, self.sentence = doc, text, sentence
        self.figures, self.places, self.dates = figures, places, dates
        earlier = {figures[i].change_from for i in places}
        self.bases = {i for i in places if i in earlier or self._is_base(figures[i])}
        self.beside: dict[int, PeriodDate] = {}

    def read(self) -> list[Period]:
        """The periods of the figures, in their order."""
        if (paired := self._pair()) is not None:
            return paired
        for i in self.places:
            if (date := self._behind(self.figures[i])) is not None:
                self.beside[i] = date
        found = {i: self._read_one(i) for i in self.places}
        for i in self.places:
            other = self.figures[i].alternative_of
            if other in found and UNKNOWN in (found[i], found[other]):
                found[i] = found[other] = found[i] if found[other] == UNKNOWN else found[other]
        self._drop_reversed(found)
        return [found[i] for i in self.places]

    def _pair(self) -> list[Period] | None:
        """The dates in a row for the figures in a row: "5% and 6% in 2017 and 2018, respectively"."""
        listed = [date for date in self.dates if date.is_listed]
        text = self.text[self.sentence.start : self.sentence.end].lower()
        if "respectively" in text and len(listed) == len(self.places) == len(self.dates):
            return [date.days for date in listed]
        return None

    def _is_base(self, figure: FigureSpan) -> bool:
        """Whether a figure is what another is compared with: the time of the sentence's verb is not its own."""
        before = self.text[max(self.sentence.start, figure.start - _NEAR_CHARS) : figure.start]
        return _BASE.search(before) is not None

    def _read_one(self, index: int) -> Period:
        figure = self.figures[index]
        if index in self.beside:
            return self.beside[index].days
        usable = [date for date in self.dates if self._is_usable(date, figure)]
        before = self._before(figure, usable)
        if before is not None:
            return before.days
        span = self.doc.char_span(figure.start, figure.end, alignment_mode="expand")
        if span is None or not usable:
            return UNKNOWN
        phrase, verb = climb(span.root)
        is_base = index in self.bases
        own = only_date([date for date in usable if self._is_of_phrase(date, figure, phrase, is_base=is_base)])
        if own is not None or is_base or verb is None or is_aside(figure, span.root):
            return own.days if own else UNKNOWN
        taken = {id(date) for i, date in self.beside.items() if i in self.bases or date.days[0] is None}
        usable = [
            date for date in usable if not date.is_below and id(date) not in taken and is_near(date, figure, verb)
        ]
        date = date_of_verbs(verb, usable) or date_of_clause(verb, usable)
        return date.days if date else UNKNOWN

    def _is_usable(self, date: PeriodDate, figure: FigureSpan) -> bool:
        is_own_words = date.start < figure.end and figure.start < date.end
        return not (is_own_words or date.is_compared or date.is_listed or date.is_name)

    def _is_of_phrase(self, date: PeriodDate, figure: FigureSpan, phrase: set[int], *, is_base: bool) -> bool:
        """Whether a date hangs on the figure's words or on its item, or a long one stands in or behind the item.

        The item of what another figure is compared with is that figure's too, and so is its date.
        """
        if date.host.i in phrase and not date.is_below:
            return True
        if is_base or figure.item_start is None or figure.item_end is None:
            return False
        gap = self.text[figure.item_end : date.start] if 0 <= date.start - figure.item_end < _NEAR_CHARS else None
        is_within = figure.item_start <= date.start and date.end <= figure.item_end
        is_within = is_within or (gap is not None and _TO_DATE.fullmatch(gap) is not None)
        item = self.doc.char_span(figure.item_start, figure.item_end, alignment_mode="expand")
        is_on_item = item is not None and date.host.i == item.root.i
        return is_on_item or (is_within and date.is_long and date.preposition in OF_NOUN)

    def _behind(self, figure: FigureSpan) -> PeriodDate | None:
        """The date right behind a figure, its item passed over: "5% of output in 2017"."""
        ends = [figure.end]
        if figure.item_start is not None and figure.item_end is not None and figure.item_end > figure.end:
            between = self.text[figure.end : max(figure.end, figure.item_start)].strip().lower()
            if between in ("", "of", "of the", "in", "in the"):
                ends.append(figure.item_end)
        for date in self.dates:
            if date.is_compared or date.is_listed or date.start < figure.end:
                continue
            for end in ends:
                gap = self.text[end : date.start] if 0 <= date.start - end < _NEAR_CHARS else None
                if gap is not None and _TO_DATE.fullmatch(gap) and not is_when_said(date):
                    return date
        return None

    def _before(self, figure: FigureSpan, usable: list[PeriodDate]) -> PeriodDate | None:
        """The date right before a figure: "last year's 5% rise", "(April: 4 million tons)"."""
        taken = {id(date) for date in self.beside.values()}
        for date in reversed(usable):
            gap = self.text[date.end : figure.start] if 0 <= figure.start - date.end < _NEAR_CHARS else None
            if gap is None or id(date) in taken or is_when_said(date) or not _FROM_DATE.fullmatch(gap):
                continue
            opener = self.text[self.sentence.start : date.start].rstrip()
            is_fronted = opener == "" or opener[-1] in "(;" or opener.lower() in ("in", "on", "by", "since", "during")
            if "," not in gap or is_fronted:
                return date
        return None

    def _drop_reversed(self, found: dict[int, Period]) -> None:
        """Where what a figure changed from would be later than the figure itself, one of the two is wrong: neither counts."""
        for i in self.places:
            base = self.figures[i].change_from
            if base not in found:
                continue
            end, start = found[i][1], found[base][0]
            if end is not None and start is not None and end < start:
                found[i] = found[base] = UNKNOWN
