"""What a rule makes of the words it matched, and what it may know of their surroundings."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from extract.facts.dates.periods import Period


@dataclass(frozen=True, slots=True)
class Reading:
    """The meaning of a date's words.

    value: TIMEX-like. first, last: the days, null where the words give none (or where that side is open). precision: as
    in the contract. method: explicit or relative. kind: date, time or duration. period: the calendar's span that is
    meant, null for durations and vague words. is_current: the words say "this week" or "the current year".
    """

    value: str
    first: date | None = None
    last: date | None = None
    precision: str = "none"
    method: str = "relative"
    kind: str = "date"
    period: Period | None = None
    is_current: bool = False


@dataclass(frozen=True, slots=True)
class Context:
    """What surrounds a match.

    reference: the article's day, if known. tense: asks whether the verb of these words tells of the "past" or "future", or
    goes on ("ongoing"); "" where it does not say. anchor: the date named last before, for "a year earlier" and "that day";
    same_sentence: the same, but only if it is in this sentence. quarter: the quarter named in the sentences just before.
    """

    reference: date | None
    tense: Callable[[], str]
    anchor: Period | None = None
    same_sentence: Period | None = None
    quarter: Period | None = None

    def side(self) -> str:
        """Whether to look before the reference ("past") or after it ("future"); "" where the nearest counts."""
        tense = self.tense()
        return tense if tense in ("past", "future") else ""


Match = re.Match[str]
Rule = Callable[[Match, Context], Reading | None]


def read_period(
    period: Period | None, method: str, *, value: str | None = None, is_current: bool = False
) -> Reading | None:
    """The reading of a whole period; null where there is none."""
    if period is None:
        return None
    return Reading(
        value or period.value, period.first, period.last, period.precision, method, "date", period, is_current
    )


def read_range(first: Period | None, last: Period | None, method: str) -> Reading | None:
    """The reading "A/B" of two periods; null where one is missing or they stand in the wrong order."""
    if first is None or last is None or first.first > last.first:
        return None
    return Reading(f"{first.value}/{last.value}", first.first, last.last, last.precision, method, "date", last)


def name_duration(count: int | None, letter: str) -> str:
    """The value of a duration of so many units by their letter: P3W, PT16H; PXW where the number is vague."""
    amount = "X" if count is None else str(count)
    return f"PT{amount}{letter[1:]}" if letter.startswith("T") else f"P{amount}{letter}"


def named_year(words_: str | None, context: Context) -> int | None:
    """The year that "of last year", "1998", "the same year" name."""
    plain = (words_ or "").lower()
    if plain.strip().isdecimal():
        return int(plain)
    if "same" in plain or "that" in plain:
        return context.anchor.first.year if context.anchor else None
    if context.reference is None:
        return None
    steps = {"last year": -1, "next year": 1, "this year": 0, "the year": 0}
    return next(
        (context.reference.year + step for name, step in steps.items() if name in " ".join(plain.split())), None
    )
