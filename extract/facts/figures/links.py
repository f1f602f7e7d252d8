"""Links a figure to the one it restates in another unit: "5,500 meters (3.4 miles)", "27 per cent, or RM1.66 million"."""

from itertools import pairwise

from extract.facts.figures.changes import part_of
from extract.facts.figures.drafts import Draft
from extract.facts.figures.lexer import SentenceView
from extract.facts.figures.qualifiers import read_qualifier
from extract.facts.figures.units import Unit
from extract.facts.figures.vocabulary import word_set

_MEASURES = word_set("measures")
# Between two figures of one fact.
_RESTATING = word_set("restating")
_BRACKETED = word_set("bracketed")
_SHARED = frozenset({",", "—", "–", "-"})
_CLOSING = frozenset({")", ";", ",", "-", "/", "]"})
_SHARE_KINDS = frozenset({"percent", "fraction", "money", "count", "score"})
# "Turnout was 1.4 million, or 38 percent": a bare number of this size is a count.
_BARE_MIN = 1000
_COUNTED = Unit("", "count")


def link_alternatives(view: SentenceView, drafts: list[Draft]) -> None:
    """Marks the second of "5,500 meters (3.4 miles)", "C$6 (US$4.46)" and "27 per cent, or RM1.66 million"."""
    earlier = dict(zip(map(id, drafts[1:]), drafts, strict=False))
    for before, draft in pairwise(drafts):
        is_bare_count = before.unit is None and before.value >= _BARE_MIN
        if draft.unit is None or draft.change_from is before or (before.unit is None and not is_bare_count):
            continue
        if before.unit == draft.unit:
            continue
        inner = read_qualifier(view, draft)
        between = " ".join(lexeme.lower for lexeme in view.lexemes[before.last : inner.first])
        if _restates(view, between, before.unit or _COUNTED, draft):
            draft.alternative_of = before.alternative_of or part_of(view, earlier.get(id(before)), before)


def _restates(view: SentenceView, between: str, first: Unit, draft: Draft) -> bool:
    second = draft.unit
    if second is None:
        return False
    same_kind = first.kind == second.kind and first.kind in (*_MEASURES, "money")
    same_kind = same_kind and (first.kind == "money" or first.unit_si == second.unit_si)
    if between in _BRACKETED:
        return same_kind and view.at(draft.last).text in _CLOSING
    is_share = first.kind in _SHARE_KINDS and second.kind in _SHARE_KINDS and first.kind != second.kind
    is_share = is_share and not {"percent", "fraction"}.isdisjoint((first.kind, second.kind))
    if between in _RESTATING:
        return same_kind or is_share or {first.unit, second.unit} <= {"percentage_point", "basis_point", "percent"}
    # As in "6,650 jobs, about 5% of its workforce".
    of_whole = second.unit == "percent" and view.at(draft.last).lower == "of"
    return between in _SHARED and of_whole and first.kind in ("count", "money")
