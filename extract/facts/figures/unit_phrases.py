"""Finds the unit beside a number: currencies before it, measures and rates behind it, the measure that a fraction is of."""

from dataclasses import dataclass

from extract.facts.figures.lexer import SentenceView
from extract.facts.figures.units import Unit, rate_named, unit_forms
from extract.facts.figures.vocabulary import word_set

_UNIT_MAX_LEXEMES = 5
_PREFIX_MAX_LEXEMES = 3
# Prefixes that are money only where they touch the number: "R50", not "R 50".
_TOUCHING = frozenset({"N", "Y", "R", "P", "PS", "Sh", "LE", "Dh", "¥", "M"})
# What a rate may be "a" or "an" of: "$2 a share", "40 kilometres an hour".
_RATE_NOUNS = word_set("rate_nouns")
# "$38 a year ago" is a time, no rate.
_POINT_IN_TIME = frozenset({"ago", "earlier", "later", "before", "after", "prior"})
_TIME_UNITS = word_set("time_units")
_MEASURED_KINDS = frozenset({*word_set("measures"), "percent", "money"})


@dataclass(frozen=True, slots=True)
class UnitMatch:
    """A unit found at lexemes `first` to `last` (exclusive)."""

    unit: Unit
    first: int
    last: int


def find_unit_after(view: SentenceView, index: int) -> UnitMatch | None:
    """The unit that begins at a lexeme ("percent", "metric tons", "-year-old", "km/h"), with its rate if one follows."""
    match = _match_after(view, index)
    return find_rate_after(view, match) if match else None


def _match_after(view: SentenceView, index: int) -> UnitMatch | None:
    first = index
    if view.at(index).text in ("-", "‐", "‑") and not view.at(index).spaced and not view.at(index + 1).spaced:
        index += 1
    for count in range(_UNIT_MAX_LEXEMES, 0, -1):
        lexemes = view.lexemes[index : index + count]
        if len(lexemes) < count or lexemes[-1].text == "-":
            continue
        said = " ".join(lexeme.text for lexeme in lexemes if lexeme.text != "-" or lexeme.spaced)
        unit = unit_forms("symbols").get(said) or unit_forms("words").get(said.lower())
        if unit and _is_whole(view, index, index + count):
            return UnitMatch(unit, first, index + count)
    return None


def _is_whole(view: SentenceView, first: int, last: int) -> bool:
    """Whether a match is no part of a longer word, and a single capital no initial: "5 C" but not "5 C-suite jobs"."""
    after = view.at(last)
    if not after.spaced and after.kind in ("word", "number"):
        return False
    one = view.at(first)
    if one.lower == "in" and last == first + 1:
        # "11in" but not "11 in".
        return not one.spaced
    if len(one.text) == 1 and one.kind == "word" and last == first + 1:
        # "5 p", "60 m": a letter alone is a unit only where it touches its number, or is C, F, V, W, L.
        return not one.spaced or (one.text.isupper() and after.text not in (".", "-"))
    return True


def find_rate_after(view: SentenceView, match: UnitMatch) -> UnitMatch:
    """The same unit, widened to a rate where "per share", "a day" or "/kWh" follows `match.last`."""
    if match.unit.kind in ("percent", "age", "temperature", "fraction", "multiple", "rate", "speed"):
        return match
    base = _rate_base(view, match.last, is_money=match.unit.kind == "money")
    if base is None:
        return match
    known = _match_after(view, base)
    last = known.last if known else base + 1
    per = known.unit if known else Unit(_singular_word(view.at(base).lower), "count")
    return UnitMatch(_rate_unit(match.unit, per), match.first, last)


