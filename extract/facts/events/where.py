"""Finds where an event happened in its own sentence: "in Seoul", "visited Peru", "the Houston-area sales"."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from extract.facts.countries import find_capital, find_country
from extract.facts.events.located import is_beside, is_object_place, stands_where, tells_where_of
from extract.facts.language_model import Doc, Token
from extract.facts.participants import Name
from extract.facts.places import is_venue, resolve_ground

_PLACES = ("place", "country", "organisation")
# Steps that a place is put back because it only stands before a noun, or before the subject.
_BESIDE_STEPS = 2
_BESIDE_SUBJECT_STEPS = 4
_FINE = {"venue": 0, "city": 1, "other": 1, "region": 2, "country": 3}


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
    region: str | None = None


NOWHERE = EventPlace()


def place_of(text: str, hint: str | None, method: str) -> EventPlace:
    """A place's words resolved; the words alone where they are not known."""
    if not text:
        return NOWHERE
    known = resolve_ground(text, hint)
    if known is not None:
        return EventPlace(
            text,
            known.place_name,
            known.place_kind,
            known.country_code,
            known.lat,
            known.lon,
            known.precision,
            method,
            known.region,
        )
    country = find_country(text) or find_capital(text)
    return EventPlace(text, text, None, country.code if country else None, method=method)


def find_event_place(doc: Doc, head: Token, names: Sequence[Name], country_code: str | None) -> EventPlace:
    """The nearest place that the event's own clause names; nowhere if it names none.

    names: those of its sentence. country_code: where the article is set, which decides between places of one name and
    which an unknown place gets, as inferred.
    """
    found = sorted(_candidates(doc, head, names), key=lambda pair: pair[0])
    if not found:
        return NOWHERE
    steps = found[0][0]
    places = [place_of(name.text, country_code, "text") for at, name in found if at <= steps + 1]
    best = min(places, key=lambda place: _FINE.get(place.kind or "other", 1))
    if best.country_code is not None:
        return best
    return within(best, next((place.country_code for place in places if place.country_code), country_code))


def within(place: EventPlace, country_code: str | None) -> EventPlace:
    """A place that no list knows, in the country that the words around it say: its own words, that country as inferred."""
    kind = place.kind or ("venue" if is_venue(place.text or "") else "other")
    if country_code is None:
        return replace(place, kind=kind)
    return replace(place, kind=kind, country_code=country_code, method="inferred")


def _candidates(doc: Doc, head: Token, names: Sequence[Name]) -> Iterator[tuple[int, Name]]:
    subject = next((child for child in head.children if child.dep_ in ("nsubj", "nsubjpass")), None)
    for name in names:
        if name.type not in _PLACES:
            continue
        if name.type == "organisation" and not is_venue(name.text) and resolve_ground(name.text) is None:
            continue
        if is_object_place(doc, name, head):
            yield 0, name
            continue
        # "Russia's invasion", "Tokyo's protest": a country and a capital before a noun act, they are not where it happens.
        is_ground = name.type == "place" and not (doc[name.root].dep_ == "poss" and find_capital(name.text))
        if is_ground and is_beside(doc, name, head):
            yield _BESIDE_STEPS, name
            continue
        if is_ground and subject is not None and is_beside(doc, name, subject):
            yield _BESIDE_SUBJECT_STEPS, name
            continue
        anchor = stands_where(doc, name)
        if anchor is not None and (steps := tells_where_of(head, anchor)) is not None:
            yield steps, name
