"""Says which numbers quantify nothing: dates, years, clock times, ordinals, names, addresses, "one" as a pronoun."""

import re

from extract.facts.figures.lexer import SentenceView
from extract.facts.figures.names import dashed, is_fixed_compound, is_name
from extract.facts.figures.scales import Number
from extract.facts.figures.vocabulary import number_words, word_set

_MONTHS = word_set("months")
_CLOCK_AFTER = word_set("clock_after")
_ORDINAL_ENDS = frozenset({"st", "nd", "rd", "th"})
_JOINERS = word_set("joiners")
_ORDINAL_WORD = re.compile(
    r"^(first|second|third|(fif|six|seven|eigh|nin|ten|eleven|twelf|\w+teen|\w+tie|hundred|thousand)th)$"
)
# "one" that counts nothing: "one day", "one of the", "no one".
_ONE_BEFORE = word_set("one_before")
_ONE_NOUNS = word_set("one_nouns")
_YEAR_BEFORE = word_set("year_before")


_NO_COMPOUNDS = word_set("no_compounds")
_IDLE_ZERO = word_set("idle_zero")
_DIALLING = frozenset({"call", "dial", "phone", "ring"})
_DAY_PARTS = frozenset({"in the morning", "in the afternoon", "in the evening"})
_PERIODS = frozenset({"quarter", "season", "half"})


def is_no_figure(view: SentenceView, number: Number, has_unit: bool) -> bool:
    """Whether a number quantifies nothing. `has_unit`: money, percent or a measure was found beside it."""
    if number.form in ("fraction", "vague", "multiple", "occasions"):
        return False
    if _is_ordinal(view, number) or is_fixed_compound(view, number):
        return True
    if number.value == 0 and _is_idle_zero(view, number):
        return True
    if view.at(number.last).text == "-" and view.at(number.last + 1).lower in _NO_COMPOUNDS:
        # "one-off", "a four-star general"
        return True
    if number.form == "words":
        if not has_unit and (_is_back_reference(view, number) or _is_year_in_words(view, number)):
            return True
        return _is_pronoun_one(view, number, has_unit) or (not (number.is_scaled or has_unit) and is_name(view, number))
    return (
        _is_glued(view, number, has_unit)
        or (not has_unit and _is_called(view, number))
        or _is_clock(view, number)
        or _is_marker(view, number)
        or (not has_unit and not number.is_scaled and (_is_date(view, number) or _is_year(view, number)))
        or _is_year_of_period(view, number)
        or (not (number.is_scaled or has_unit) and is_name(view, number))
    )


def _is_ordinal(view: SentenceView, number: Number) -> bool:
    after = view.at(number.last)
    if number.form == "digits" and not after.spaced and after.lower in (*_ORDINAL_ENDS, "s", "’s", "'s"):
        return True
    joined = view.at(number.last + 1) if after.text == "-" else after
    return not joined.spaced and after.text == "-" and bool(_ORDINAL_WORD.match(joined.lower))


def _is_glued(view: SentenceView, number: Number, has_unit: bool) -> bool:
    """Part of a code: A350, 777x, 787-9, COVID-19, 10.0.0.1, 2019-09-01, #5."""
    first, before, before_it = view.at(number.first), view.at(number.first - 1), view.at(number.first - 2)
    after, after_it = view.at(number.last), view.at(number.last + 1)
    if _is_padded(first.text) or (before.text == "[" and after.text == "]"):
        return True
    if not first.spaced and not has_unit and (before.kind == "word" or before.text in _JOINERS):
        return True
    if (
        not first.spaced
        and before.text in ("-", "–")
        and not before.spaced
        and before_it.kind == "word"
        and not has_unit
    ):
        return True
    if not after.spaced and not has_unit and (after.kind == "word" or after.text in "@_=\\&"):
        return True
    touches = not after.spaced and not after_it.spaced and after_it.kind == "number"
    if touches and after.text in (".", ":", "/") and not has_unit:
        return True
    return _is_chained(view, number)


def _is_called(view: SentenceView, number: Number) -> bool:
    """A number to dial ("called 911", "911 calls"), or the letters of a firm ("3M")."""
    text = view.at(number.first).text
    if number.is_scaled and number.last == number.first + 2 and view.token(number.first).ent_type_ == "ORG":
        return True
    before, after = view.token(max(number.first - 1, 0)), view.token(min(number.last, len(view.lexemes) - 1))
    beside = {before.lemma_.lower(), after.lemma_.lower()}
    return len(text) == 3 and text.isdigit() and not beside.isdisjoint(_DIALLING)