def _rate_base(view: SentenceView, index: int, *, is_money: bool) -> int | None:
    """The lexeme of what a rate is by, after "/", "per", "a" or "-a-"; null where no rate follows."""
    per, word = view.at(index), view.at(index + 1)
    if per.text == "/" and word.kind == "word" and not word.spaced and not per.spaced:
        return index + 1
    if per.lower == "per" and word.kind == "word" and word.lower not in ("cent", "capita", "se"):
        return index + 1
    is_base = word.lower in _RATE_NOUNS or (
        is_money and (_is_bare_noun(view, index + 1) or _match_after(view, index + 1) is not None)
    )
    if per.lower in ("a", "an") and is_base and not _is_point_in_time(view, index + 2):
        return index + 1
    if per.text == "-" and word.lower in ("a", "an", "per") and view.at(index + 2).text == "-":
        return index + 3 if view.at(index + 3).lower in _RATE_NOUNS else None
    return None


def _is_point_in_time(view: SentenceView, index: int) -> bool:
    """As "$38 a year ago" and "a year from now" are no rates."""
    return view.at(index).lower in _POINT_IN_TIME or view.words_from(index, 2) in ("from now", "from then")


def _is_bare_noun(view: SentenceView, index: int) -> bool:
    """A singular noun that ends its phrase: "$2 a dose," but not "gave $5 a friend had lent"."""
    after = view.at(index + 1)
    if view.at(index).kind != "word" or view.token(index).tag_ != "NN":
        return False
    return after.kind in ("sign", "end") or view.token(index + 1).tag_ in ("IN", "CC", "TO")


def _rate_unit(unit: Unit, per: Unit) -> Unit:
    name = f"{unit.unit}/{per.unit}"
    known = rate_named(name)
    if known is not None:
        return known
    is_speed = unit.kind == "length" and per.unit in _TIME_UNITS and bool(per.pint_unit)
    if is_speed:
        return Unit(name, "speed", "m/s", f"{unit.pint_unit}/{per.pint_unit}")
    return Unit(name, "rate")


def _singular_word(word: str) -> str:
    return word.removesuffix("s") if not word.endswith("ss") else word


def find_currency_after(view: SentenceView, unit: Unit, index: int) -> UnitMatch | None:
    """The country that names the dollar of a "$" amount: "$75 U.S.", "$50 million Canadian"; null where it goes on to a noun."""
    if unit.unit != "USD":
        return None
    for count in range(_PREFIX_MAX_LEXEMES + 1, 0, -1):
        named = unit_forms("suffixes").get(view.words_from(index, count))
        if named:
            token = view.token(index + count - 1)
            goes_on = token.head.i > token.i and token.dep_ in ("compound", "amod", "nmod", "poss")
            return None if goes_on else UnitMatch(named, index, index + count)
    return None


def find_measure_of(view: SentenceView, index: int) -> UnitMatch | None:
    """The measure of which a fraction is stated: "1/16 of a US pint", "a third of a mile", "half an hour"."""
    step = index + 1 if view.at(index).lower == "of" else index
    if view.at(step).lower not in ("a", "an", "one"):
        return None
    step += 1
    for skipped in ("u . s .", "u . s", "us", "imperial", ""):
        count = len(skipped.split())
        if view.words_from(step, count) == skipped:
            match = _match_after(view, step + count)
            if match and match.unit.kind in _MEASURED_KINDS:
                return UnitMatch(match.unit, step + count, match.last)
    return None


def find_unit_before(view: SentenceView, index: int) -> UnitMatch | None:
    """The currency (or "magnitude") that ends just before a lexeme: "$", "US$", "Rs.", "EUR "."""
    for count in range(_PREFIX_MAX_LEXEMES, 0, -1):
        lexemes = view.lexemes[max(0, index - count) : index]
        unit = (
            unit_forms("prefixes").get(" ".join(lexeme.text for lexeme in lexemes)) if len(lexemes) == count else None
        )
        if unit is None:
            continue
        before = view.at(index - count)
        glued = not before.spaced and view.at(index - count - 1).kind in ("word", "number") and before.kind == "word"
        # "R", "P" and "Sh" are money only where they touch the number.
        if glued or (view.at(index).spaced and lexemes[-1].text in _TOUCHING):
            continue
        return UnitMatch(unit, index - count, index)
    return None
