"""Cuts the noun phrase around a head noun: without articles, relative clauses, times and the figure's own words."""

from extract.facts.figures.items.phrase_ends import phrase_end
from extract.facts.figures.items.phrase_starts import phrase_start
from extract.facts.figures.items.place import Place
from extract.facts.language_model import Token

_MAX_TOKENS = 18


def phrase_bounds(head: Token, place: Place) -> tuple[int, int] | None:
    """The first and last token (inclusive) of the phrase around `head`; null where it would hold the figure."""
    first, last = phrase_start(head, place), phrase_end(head, place)
    if last - first >= _MAX_TOKENS:
        last = head.i
    return (first, last) if first <= last and not first <= place.first <= last else None
