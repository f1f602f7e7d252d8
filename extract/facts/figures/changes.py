"""Links a figure to the one it changed from: "from 208 to 193 pounds", "to 7.04% from 7.06%", "$39, up from $38"."""

from decimal import Decimal
from itertools import pairwise

from extract.facts.figures.drafts import Draft
from extract.facts.figures.lexer import SentenceView
from extract.facts.figures.qualifiers import read_qualifier
from extract.facts.figures.ranges import share_unit

_BACK_WORDS = frozenset({"up", "down", "rising", "falling", "increase", "drop", "higher", "lower"})
_MAX_BETWEEN = 8
# "to 4.1 percent in May from 4.4 percent": a month, a quarter, no more.
_MAX_LEVEL = 4
_SINCE = {"up": frozenset({"up", "rising", "higher"}), "down": frozenset({"down", "falling", "lower"})}


def link_changes(view: SentenceView, drafts: list[Draft]) -> None:
    """Sets `change_from` of the later figure of each change, and gives both the unit and scale that is said once."""
    before = dict(zip(map(id, drafts[1:]), drafts, strict=False))
    for first, second in pairwise(drafts):
        if second.number.form in ("multiple", "occasions") or not share_unit(first, second):
            continue
        direction = _direction(view, first, second)
        if direction == "forward":
            _link(direction, first, second)
        elif direction == "back" and first.change_from is None and view.at(second.last).lower != "to":
            part = part_of(view, before.get(id(first)), first)
            part.since = _said_direction(view, first, second)
            _link(direction, part, second)


def part_of(view: SentenceView, before: Draft | None, whole: Draft) -> Draft:
    """The part of a whole, where one is told: the 112 of "112 of the 230 seats, down from 131"."""
    if before is None:
        return whole
    between = " ".join(lexeme.lower for lexeme in view.lexemes[before.last : whole.first])
    return before if between in ("of the", "of", "out of") else whole


def _direction(view: SentenceView, first: Draft, second: Draft) -> str | None:
    """Forward where the second is the later ("from 5 to 7"), back where the first is ("to 7 from 5"), or nothing."""
    outer, inner = read_qualifier(view, first), read_qualifier(view, second)
    before = view.at(outer.first - 1).lower
    between = [lexeme.lower for lexeme in view.lexemes[first.last : inner.first]]
    if between[-1:] == ["between"]:
        between.pop()
    if before == "between":
        before = view.at(outer.first - 2).lower
    if len(between) > _MAX_BETWEEN or ";" in between:
        return None
    if before == "from" and between[-1:] == ["to"]:
        return "forward"
    is_short = between[-1:] in (["of"], ["at"]) or len(between) <= 3
    if between[:1] == ["from"] and is_short and before in ("to", "at", "by"):
        # As in "fell to 4.6% from a peak of 11.1%".
        return "back"
    if between[-1:] != ["from"] or "and" in between:
        return None
    is_level = before in ("to", "at", "by") and (len(between) <= _MAX_LEVEL or between[-2:] == [",", "from"])
    return "back" if is_level or not _BACK_WORDS.isdisjoint(between) else None


def _said_direction(view: SentenceView, first: Draft, second: Draft) -> str:
    """The word of "was $39,014 in May, up from $38,373"; empty where none is said."""
    between = {lexeme.lower for lexeme in view.lexemes[first.last : second.first]}
    return next((trend for trend, words in _SINCE.items() if words & between), "")


def _shares_scale(first: Draft, second: Draft) -> bool:
    """Whether "from 24.2 to 33 billion" states its scale once."""
    is_small = first.value < min(Decimal(1000), 25 * second.value / second.scale)
    return first.number.scale == 1 and second.scale > 1 and is_small


def _link(direction: str, first: Draft, second: Draft) -> None:
    later, earlier = (second, first) if direction == "forward" else (first, second)
    if direction == "forward" and _shares_scale(first, second):
        first.value *= second.scale
        first.value_high = first.value_high * second.scale if first.value_high is not None else None
    for draft, other in ((first, second), (second, first)):
        if other.unit is not None and (draft.unit is None or other.unit.kind == "rate"):
            draft.inherited = draft.unit != other.unit
            draft.unit, draft.noun = other.unit, draft.noun or other.noun
    later.change_from = earlier
