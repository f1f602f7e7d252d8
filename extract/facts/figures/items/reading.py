"""Finds what a figure is stated of, in the text's words: "tariffs on Japan", "median price of a new car"."""

from dataclasses import dataclass

from extract.facts.figures.drafts import Draft
from extract.facts.figures.items.heads import find_head
from extract.facts.figures.items.phrases import phrase_bounds
from extract.facts.figures.items.place import find_place
from extract.facts.figures.lexer import SentenceView


@dataclass(frozen=True, slots=True)
class Item:
    """What a figure is stated of: its words, their characters (end exclusive) and the lemma of its head noun."""

    text: str
    start: int
    end: int
    head: str


# The contract's limit is 300 characters.
_ITEM_CHARS = 200
# A sentence with more tokens is a list or a table: the parser's tree says nothing there and takes long to walk.
_MAX_TOKENS = 400


def read_item(view: SentenceView, draft: Draft) -> Item | None:
    """What the figure is stated of; null where the sentence does not say, or says it with a pronoun."""
    if len(view.lexemes) > _MAX_TOKENS:
        return None
    place = find_place(view, draft)
    head = find_head(place)
    bounds = phrase_bounds(head, place) if head is not None else None
    if head is None or bounds is None:
        return None
    first, last = head.doc[bounds[0]], head.doc[bounds[1]]
    start, end = max(first.idx, view.sentence.start), min(last.idx + len(last.text), view.sentence.end)
    if end - start > _ITEM_CHARS:
        start, end = head.idx, head.idx + len(head.text)
    if end - start > _ITEM_CHARS or not view.text[start:end].strip():
        return None
    return Item(view.text[start:end], start, end, head.lemma_.lower())
