"""Says which numbers are times: clock hours, days of a month, years in digits and in words."""

from extract.facts.figures.lexer import SentenceView
from extract.facts.figures.scales import Number
from extract.facts.figures.vocabulary import number_words, word_set

_MONTHS = word_set("months")
_CLOCK_AFTER = word_set("clock_after")
_YEAR_BEFORE = word_set("year_before")
_DAY_PARTS = frozenset({"in the morning", "in the afternoon", "in the evening"})
_PAST_HOURS = frozenset({"half past", "quarter past", "quarter to"})
_PERIODS = frozenset({"quarter", "season", "half"})


def is_time(view: SentenceView, number: Number, *, has_unit: bool) -> bool:
    """Whether a number tells a time. has_unit: money, percent or a measure was found beside it."""
    if number.form == "words":
        is_hour = view.words_before(number.first, 2) in _PAST_HOURS
        return is_hour or (not has_unit and _is_year_in_words(view, number))
    if _is_clock(view, number) or _is_year_of_period(view, number):
        return True
    return not has_unit and not number.is_scaled and (_is_date(view, number) or _is_year(view, number))


def _is_clock(view: SentenceView, number: Number) -> bool:
    after = view.at(number.last)
    if after.lower in ("-", "–", "and", "to") and view.at(number.last + 1).kind == "number":
        # "7-9pm", "between 10 and 11 a.m."
        other = number.last + 2
        if view.at(other).lower in _CLOCK_AFTER or view.words_from(other, 3) in ("a . m", "p . m"):
            return True
    if number.value <= 12 and (
        view.words_from(number.last, 3) in _DAY_PARTS or view.words_from(number.last, 2) == "at night"
    ):
        return True
    if after.lower in _CLOCK_AFTER or view.words_from(number.last, 3) in ("a . m", "p . m"):
        return True
    return after.text == ":" and not after.spaced and view.at(number.last + 1).kind == "number"


def _is_date(view: SentenceView, number: Number) -> bool:
    if number.value > 31 or number.value != int(number.value):
        return False
    before, after = view.at(number.first - 1), view.at(number.last)
    if before.text == "." and view.at(number.first - 2).text in _MONTHS:
        before = view.at(number.first - 2)
    if before.text in ("-", "–", "and", "to", ",", "&") and view.at(number.first - 2).kind == "number":
        before = view.at(number.first - 3)
    if before.text in _MONTHS:
        return True
    if after.lower == "of":
        after = view.at(number.last + 1)
    if after.text in ("-", "–", "and", "to", "&") and view.at(number.last + 1).kind == "number":
        after = view.at(number.last + 2)
    return after.text in _MONTHS


def _is_year_of_period(view: SentenceView, number: Number) -> bool:
    """As in "the 1988 quarter" and "the 2019 season"."""
    text = view.at(number.first).text
    is_year = number.last - number.first == 1 and len(text) == 4 and text.isdigit() and 1400 <= number.value <= 2100
    return is_year and view.at(number.last).lower in _PERIODS


def _is_year(view: SentenceView, number: Number) -> bool:
    text = view.at(number.first).text
    if number.last - number.first != 1 or not (text.isdigit() and len(text) == 4) or not 1400 <= number.value <= 2100:
        return False
    before, after = view.at(number.first - 1), view.at(number.last)
    token = view.token(number.first)
    counts = token.dep_ == "nummod" and token.head.tag_ == "NNS" and token.head.i == token.i + 1
    return not (counts and after.kind == "word" and before.lower not in _YEAR_BEFORE and number.value < 1950)


def _is_year_in_words(view: SentenceView, number: Number) -> bool:
    """A year as it is said: "nineteen ninety-seven", "since two thousand and eight"."""
    after = view.at(number.last).lower
    before = view.at(number.first - 1).lower
    if 1900 <= number.value <= 2100:
        return before in _YEAR_BEFORE and not counts_noun(view, number)
    if 17 <= number.value <= 20 and (after in number_words("tens") or after in number_words("teens")):
        return True
    centuries = ("seventeen", "eighteen", "nineteen", "twenty")
    return 10 <= number.value < 100 and before in centuries and view.at(number.first).text != "-"


def counts_noun(view: SentenceView, number: Number) -> bool:
    """Whether the parser hangs the number on a noun to its right."""
    token = view.token(number.last - 1)
    return token.head.i > token.i and token.head.pos_ == "NOUN"
