"""Finds where the headline's event happened: what the title says, else the place that the article names most as where."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from extract.facts.countries import find_country, find_nationality
from extract.facts.events.located import stands_where
from extract.facts.events.where import NOWHERE, EventPlace, place_of
from extract.facts.gazetteer import city_size
from extract.facts.language_model import Doc
from extract.facts.participants import Name
from extract.facts.places import is_venue, resolve_ground

_PLACE_NOUN = re.compile(
    r"\b(?:city|town|village|province|state|region|island|port|suburb) of ((?:[A-Z][\w.'’-]+ ?){1,3})"
)
# "at Brazilian Grand Prix", "at the Paris Air Show": what is held somewhere tells where.
_HELD = re.compile(
    r"\b(?:at|in) (?:the )?((?:[A-Z][\w'’-]+ ){1,2}(?:Grand Prix|Olympics|Open|Games|Show|Festival|Cup))\b"
)
_TITLE_PLACE = re.compile(r"\b(?:in|at|near|outside|across|over|off|around) (?:the )?((?:[A-Z][\w.'’-]+[ ,]*){1,4})")
_FINE = {"venue": 3.0, "city": 3.0, "other": 2.0, "region": 1.5, "country": 0.5}
_LEAD_CHARS = 600
# Less is said by a name that stands once, somewhere, not as where.
_MIN_WORTH = 0.9
_MAX_WORDS = 3
_MAX_BETWEEN = 1
# Smaller towns share their names with common words ("Police", "Nice").
_KNOWN_CITY = 100_000
# Words that only join the nouns of a longer event's name.
_SHORT, _LINKS = 2, frozenset({"before", "with", "from"})
# A place further down belongs to what else the article tells.
_SCENE_CHARS = 2_500


def find_title_place(title: str, names: Sequence[Name], event_nouns: frozenset[str]) -> EventPlace:
    """The place that a title says: after "in" or before an event ("Lima summit"), else one that the text names; or nowhere."""
    # A single word that the model takes for a person may be a town ("Croydon").
    people = {word for name in names if name.type == "person" and " " in name.text for word in name.text.split()}
    told = {name.text for name in names if name.type == "place"}
    for match in _HELD.finditer(title):
        country = find_country(match[1].split()[0])
        if country is not None:
            return EventPlace(match[1], match[1], "other", country.code, method="title")
    for words in _said_where(title, event_nouns):
        if people.issuperset(words.split()) or find_nationality(words) is not None:
            continue
        place = place_of(words, None, "title")
        if place.country_code is not None and (place.kind != "city" or words in told or city_size(words) > _KNOWN_CITY):
            return place
    # "Chicago" of the "Chicago Cubs" is no place.
    bare = title
    for text in {name.text for name in names if name.type == "organisation" and " " in name.text}:
        bare = bare.replace(text, "")
    named = dict.fromkeys(name.text for name in names if name.type == "place" and name.text in bare)
    places = [place_of(text, None, "title") for text in named if _is_word_of(text, bare)]
    return max(places, key=_fineness, default=NOWHERE)


def _said_where(title: str, event_nouns: frozenset[str]) -> Iterator[str]:
    for match in _PLACE_NOUN.finditer(title):
        yield match[1].strip()
    for match in _TITLE_PLACE.finditer(title):
        yield from _shorter(match[1].strip(" ,"))
    words = title.split()
    for i, word in enumerate(words):
        if len(word) > _SHORT and word.strip(",.:;") in event_nouns - _LINKS:
            # "Croydon tram crash": a common noun may stand between.
            last = i
            while last and i - last < _MAX_BETWEEN and words[last - 1].islower() and words[last - 1].isalpha():
                last -= 1
            first = last
            while (
                first and last - first < _MAX_WORDS and words[first - 1][0].isupper() and words[first - 1][-1].isalnum()
            ):
                first -= 1
            yield from (" ".join(words[n:last]) for n in range(first, last))


def find_scene(doc: Doc, names: Sequence[Name], country_code: str | None) -> EventPlace:
    """The place of the article's own country that its first paragraphs name as where something happened; nowhere if none."""
    scores: defaultdict[str, float] = defaultdict(float)
    for name in names:
        if name.start > _SCENE_CHARS or name.type not in ("place", "country", "organisation"):
            continue
        is_told_where = stands_where(doc, name) is not None
        if name.type == "organisation" and not (is_told_where and _is_ground(name.text)):
            continue
        weight = 2.0 if name.start < _LEAD_CHARS else 1.0
        scores[name.text] += weight * (2.0 if is_told_where else 0.5)
    best, top = NOWHERE, _MIN_WORTH
    for text, score in scores.items():
        place = place_of(text, country_code, "inferred")
        if place.country_code is None or country_code not in (None, place.country_code):
            continue
        if (worth := score * _fineness(place)) > top:
            best, top = place, worth
    return best


def _is_ground(text: str) -> bool:
    return is_venue(text) or resolve_ground(text) is not None


def _fineness(place: EventPlace) -> float:
    return _FINE.get(place.kind or "other", 0.0) if place.text else 0.0


def _shorter(words: str) -> Iterator[str]:
    parts = words.split(" ")
    for end in range(len(parts), 0, -1):
        yield " ".join(parts[:end]).strip(" ,.:;")


def _is_word_of(text: str, title: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(text)}(?!\w)", title) is not None


def is_exact(place: EventPlace) -> bool:
    """Whether a place is a city, a venue or another spot, not a country or region."""
    return _fineness(place) > _FINE["region"]


def is_finer(one: EventPlace, other: EventPlace) -> bool:
    """Whether a place says more exactly where than another of the same country, or of none."""
    return other.country_code in (None, one.country_code) and _fineness(one) > _fineness(other)
