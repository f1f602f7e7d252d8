"""Says which numbers quantify nothing: times, codes, names, ordinals, "one" as a pronoun, "the two" that points back."""

import re

from extract.facts.figures.calendar_numbers import counts_noun, is_time
from extract.facts.figures.codes import is_code
from extract.facts.figures.lexer import SentenceView
from extract.facts.figures.names import is_fixed_compound, is_name
from extract.facts.figures.scales import Number
from extract.facts.figures.vocabulary import word_set

_ORDINAL_ENDS = frozenset({"st", "nd", "rd", "th"})
_ORDINAL_WORD = re.compile(
    r"^(first|second|third|(fif|six|seven|eigh|nin|ten|eleven|twelf|\w+teen|\w+tie|hundred|thousand)th)$"
)
# "one" that counts nothing: "one day", "one of the", "no one".
_ONE_BEFORE = word_set("one_before")
_ONE_NOUNS = word_set("one_nouns")
# Compounds that are no counts: "one-off", "a four-star general".
_NO_COMPOUNDS = word_set("no_compounds")
_IDLE_ZERO = word_set("idle_zero")


def is_no_figure(view: SentenceView, number: Number, has_unit: bool) -> bool:
    """Whether a number quantifies nothing. `has_unit`: money, percent or a measure was found beside it."""
    if number.form in ("fraction", "vague", "multiple", "occasions"):
        return False
    if _is_compound(view, number) or _is_idle_zero(view, number) or is_time(view, number, has_unit=has_unit):
        return True
    if number.form == "words":
        is_other = _is_pronoun_one(view, number, has_unit) or (not has_unit and _is_back_reference(view, number))
    else:
        is_other = is_code(view, number, has_unit=has_unit)
    return is_other or (not (number.is_scaled or has_unit) and is_name(view, number))


def _is_compound(view: SentenceView, number: Number) -> bool:
    """Whether the number is part of a word that counts nothing: "4th", "one-off", "Twenty20", "7-Eleven"."""
    after = view.at(number.last)
    is_joined = after.text == "-" and view.at(number.last + 1).lower in _NO_COMPOUNDS
    is_glued = number.form == "words" and after.kind == "number" and not after.spaced
    before = view.at(number.first - 1)
    is_tail = (
        number.form == "words"
        and before.text == "-"
        and not before.spaced
        and view.at(number.first - 2).kind == "number"
    )
    return is_joined or is_glued or is_tail or _is_ordinal(view, number) or is_fixed_compound(view, number)


def _is_ordinal(view: SentenceView, number: Number) -> bool:
    after = view.at(number.last)
    if number.form == "digits" and not after.spaced and after.lower in (*_ORDINAL_ENDS, "s", "’s", "'s"):
        return True
    joined = view.at(number.last + 1) if after.text == "-" else after
    return not joined.spaced and after.text == "-" and bool(_ORDINAL_WORD.match(joined.lower))


def _is_idle_zero(view: SentenceView, number: Number) -> bool:
    """As in "net zero" and "zero tolerance"."""
    if number.value != 0:
        return False
    step = number.last + 1 if view.at(number.last).text == "-" else number.last
    before = view.at(number.first - 1).lower
    return before in ("net", "ground", "absolute", "sub") or view.at(step).lower in _IDLE_ZERO


def _is_back_reference(view: SentenceView, number: Number) -> bool:
    """Whether it points back at things named: "the two countries are", but not "the two men who fled"."""
    if number.form != "words" or number.value > 9 or view.at(number.first - 1).lower not in ("the", "these", "those"):
        return False
    token, after = view.token(number.last - 1), view.at(number.last)
    if (
        not counts_noun(view, number)
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
