"""Gives a bare number the unit that the text says elsewhere: beside a neighbour, in the subject, or of a crowd."""

from itertools import pairwise

from extract.facts.figures.contexts import unit_of_context
from extract.facts.figures.drafts import Draft
from extract.facts.figures.lexer import SentenceView
from extract.facts.figures.names import is_gapped
from extract.facts.figures.qualifiers import read_qualifier
from extract.facts.figures.vocabulary import word_set

_INHERITED_AFTER = word_set("inherited_after")
_NOT_INHERITED = frozenset({"duration", "multiple", "fraction", "score"})
_OF_THEM = frozenset({"of them", "of whom", "of these", "of those", "of which"})
# "20 of his season-high 31 points"
_MAX_OF = 5
_PARALLEL_REACH = 12
_PASSED_OVER = frozenset({"duration"})
_COPULAS = frozenset({"is", "was", "are", "were", "be", "been", "at"})
# "five and six euros", "four-, five- and six-cylinder": what stands between a number and the one that says its unit.
_LISTED = word_set("listed")
_OF_THE = word_set("of_the")


def inherit_units(view: SentenceView, drafts: list[Draft]) -> None:
    """Fills elided units: "460 vehicles, compared with 63", "four or five euros", "arrests rose to 1,200"."""
    for draft, after in reversed(list(pairwise(drafts))):
        if draft.unit is None and after.unit is not None and _is_said_later(view, draft, after):
            _inherit(draft, after)
    said, points, is_next = None, None, False
    for draft in drafts:
        if draft.unit is None and not draft.is_score:
            _fill(view, draft, said=said, points=points, is_next=is_next)
        if draft.unit is None:
            is_next = False
        elif draft.unit.kind not in _PASSED_OVER:
            # Times are passed over: "46 encounters in five days, compared to 2,106".
            said, is_next = draft, True
            points = draft if points is None and draft.unit.unit == "point" else points


def _fill(view: SentenceView, draft: Draft, *, said: Draft | None, points: Draft | None, is_next: bool) -> None:
    """Gives a bare figure its unit, where the words around it or an earlier figure say it.

    said: the last figure with a unit that is no time; is_next: nothing but times stands between. points: the first change
    in points, whose level this may be: "rose 64.06 points, or 1.4%, to 4,577.10".
    """
    unit = unit_of_context(view, draft)
    if unit is not None:
        draft.unit, draft.inherited = unit, True
        return
    before = points if points is not None and view.at(draft.first - 1).lower in ("to", "at") else said
    if before is not None and draft.value != 0 and _is_said_before(view, before, draft, is_next):
        _inherit(draft, before)


def _inherit(draft: Draft, other: Draft) -> None:
    draft.unit, draft.noun, draft.inherited = other.unit, other.noun, True


def _is_said_later(view: SentenceView, draft: Draft, after: Draft) -> bool:
    """Whether the next number says this one's unit: "eight or nine euros", "280 million of the 1.5 billion shekels"."""
    inner = read_qualifier(view, after)
    between = " ".join(lexeme.lower for lexeme in view.lexemes[draft.last : inner.first])
    is_time = after.unit is None or after.unit.kind == "duration"
    if between in _OF_THE or (between.startswith("of ") and between.count(" ") < _MAX_OF and not is_time):
        return draft.value < after.value
    if after.unit is None or after.unit.kind in ("multiple", "fraction"):
        return False
    if between in ("up", "down") and after.unit.unit == "point":
        return True
    if between == ", or" and after.unit.kind == "percent":
        # "Of the 50, 20, or 40 percent": a share of what is counted.
        return False
    is_list = between in _LISTED or (between == "" and after.first > draft.last)
    # "in 2 and 30 people": numbers of one list have one shape.
    if draft.number.form == "digits" and not _is_near(after, draft):
        return False
    same_form = draft.number.form == after.number.form or between in ("or", ", or")
    return is_list and same_form and (between != "to" or draft.value < after.value)


