"""Reads each number of a sentence with its sign, unit and counted noun: a draft of a figure."""

from dataclasses import dataclass
from decimal import Decimal
from itertools import zip_longest

from extract.facts.figures.ages import is_age
from extract.facts.figures.bounds import bound_after
from extract.facts.figures.counts import find_counted_noun
from extract.facts.figures.lexer import Lexeme, SentenceView
from extract.facts.figures.names import dashed
from extract.facts.figures.numbers import find_numbers
from extract.facts.figures.rejections import is_no_figure
from extract.facts.figures.scales import MAX_VALUE, Number
from extract.facts.figures.sterling import is_sterling
from extract.facts.figures.unit_phrases import (
    UnitMatch,
    find_currency_after,
    find_measure_of,
    find_rate_after,
    find_unit_after,
    find_unit_before,
)
from extract.facts.figures.units import Unit, unit_named
from extract.facts.figures.vocabulary import numbered_names, word_set
from extract.facts.language_model import Token

_SMALL_PESOS = 20
_BEFORE_NOUN = word_set("before_noun")
_SCALED_SIGNS = word_set("scaled_signs")
_TIMES_MORE = word_set("times_more")


@dataclass(slots=True)
class Draft:
    """A figure in the making, at lexemes `first` to `last` (exclusive) of its sentence, qualifier not yet included.

    `number_last`: where the digits or words of the value (of the high end, in a range) end, before a unit.
    """

    number: Number
    first: int
    last: int
    value: Decimal
    value_high: Decimal | None = None
    unit: Unit | None = None
    unit_first: int = 0
    unit_last: int = 0
    number_last: int = 0
    scale: Decimal = Decimal(1)
    noun: Token | None = None
    change_from: "Draft | None" = None
    alternative_of: "Draft | None" = None
    qualifier: str = "exact"
    inherited: bool = False
    sign: str = ""
    since: str = ""
    is_score: bool = False

    @property
    def is_bare(self) -> bool:
        """Whether the text names no unit beside the number."""
        return self.unit is None


def read_drafts(view: SentenceView) -> list[Draft]:
    """Every number of a sentence that quantifies something, in order, each on its own: ranges are not yet joined."""
    drafts = [draft for number in find_numbers(view) if (draft := _read_draft(view, number)) is not None]
    drafts = _drop_halves(view, drafts)
    for draft, following in zip_longest(drafts, drafts[1:]):
        # A noun behind the next number is counted by that one: "30 to 35 companies" is joined later.
        # The noun behind a measure may be this one's: "two 120 mm rounds".
        is_measured = following is not None and following.first == draft.last and following.unit is not None
        limit = following.first if following and not is_measured else len(view.lexemes)
        if is_measured and following is not None and view.at(following.last - 1).lower == "olds":
            # "two 9-year-olds"
            draft.unit = draft.unit or Unit("person", "count", counted="person")
        if draft.unit is None:
            _read_count(view, draft, limit, following.last if following and is_measured else draft.last)
        if draft.unit is None and draft.number.form == "fraction":
            draft.unit = unit_named("fraction")
    return drafts


def _drop_halves(view: SentenceView, drafts: list[Draft]) -> list[Draft]:
    """Without bare numbers whose other half is no figure: the 1 of "led the series 3-1"."""
    kept: list[Draft] = []
    for draft in drafts:
        other = dashed(view, draft.number.first, -1)
        is_half = other is not None and draft.unit is None and not (kept and kept[-1].number.last == other + 1)
        if not is_half:
            kept.append(draft)
    return kept


def _read_draft(view: SentenceView, number: Number) -> Draft | None:
    if abs(number.value) >= MAX_VALUE:
        return None
    draft = Draft(number, number.first, number.last, number.value, number_last=number.last, scale=number.scale)
    _read_sign(view, draft)
    _read_unit(view, draft)
    if is_no_figure(view, number, draft.unit is not None):
        return None
    if draft.unit is None and is_age(view, number):
        draft.unit, draft.unit_first, draft.unit_last = unit_named("year_old"), draft.last, draft.last
    return draft


def _read_sign(view: SentenceView, draft: Draft) -> None:
    sign = view.at(draft.first - 1)
    before = view.at(draft.first - 2)
    stands_off = sign.spaced or before.text in ("(", "[")
    touches = sign.text in ("-", "−", "–") and stands_off and not view.at(draft.first).spaced
    if sign.text == "-" and not sign.spaced and before.lower == "minus":
        draft.value, draft.first, draft.sign = -draft.value, draft.first - 2, "-"
    elif (
        (sign.lower == "minus" and before.lower != "or")
        or sign.lower == "negative"
        or (touches and _may_be_signed(view, draft, before))
    ):
        draft.value, draft.first, draft.sign = -draft.value, draft.first - 1, "-"
    elif sign.text == "+" and not view.at(draft.first).spaced and (sign.spaced or before.kind == "sign"):
        draft.first, draft.sign = draft.first - 1, "+"


