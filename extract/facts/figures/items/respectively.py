"""Shares out the members of a list over figures: "Apple and Microsoft rose 1.2% and 3.4%, respectively"."""

from itertools import pairwise

from extract.facts.figures.drafts import Draft
from extract.facts.figures.items.reading import Item
from extract.facts.figures.lexer import SentenceView
from extract.facts.language_model import Token

_JOINS = frozenset({",", "and", ", and", "&"})
# Between the last figure of the list and the word: "3% and 4% in June, respectively".
_MAX_AFTER = 8


def share_out_items(view: SentenceView, drafts: list[Draft], items: list[Item | None]) -> list[Item | None]:
    """The items, those of figures told "respectively" replaced by the list's members, where there are as many of them."""
    said = [index for index, lexeme in enumerate(view.lexemes) if lexeme.lower == "respectively"]
    shared = list(items)
    for index in said:
        run = _listed_before(view, drafts, index)
        members = _members(view, items[run[0]], len(run)) if len(run) > 1 else []
        for position, member in zip(run, members, strict=False):
            shared[position] = member
    return shared


def _listed_before(view: SentenceView, drafts: list[Draft], index: int) -> list[int]:
    """Positions of the figures that are listed one after the other before a lexeme."""
    before = [position for position, draft in enumerate(drafts) if draft.last <= index]
    if not before or index - drafts[before[-1]].last > _MAX_AFTER:
        return []
    run = [before[-1]]
    for earlier, later in reversed(list(pairwise(before))):
        between = " ".join(lexeme.lower for lexeme in view.lexemes[drafts[earlier].last : drafts[later].first])
        if between not in _JOINS:
            break
        run.append(earlier)
    return run[::-1]


def _members(view: SentenceView, item: Item | None, count: int) -> list[Item]:
    """The members of the list that an item is or holds, where there are as many as asked; else nothing."""
    if item is None:
        return []
    start = view.token_at(item.start)
    token = start
    while token.i + 1 < len(view.doc) and token.idx < item.end:
        members = sorted([token, *token.conjuncts], key=lambda member: member.i)
        if len(members) == count:
            return [_member(view, member) for member in members]
        token = view.doc[token.i + 1]
    return []


def _member(view: SentenceView, token: Token) -> Item:
    """One member: its own words to the left, and a number behind it that is part of its name."""
    first = token
    for child in reversed(list(token.lefts)):
        if child.dep_ not in ("compound", "amod", "nmod", "poss", "nummod") or child.right_edge.i + 1 != first.i:
            break
        first = child.left_edge
    behind = view.doc[token.i + 1] if token.i + 1 < len(view.doc) else token
    last = behind if behind.tag_ == "CD" and behind.head == token else token
    end = last.idx + len(last.text)
    return Item(view.text[first.idx : end], first.idx, end, token.lemma_.lower())
