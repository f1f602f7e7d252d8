"""What was read around a date: the date named before it, the quarter spoken of, the day of a clock time's sentence."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from extract.facts.dates.periods import Period
from extract.facts.dates.reading import Reading
from extract.facts.sentences import Sentence

# A quarter is spoken of for this many sentences after it was named by its number: "a year earlier".
_QUARTER_SENTENCES = 2
# A sentence that names more days is a table or a calendar: its clock times take the first.
_MANY = 100


@dataclass(frozen=True, slots=True)
class ReadDate:
    """A date's words by their characters, the rule that matched them, and their reading."""

    start: int
    end: int
    sentence: Sentence
    rule: str
    reading: Reading


class Surroundings:
    """The dates read so far; add them in the order of the text."""

    def __init__(self) -> None:
        self.anchor: Period | None = None
        self._quarter: tuple[Period, int] | None = None
        self._days: defaultdict[int, list[tuple[int, Period]]] = defaultdict(list)

    def add(self, date: ReadDate) -> None:
        """Take a date in."""
        period = date.reading.period
        if period is None:
            return
        self.anchor = period
        if period.unit == "day":
            self._days[date.sentence.index].append((date.start, period))
        # One shifted from another ("the year-ago quarter") is not the one spoken of.
        if date.rule in ("quarter", "quarter_code") and date.reading.method == "explicit":
            self._quarter = period, date.sentence.index

    def quarter_at(self, sentence: Sentence, *, is_near: bool) -> Period | None:
        """The quarter named last; only from the sentences just before where `is_near`."""
        if self._quarter is None or (is_near and sentence.index - self._quarter[1] > _QUARTER_SENTENCES):
            return None
        return self._quarter[0]

    def day_near(self, sentence: Sentence, start: int) -> Period | None:
        """The day named nearest to a place in a sentence, in that sentence."""
        days: Sequence[tuple[int, Period]] = self._days.get(sentence.index, ())
        at = bisect_left([day[0] for day in days], start) if len(days) < _MANY else 0
        beside = days[max(0, at - 1) : at + 1]
        return min(beside, key=lambda day: (abs(day[0] - start), day[0]), default=(0, None))[1]
