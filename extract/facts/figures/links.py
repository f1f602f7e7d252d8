"""Links a figure to the one it restates in another unit: "5,500 meters (3.4 miles)", "27 per cent, or RM1.66 million"."""

from itertools import pairwise

from extract.facts.figures.drafts import Draft
from extract.facts.figures.lexer import SentenceView
from extract.facts.figures.vocabulary import word_set

_MEASURES = word_set("measures")


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
