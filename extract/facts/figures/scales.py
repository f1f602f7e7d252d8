"""What a number is, and the scale words and letters that multiply it: "million", "bn", "-thousand", "m"."""

from dataclasses import dataclass
from decimal import Decimal

from extract.facts.figures.lexer import SentenceView
from extract.facts.figures.unit_phrases import find_unit_after, find_unit_before
from extract.facts.figures.vocabulary import number_words

_OF_PEOPLE = frozenset({"of them", "of whom", "of these", "of those"})
# A scaled amount at most so many words before: "3.75bn euros for bad loans, while its rival booked provisions of 910m".
_MONEY_REACH = 30
# The warehouse keeps decimal(38, 9).
MAX_VALUE = Decimal(10) ** 29
_HYPHENS = ("-", "‐", "‑")


@dataclass(frozen=True, slots=True)
class Number:
    """A number at lexemes `first` to `last` (exclusive).

    form: digits, words, fraction, vague (dozens), multiple (doubled), occasions (twice). `is_scaled`: a scale word or
    letter was read with it, so that it is no year and no name; `scale` is what it multiplied by ("5 to 7 million").
    """

    first: int
    last: int
    value: Decimal
    form: str
    is_scaled: bool = False
    scale: Decimal = Decimal(1)


def read_scales(view: SentenceView, index: int, value: Decimal) -> tuple[Decimal, int]:
    """Multiplies by the scale words and letters from a lexeme on: "million", "bn", "-thousand", "hundred thousand"."""
    letter = view.at(index)
    if letter.kind == "word" and letter.text in number_words("letter") and _is_scale_letter(view, index):
        return value * number_words("letter")[letter.text], index + 1
    while True:
        first = index + 1 if view.at(index).text in _HYPHENS and not view.at(index).spaced else index
        scale = number_words("scale").get(view.at(first).lower)
        if scale is None or abs(value) >= MAX_VALUE:
            return value, index
        value, index = value * scale, first + 1


def _is_scale_letter(view: SentenceView, index: int) -> bool:
    """Whether a letter after digits is a scale: "bn" always, "m", "k", "b", "t" where money or counted things say so."""
    letter, after = view.at(index), view.at(index + 1)
    if len(letter.text) > 1:
        return after.spaced or after.kind == "sign"
    if letter.spaced or (not after.spaced and after.kind in ("word", "number")):
        return False
    prefix = find_unit_before(view, index - 1)
    if prefix is not None and prefix.unit.kind == "money":
        return True
    if letter.text in ("k", "K", "M", "b", "B"):
        # "221B Baker Street" and "the 5K run" are names; "6K followers" and "20M in cash" are not.
        named = after.spaced and after.kind == "word" and after.text[:1].isupper()
        return not named and not (after.spaced and after.kind == "word" and view.token(index + 1).tag_ == "NN")
    return letter.text == "m" and _is_million(view, index)


def _is_million(view: SentenceView, index: int) -> bool:
    """Whether "m" behind a number without a currency means million, by what follows or went before.

    "12.3m tonnes", "2.7m digital and physical sales", "20m yen" and "120m of them" count; "37m (121ft)", "the 800m final" and
    "5m tall" are metres.
    """
    after, following = view.at(index + 1), find_unit_after(view, index + 1)
    if (following and following.unit.kind == "money") or view.words_from(index + 1, 2) in _OF_PEOPLE:
        return True
    if after.kind in ("sign", "end") and _has_money_before(view, index):
        # "3.75bn euros ... provisions of 910m"
        return True
    return after.spaced and _counts_plural(view, index + 1)


def _has_money_before(view: SentenceView, index: int) -> bool:
    """Whether an earlier amount of the sentence was scaled: what follows in "m" is money then, no length."""
    near = view.lexemes[max(index - 1 - _MONEY_REACH, 0) : index - 1]
    return any(lexeme.lower in ("bn", "billion", "million", "trillion", "m") for lexeme in near)


def _counts_plural(view: SentenceView, index: int) -> bool:
    for step in range(index, min(index + 5, len(view.lexemes))):
        token = view.token(step)
        if token.tag_ in ("NNS", "NNPS") or token.ent_type_ == "NORP":
            return True
        if token.tag_ not in ("JJ", "JJR", "VBN", "VBG", "NN", "NNP", "CC"):
            return False
    return False
