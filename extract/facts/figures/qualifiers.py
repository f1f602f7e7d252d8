"""Finds what bounds a figure: "about", "no fewer than", "up to an additional", "or more"."""

from dataclasses import dataclass

from extract.facts.figures.bounds import bound_after, bound_before
from extract.facts.figures.drafts import Draft
from extract.facts.figures.lexer import SentenceView
from extract.facts.figures.vocabulary import word_set

# "under four presidents": a count in words up to here may follow a preposition of place.
_SMALL = 10
# May stand between a qualifier and its number.
_FILLERS = frozenset({"a", "an", "of"})
# What may be lasted over or during, or be the spells of it: "over three weeks", "over two seasons".
_LASTING = word_set("lasting")


@dataclass(frozen=True, slots=True)
class Qualifier:
    """How the text bounds a number, and the lexemes `first` to `last` that number and qualifiers cover together."""

    qualifier: str
    first: int
    last: int


def read_qualifier(view: SentenceView, draft: Draft) -> Qualifier:
    """The qualifier around a figure; the nearest word decides."""
    found, start, last = "exact", draft.first, draft.last
    is_duration = draft.unit is not None and draft.unit.unit in _LASTING
    is_count = draft.unit is not None and draft.unit.kind == "count"
    is_small = is_count and draft.number.form == "words" and draft.value <= _SMALL
    while found == "exact":
        match = bound_before(view, start, is_duration=is_duration, is_small=is_small)
        if match is None and view.at(start - 1).lower in _FILLERS:
            match = bound_before(view, start - 1, is_duration=is_duration, is_small=is_small)
        if match is None:
            break
        found, start = match
    # "30 or more people", "30 people or more"
    for end in (draft.number_last, draft.last):
        after = bound_after(view, end) if found == "exact" else None
        if after:
            found, last = after[0], max(last, after[1])
    return Qualifier(found, start, last)