def _is_idle_zero(view: SentenceView, number: Number) -> bool:
    """As in "net zero" and "zero tolerance"."""
    step = number.last + 1 if view.at(number.last).text == "-" else number.last
    before = view.at(number.first - 1).lower
    return before in ("net", "ground", "absolute", "sub") or view.at(step).lower in _IDLE_ZERO


def _is_padded(text: str) -> bool:
    """Digits that begin with a naught count nothing: 0800, 007."""
    return len(text) > 1 and text[0] == "0" and text[1].isdigit()


def _is_chained(view: SentenceView, number: Number) -> bool:
    """Dashes join three or more groups (dates, phone numbers), a year and its two last digits, or 787 and 9."""
    before, after = dashed(view, number.first, -1), dashed(view, number.first, 1)
    if before and after:
        return True
    for other in (before, after):
        if other and view.at(other).text == view.at(number.first).text:
            # "a 50-50 chance", "drew 2-2"
            return True
    if before and (dashed(view, before, -1) or _is_season(view, before, number.first)):
        return True
    return bool(after and (dashed(view, after, 1) or _is_season(view, number.first, after)))


def _is_season(view: SentenceView, first: int, second: int) -> bool:
    year, rest = view.at(first).text, view.at(second).text
    return (
        year.isdigit() and len(year) == 4 and year[:2] in ("18", "19", "20") and rest.isdigit() and len(rest) in (2, 4)
    )


def _is_clock(view: SentenceView, number: Number) -> bool:
    after = view.at(number.last)
    if number.value <= 12 and (
        view.words_from(number.last, 3) in _DAY_PARTS or view.words_from(number.last, 2) == "at night"
    ):
        return True
    if after.lower in _CLOCK_AFTER or view.words_from(number.last, 3) in ("a . m", "p . m"):
        return True
    return after.text == ":" and not after.spaced and view.at(number.last + 1).kind == "number"


def _is_marker(view: SentenceView, number: Number) -> bool:
    """The number of a list's line: "1. Preheat", "2) Add"."""
    return (
        number.first == 0
        and view.at(number.last).text in (".", ")")
        and view.at(number.last + 1).spaced
        and number.value < 100
    )


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
        return before in _YEAR_BEFORE and not _counts_noun(view, number)
    if 17 <= number.value <= 20 and (after in number_words("tens") or after in number_words("teens")):
        return True
    centuries = ("seventeen", "eighteen", "nineteen", "twenty")
    return 10 <= number.value < 100 and before in centuries and view.at(number.first).text != "-"


def _counts_noun(view: SentenceView, number: Number) -> bool:
    token = view.token(number.last - 1)
    return token.head.i > token.i and token.head.pos_ == "NOUN"


def _is_back_reference(view: SentenceView, number: Number) -> bool:
    """Whether it points back at things named: "the two countries are", but not "the two men who fled"."""
    if number.form != "words" or number.value > 9 or view.at(number.first - 1).lower not in ("the", "these", "those"):
        return False
    token, after = view.token(number.last - 1), view.at(number.last)
    if (
        not _counts_noun(view, number)
        and after.lower not in ("of", "million", "more", "other", "others")
        and after.text != "-"
    ):
        # "The two were prepared": those named before.
        return True
    if token.dep_ != "nummod" or token.head.i != token.i + 1 or token.head.ent_type_ in ("DATE", "TIME"):
        return False
    after = view.at(number.last + 1)
    return (
        after.kind != "word"
        or view.token(number.last + 1).pos_ in ("AUX", "VERB", "PART", "CCONJ", "SCONJ")
        or after.lower == "to"
    )


def _is_pronoun_one(view: SentenceView, number: Number, has_unit: bool) -> bool:
    if number.last - number.first != 1 or view.at(number.first).lower != "one":
        return False
    before, after = view.at(number.first - 1).lower, view.at(number.last).lower
    if before in _ONE_BEFORE or after in _ONE_NOUNS:
        return True
    token = view.token(number.first)
    if view.words_from(number.last, 3) in ("- on -", "- to -"):
        return True
    joined = view.at(number.last).text == "-" and not view.at(number.last).spaced
    return not has_unit and not joined and not (token.dep_ == "nummod" and token.head.i > token.i)
