"""Gives a bare number the unit of its neighbour, and links a figure to the one it restates in another unit."""

from itertools import pairwise

from extract.facts.figures.drafts import Draft
from extract.facts.figures.lexer import SentenceView
from extract.facts.figures.vocabulary import word_set

_INHERITED_AFTER = word_set("inherited_after")
_INHERITED_KINDS = frozenset({"count", "percent", "money", "length", "mass", "energy", "rate"})
_MEASURES = word_set("measures")


def inherit_units(view: SentenceView, drafts: list[Draft]) -> None:
    """Fills elided units: "460 vehicles, compared with 63"; "two went to Dhaka and three to Accra"."""
    for before, draft in pairwise(drafts):
        if draft.unit is not None or before.unit is None or before.unit.kind not in _INHERITED_KINDS:
            continue
        word = view.at(draft.first - 1).lower
        if (
            (draft.number.is_scaled and before.unit.kind == "count")
            or word in _INHERITED_AFTER
            or _is_listed(view, before, draft)
        ):
            draft.unit, draft.noun, draft.inherited = before.unit, before.noun, True
    for draft, after in pairwise(drafts):
        # "eight or nine euros": the unit is said once, behind the last.
        between = [lexeme.lower for lexeme in view.lexemes[draft.last : after.first]]
        if draft.unit is None and after.unit is not None and not after.inherited and between == ["or"]:
            draft.unit, draft.noun, draft.inherited = after.unit, after.noun, True


def _is_listed(view: SentenceView, before: Draft, draft: Draft) -> bool:
    """Whether a number in words stands for the thing counted just before: "five sales: two to X and three to Y"."""
    near = draft.first - before.last < 12
    return (
        near and draft.number.form == "words" and view.at(draft.last).lower in ("to", "of", "in", "from", "for", "were")
    )


def link_alternatives(view: SentenceView, drafts: list[Draft]) -> None:
    """Marks the second of "5,500 meters (3.4 miles)", "C$6 (US$4.46)" and "27 per cent, or RM1.66 million"."""
    for before, draft in pairwise(drafts):
        if before.unit is None or draft.unit is None or before.unit == draft.unit or draft.change_from is before:
            continue
        between = [lexeme.lower for lexeme in view.lexemes[before.last : draft.first]]
        first, second = before.unit, draft.unit
        bracketed = between == ["("] and view.at(draft.last).text in (")", ";", ",", "-", "/")
        if not bracketed and between not in (
            ["/"],
            [",", "or"],
            ["or"],
            [",", "or", "about"],
            [",", "which", "is"],
            [",", "equivalent", "to"],
        ):
            continue
        same_kind = first.kind == second.kind and first.kind in (*_MEASURES, "money")
        money_share = (
            {first.kind, second.kind} <= {"percent", "money", "count"}
            and not bracketed
            and "percent" in (first.kind, second.kind)
        )
        if (same_kind and (first.kind == "money" or first.unit_si == second.unit_si)) or money_share:
            draft.alternative_of = before.alternative_of or before