def _is_said_before(view: SentenceView, before: Draft, draft: Draft, is_next: bool) -> bool:
    """Whether the last figure's unit is this one's too."""
    word = view.at(draft.first - 1).lower
    kind, name = (before.unit.kind, before.unit.unit) if before.unit is not None else ("", "")
    if name == "point":
        return word in ("to", "at")
    if not kind or kind in _NOT_INHERITED or before.is_score:
        return False
    if word in _COPULAS and draft.number.form == "digits":
        return _ends_clause(view, draft) and kind not in ("count", "age") and _is_near(before, draft)
    if not is_next or kind == "age":
        return is_next and _is_age_list(view, before, draft)
    return _is_series(view, before, draft) or _shares_unit(view, before, draft, kind)


def _shares_unit(view: SentenceView, before: Draft, draft: Draft, kind: str) -> bool:
    """Whether a number takes the unit of the figure just before it, by the words beside it and the unit's kind."""
    word = "than" if view.words_before(draft.first, 2) == "than the" else view.at(draft.first - 1).lower
    if kind == "percent":
        # "fell 0.4 per cent to 13,176": a level, not a share.
        return word in _INHERITED_AFTER and word not in ("to", "of") and _is_near(before, draft)
    is_scaled = draft.number.is_scaled and kind in ("money", "count")
    is_more = view.at(draft.last).lower in ("more", "others") or _is_parallel(view, before, draft)
    # As in "1,200 soldiers, 300 of them women".
    is_more = is_more or view.words_from(draft.last, 2) in _OF_THEM
    return is_scaled or (kind == "count" and is_more) or word in _INHERITED_AFTER or _is_listed(view, before, draft)


def _is_series(view: SentenceView, before: Draft, draft: Draft) -> bool:
    """Further members: "magnitude 4.9, 5.2 and 5.5", "sent 400 troops, Germany 250"."""
    between = " ".join(lexeme.lower for lexeme in view.lexemes[before.last : draft.first])
    is_list = between in (",", "and", ", and") and draft.number.form == before.number.form and _is_near(before, draft)
    return is_list or is_gapped(view, draft.number)


def _is_parallel(view: SentenceView, before: Draft, draft: Draft) -> bool:
    """Whether a number stands where the counted noun stood: "310 shops in France, 95 in Spain", "at least 12 are trapped"."""
    if draft.first - before.last > _PARALLEL_REACH:
        return False
    preposition = view.at(before.last).lower
    same_place = preposition == view.at(draft.last).lower and preposition in (
        "in",
        "from",
        "to",
        "on",
        "at",
        "for",
        "by",
    )
    return same_place or view.token(draft.number.last - 1).dep_ in ("nsubj", "nsubjpass")


def _is_age_list(view: SentenceView, before: Draft, draft: Draft) -> bool:
    """Further ages: "aged 19, 21 and 25"."""
    between = " ".join(lexeme.lower for lexeme in view.lexemes[before.last : draft.first])
    return between in (",", "and", ", and", "or") and 0 < draft.value < 120


def _is_near(before: Draft, draft: Draft) -> bool:
    """Whether two numbers are of one size: a level of 4,577 has no unit of a change of 2.1."""
    low, high = sorted((abs(before.value), abs(draft.value)))
    return low * 25 >= high


def _ends_clause(view: SentenceView, draft: Draft) -> bool:
    after = view.at(draft.last)
    return after.kind in ("sign", "end") or after.lower in ("and", "but", "while", "in", "on", "last", "against", "now")


def _is_listed(view: SentenceView, before: Draft, draft: Draft) -> bool:
    """Whether a number in words stands for the thing counted just before: "five sales: two to X and three to Y"."""
    near = draft.first - before.last < 12
    return (
        near and draft.number.form == "words" and view.at(draft.last).lower in ("to", "of", "in", "from", "for", "were")
    )
