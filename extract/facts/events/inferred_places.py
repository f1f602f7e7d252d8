"""Gives events without a place of their own the one that the article implies, and says so: title, dateline or inferred."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from extract.facts.countries import country_of
from extract.facts.events.at_home import country_of_doer, is_at_home, is_of_the_world, nations_beside, read_told
from extract.facts.events.cast import Cast
from extract.facts.events.countries_said import is_world_region
from extract.facts.events.event_span import EventSpan
from extract.facts.events.home import Home
from extract.facts.events.main_place import find_scene, is_exact, is_finer
from extract.facts.events.where import NOWHERE, EventPlace
from extract.facts.gazetteer import city_size
from extract.facts.language_model import Doc
from extract.facts.participants import Name

# A city of this size is meant wherever it is named.
_KNOWN_CITY = 1_000_000


def place_events(
    doc: Doc, events: Sequence[EventSpan], *, names: Sequence[Name], home: Home, cast: Cast
) -> list[EventSpan]:
    """The events with their places, in order; a place of an event's own clause stays, if the title says none finer."""
    nations = nations_beside(doc, names)
    events = [replace(event, place=_namesake_at_home(event.place, home)) for event in events]
    hosts = {event.sentence.index: event.place.country_code for event in events if event.place.method == "text"}
    placed = []
    for event in events:
        place = _of_headline(doc, event, names, home) if event.is_headline else event.place
        if place.country_code is None and not is_world_region(place.text or ""):
            place = _in_country(place, _implied_country(doc, event, nations, hosts, home=home, cast=cast))
        placed.append(replace(event, place=place))
    return placed


def _namesake_at_home(place: EventPlace, home: Home) -> EventPlace:
    """The words alone of a town in a country that the article never names: its own country has a smaller one of that name."""
    if (
        place.kind != "city"
        or home.country_code in (None, place.country_code)
        or place.country_code in home.named_codes
    ):
        return place
    if city_size(place.text or "") >= _KNOWN_CITY or place.method == "dateline":
        return place
    return EventPlace(place.text, place.text, "other", home.country_code, method="inferred")


def _of_headline(doc: Doc, event: EventSpan, names: Sequence[Name], home: Home) -> EventPlace:
    """The place of the headline's event: the title's, else its own, else the dateline's, else the article's scene."""
    own, said = event.place, home.title
    if said.text and own.kind == "venue" and said.kind != "venue":
        # "at the Japanese Embassy", under a title that says New Delhi.
        return own if own.method == "text" else replace(own, country_code=said.country_code)
    if said.text and (is_exact(said) or is_finer(said, own)):
        return said
    if own.text is None and home.dateline.country_code:
        return home.dateline
    known = own if own.text else said
    if known.text is None or known.kind == "country":
        scene = find_scene(doc, names, home.country_code)
        if scene.text and is_finer(scene, known):
            return scene
    return known


def _implied_country(
    doc: Doc,
    event: EventSpan,
    nations: dict[int, str],
    hosts: Mapping[int, str | None],
    *,
    home: Home,
    cast: Cast,
) -> str | None:
    """The country where an event happened, by who did it, its sentence and the article; null where that is open."""
    told = read_told(doc, event, nations, cast)
    if is_of_the_world(told):
        return None
    if (own := country_of_doer(told, cast)) is not None:
        return own
    host = hosts.get(event.sentence.index)
    if host is not None and not told.codes - {host}:
        return host
    return home.country_code if is_at_home(told, home, cast) else None


def _in_country(place: EventPlace, code: str | None) -> EventPlace:
    if code is None:
        return place
    if place.text:
        return replace(place, country_code=code, method="inferred")
    country = country_of(code)
    if country is None:
        return NOWHERE
    return EventPlace(None, country.name, "country", code, precision="country", method="inferred")