def _may_be_signed(view: SentenceView, draft: Draft, before: Lexeme) -> bool:
    """A dash that touches the number alone is a minus: not in "COVID -19", and behind a number only where a unit follows."""
    if before.kind == "number":
        return find_unit_after(view, draft.last) is not None
    return before.lower not in numbered_names()


def _is_word(view: SentenceView, prefix: UnitMatch, number: Number) -> bool:
    """Whether a currency's prefix is rather a word or a name: "Y2", "N95", "TOP 10", "World CUP 2022", the "P5" powers."""
    text = view.at(prefix.first).text
    is_alone = prefix.last == prefix.first + 1
    return is_alone and (text in _SCALED_SIGNS or (text == "P" and number.value < _SMALL_PESOS))


def _read_unit(view: SentenceView, draft: Draft) -> None:
    number = draft.number
    if number.form in ("multiple", "occasions"):
        draft.unit = unit_named("multiple" if number.form == "multiple" else "time")
        draft.unit_first = draft.unit_last = number.last
        return
    prefix = find_unit_before(view, draft.first)
    if prefix and not number.is_scaled and _is_word(view, prefix, number):
        prefix = None
    if prefix:
        suffix = find_currency_after(view, prefix.unit, number.last)
        rate = find_rate_after(view, suffix or UnitMatch(prefix.unit, number.last, number.last))
        sign = view.at(prefix.first - 1)
        if sign.text in ("-", "−") and sign.spaced and not view.at(prefix.first).spaced:
            draft.value, draft.sign = -draft.value, "-"
            prefix = UnitMatch(prefix.unit, prefix.first - 1, prefix.last)
        draft.unit, draft.first, draft.last = rate.unit, prefix.first, rate.last
        draft.unit_first, draft.unit_last = (
            (prefix.first, prefix.last) if rate.last == number.last else (prefix.first, rate.last)
        )
        return
    match = find_unit_after(view, number.last) or (
        find_measure_of(view, number.last) if number.form == "fraction" else None
    )
    if match is None:
        return
    name, last = match.unit.unit, match.last
    if name == "point" and number.form == "fraction":
        draft.unit = unit_named("percentage_point")
    elif name == "time":
        draft.unit = unit_named("multiple" if _is_multiple(view, number, last) else "time")
    elif match.unit.head.startswith("pound") and is_sterling(view, number, match):
        rate = find_rate_after(view, UnitMatch(unit_named("GBP"), match.first, match.first + 1))
        draft.unit, last = rate.unit, rate.last
    elif _is_fold(view, number):
        draft.unit, last = unit_named("multiple"), number.last + 2
    else:
        draft.unit = match.unit
    draft.unit_first, draft.unit_last, draft.last = match.first, last, last


def _is_multiple(view: SentenceView, number: Number, index: int) -> bool:
    """Whether "times" multiplies: "1.4 times EBITDA", "five times as many"; not "five times champion", "four times a week"."""
    if number.value != int(number.value) or view.at(index).lower in _TIMES_MORE:
        return True
    after = view.token(index) if index < len(view.lexemes) else None
    is_quality = after is not None and after.tag_ in ("JJ", "VBN") and not after.ent_type_
    return is_quality and view.at(index).lower not in ("last", "next", "previous")


def _is_fold(view: SentenceView, number: Number) -> bool:
    return view.words_from(number.last, 2) == "- fold"


def _read_count(view: SentenceView, draft: Draft, limit: int, first: int) -> None:
    """Reads the noun that is counted, from lexeme `first` to `limit` on."""
    suffix = bound_after(view, first)
    found = find_counted_noun(view, draft.number, suffix[1] if suffix else first)
    if found is None or found.last > limit:
        return
    # The noun may itself be a measure that stands off its number: "two full days", "hundreds of millions of dollars".
    measure = find_unit_after(view, found.last - 1)
    if measure and measure.unit.kind not in ("percent", "score") and measure.last >= found.last:
        draft.unit, draft.unit_first = measure.unit, draft.number.last
        draft.unit_last = draft.last = measure.last
        return
    counted_unit = Unit(found.unit, "count", counted=found.head)
    counted = find_rate_after(view, UnitMatch(counted_unit, draft.last, found.last))
    # "200 patients a day" is a rate, "12 people killed a day earlier" a count.
    is_rate = counted.last > found.last and (view.at(found.last).lower == "per" or found.last == draft.last + 1)
    draft.unit, draft.noun = counted.unit if is_rate else counted_unit, found.token
    if is_rate:
        draft.unit_first, draft.unit_last, draft.last = draft.number.last, counted.last, counted.last
        return
    draft.unit_first, draft.unit_last, draft.last = (
        _unit_start(view, draft.number.last, found.last),
        found.last,
        found.last,
    )


def _unit_start(view: SentenceView, first: int, last: int) -> int:
    """Where the words of a counted noun begin: past "of the", "more" and a hyphen."""
    while first < last - 1 and (view.at(first).text in ("-", "‐", "‑") or view.at(first).lower in _BEFORE_NOUN):
        first += 1
    return first


__all__ = ["Draft", "read_drafts"]
