"""Reads which organisation or country a name belongs to, in the text's words, and which it stands for."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from extract.facts.countries import find_country
from extract.facts.language_model import Doc
from extract.facts.participants.bodies import body_heads
from extract.facts.participants.names import Name, between
from extract.facts.participants.titles import is_public_office

_MAX_BRACKET_CHARS = 60
_BELONGS = frozenset({"of", "from", "at"})
# Of the names in a description the first of these kinds tells to what it belongs.
_ORDER = {"organisation": 0, "country": 1, "nationality": 1, "place": 2}


@dataclass(frozen=True, slots=True)
class Affiliation:
    """What a name belongs to, as the text says it. is_represented: the name stands for it, as a minister for the ministry."""

    text: str
    is_represented: bool


def find_affiliation(
    doc: Doc, names: Sequence[Name], name: Name, description: tuple[int, int] | None
) -> Affiliation | None:
    """The organisation, country or place that the description, an owner or "of X" after the name says that it belongs to.

    names: all of the article, in their order.
    """
    return (
        _described(doc, names, name, description)
        or _followed(doc, names, name)
        or _bracketed(doc, names, name)
        or (_owned(doc, names, name) if name.type == "organisation" else None)
    )


def _described(doc: Doc, names: Sequence[Name], name: Name, description: tuple[int, int] | None) -> Affiliation | None:
    if description is None:
        return None
    start, end = description
    inside = [n for n in between(names, start, end) if n.type in _ORDER and n.text != name.text]
    if not inside:
        return None
    owner = min(inside, key=lambda n: (_ORDER[n.type], n.start))
    words = doc.char_span(start, end, alignment_mode="expand")
    is_office = name.type == "person" and words is not None and is_public_office(words.text)
    return Affiliation(owner.text, is_office or (name.type == "person" and owner.type == "organisation"))


def _followed(doc: Doc, names: Sequence[Name], name: Name) -> Affiliation | None:
    """The organisation of "Noor Haddad of the Nature Trust" and of "Ruth Adler at Nordbank"."""
    span = doc.char_span(name.start, name.end, alignment_mode="expand")
    if name.type != "person" or span is None or span.end >= len(doc) or doc[span.end].lower_ not in _BELONGS:
        return None
    near = [n for n in between(names, name.end, name.end + 100) if n.start <= name.end + len(" from the ")]
    return Affiliation(near[0].text, is_represented=True) if near and near[0].type == "organisation" else None


def _bracketed(doc: Doc, names: Sequence[Name], name: Name) -> Affiliation | None:
    """The party or club of "Maria Conti (Labour Party)"."""
    span = doc.char_span(name.start, name.end, alignment_mode="expand")
    if name.type != "person" or span is None or span.end >= len(doc) or doc[span.end].text != "(":
        return None
    start = doc[span.end].idx + 1
    near = [n for n in between(names, start, start + _MAX_BRACKET_CHARS) if n.start == start and n.type != "person"]
    after = doc.char_span(near[0].end, near[0].end + 1) if near else None
    if after is None or after.text not in (")", ","):
        return None
    return Affiliation(near[0].text, is_represented=near[0].type == "organisation")


def _owned(doc: Doc, names: Sequence[Name], name: Name) -> Affiliation | None:
    """The country of "Kenya's Ministry of Water", of "the Indian Ministry of Water" and, inside the name, of "Bank of Ghana"."""
    span = doc.char_span(name.start, name.end, alignment_mode="expand")
    if span is None:
        return None
    is_of_state = any(token.lower_ in body_heads() for token in span)
    at = bisect_left(names, name.start, key=lambda n: n.start)
    owner = names[at - 1] if at else None
    if owner and owner.type in ("country", "nationality") and span.start and _is_followed(doc, owner, span.start):
        return Affiliation(owner.text, is_of_state)
    inside = _country_inside(name.text)
    return Affiliation(inside, is_of_state) if inside else None


def _is_followed(doc: Doc, owner: Name, first: int) -> bool:
    """Whether nothing but "'s" stands between the owner and the word at the index."""
    last = doc[first - 1]
    return last.idx + len(last) == owner.end or (last.text in ("'s", "’s", "'", "’") and last.idx == owner.end)


def _country_inside(text: str) -> str | None:
    """The words of a country in a longer name, as they stand there: "Ghana" of "Bank of Ghana"."""
    words = text.split()
    for size in (3, 2, 1):
        for first in range(len(words) - size + 1):
            form = re.sub(r"['’]s?$", "", " ".join(words[first : first + size]))
            if len(words) > size and find_country(form):
                return form
    return None
