"""Finds where an event happened: the place its clause names, else the headline's or the dateline's, else its actor's country."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from extract.facts.countries import country_of, find_capital, find_country
from extract.facts.grammar import says_where, steps_between
from extract.facts.language_model import Doc, Token
from extract.facts.participants import Name
from extract.facts.places import resolve_place

# "in the Houston area": the place stands before the noun that the preposition governs.
_AROUND = frozenset(
    {"area", "region", "city", "province", "state", "capital", "district", "town", "village", "coast", "suburb"}
)
# A place further away in the sentence's tree belongs to another clause.
_MAX_STEPS = 5
# Of these an act by a state or its bodies happens in that state.
_ACTS_OF_STATE = frozenset({"LEGISLATE", "RESTRICT", "ELECT", "REQUEST"})
_TITLE_PLACE = re.compile(r"\b(?:in|at|near|outside) ((?:[A-Z][\w.'’-]+ ?){1,3})")


@dataclass(frozen=True, slots=True)
class EventPlace:
    """Where an event happened; method: text, dateline, title, inferred or none."""

    text: str | None = None
    name: str | None = None
    kind: str | None = None
    country_code: str | None = None
    lat: float | None = None
    lon: float | None = None
    precision: str = "none"
    method: str = "none"


NOWHERE = EventPlace()


def read_home(title: str | None, dateline: str | None, event_words: frozenset[str]) -> EventPlace:
    """The place that the headline ("New Delhi event", "in Paris") or else the dateline gives the whole article."""
    for words in _title_places(title or "", event_words):
        if (place := place_of(words, None, "title")).country_code:
            return place
    return place_of(dateline or "", None, "dateline")


def _title_places(title: str, event_words: frozenset[str]) -> list[str]:
    found = [match[1].strip() for match in _TITLE_PLACE.finditer(title)]
    words = title.split()
    for i, word in enumerate(words):
        if word.lower().strip(",.:;") in event_words:
            found += [" ".join(words[n:i]) for n in range(max(0, i - 3), i) if words[n][0].isupper()]
    return found


def place_of(text: str, hint: str | None, method: str) -> EventPlace:
    """A place's words resolved; the words alone where they are not known."""
    if not text:
        return NOWHERE
    known = resolve_place(text, hint)
    if known is not None:
        return EventPlace(
            text, known.place_name, known.place_kind, known.country_code, known.lat, known.lon, known.precision, method
        )
    country = find_country(text) or find_capital(text)
    return EventPlace(text, text, None, country.code if country else None, method=method)


def find_event_place(doc: Doc, head: Token, names: Sequence[Name], home: EventPlace) -> EventPlace:
    """The place named in the event's own clause ("in Seoul", "at the Japanese Embassy"); nowhere if it names none."""
    best: tuple[int, Name] | None = None
    for name in names:
        token = doc[name.root]
        if name.type not in ("place", "country", "organisation"):
            continue
        if token.dep_ == "compound" and token.head.lemma_ in _AROUND:
            token = token.head
        preposition = token.head.lower_ if token.dep_ == "pobj" else ""
        if not says_where(preposition) or preposition in ("from", "into"):
            continue
        if name.type == "organisation" and preposition not in ("at", "outside", "near"):
            continue
        steps = steps_between(head, token, _MAX_STEPS)
        if steps is not None and (best is None or steps < best[0]):
            best = (steps, name)
    if best is None:
        return NOWHERE
    text = best[1].text
    place = place_of(text, home.country_code, "text")
    if place.country_code is None and best[1].type == "organisation":
        # A venue that no gazetteer knows stands where the article is from.
        return replace(home, text=text, name=text, kind="venue", method="text")
    return place


def infer_place(event_type: str, actors: Sequence[str]) -> EventPlace:
    """The country of the state that acts (codes of the actors that are countries), for acts that a state does at home."""
    codes = list(dict.fromkeys(actors))
    if event_type not in _ACTS_OF_STATE or len(codes) != 1:
        return NOWHERE
    country = country_of(codes[0])
    return (
        EventPlace(None, country.name, "country", country.code, precision="country", method="inferred")
        if country
        else NOWHERE
    )
