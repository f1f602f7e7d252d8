"""Places named in a text: countries, regions, cities and venues, and where they lie."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from extract.contract.data import read_csv
from extract.facts.gazetteer import Place, country_place, find_city, find_city_or_region, find_landmark, find_region
from extract.facts.language_model import Doc, Span, text_of

__all__ = ["Place", "PlaceSpan", "find_place_spans", "is_foreign_venue", "is_venue", "resolve_ground", "resolve_place"]

# A full stop belongs to initials alone: "D.C.", "U.S.".
_CORE = re.compile(r"\s*(?:[Tt]he\s+)?(?P<core>.*?(?:\b[A-Z]\.)?)(?:['’]s?)?[\s,.;:-]*", re.DOTALL)
_NAME_CHARS = 200  # no name of a place is longer
_OWNER = re.compile(r"['’]s?$")
_SUFFIX = re.compile(r" (?:province|state|prefecture|region|city|territory)$", re.IGNORECASE)
_PREFIX = re.compile(r"^(?:the )?(?:(?:city|town|province|state|region) of )?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class PlaceSpan:
    """A place named in the text by its characters, end exclusive. kind: country, region, city, venue, other."""

    start: int
    end: int
    text: str
    kind: str


@lru_cache(maxsize=20_000)
def is_venue(text: str) -> bool:
    """Whether the words name a building or ground: "Japanese Embassy", "KeyBank Center"."""
    words = _plain(text.partition(" in ")[0].partition(" of ")[0]).lower().split()
    return bool(words) and words[-1] in _venue_nouns()


def is_foreign_venue(noun: str) -> bool:
    """Whether a noun names a house of one country in another: "embassy"."""
    return noun.lower() in _foreign_venue_nouns()


@lru_cache(maxsize=20_000)
def resolve_place(name: str, country_code: str | None = None) -> Place | None:
    """The place of an exact name; null where no list has it, never one that is only spelled alike.

    country_code (ISO 3166-1 alpha-2) says where the text is about: it decides between places of one name and is where an
    embassy or another venue stands. Without it the country, then the largest city of that name is meant. A venue has the
    coordinates of the city that its words name ("the embassy in New Delhi"), else none.
    """
    if len(name) > _NAME_CHARS:
        return None
    plain = _plain(name)
    if is_venue(plain):
        return _resolve_venue(plain, country_code)
    head, comma, tail = plain.rpartition(", ")
    if comma and (within := resolve_place(tail)) is not None:
        inner = find_city(head, within.country_code, within.place_name) or find_region(head, within.country_code)
        return inner or (within if within.place_kind == "region" else None)
    short = _SUFFIX.sub("", plain)
    if short != plain and (region := find_region(short, country_code) or find_region(short, None)) is not None:
        return region
    country = country_place(plain)
    if country_code and not (country and country.country_code == country_code):
        # Georgia in an American article is the state.
        local = find_city_or_region(plain, country_code)
        if local is not None:
            return local
    return country or find_city_or_region(plain, None) or find_city(short, country_code)


def resolve_ground(name: str, country_code: str | None = None) -> Place | None:
    """`resolve_place`, and before it buildings and quarters that are known without their city ("the White House").

    Of most of these the news also says that they act, so only where something happened are they places.
    """
    if len(name) > _NAME_CHARS:
        return None
    return find_landmark(_plain(name)) or resolve_place(name, country_code)


def _resolve_venue(name: str, country_code: str | None) -> Place:
    where = name.partition(" in ")[2]
    ground = resolve_place(where, country_code) if where else None
    if ground is None:
        return Place(name, "venue", country_code)
    return Place(name, "venue", ground.country_code, ground.lat, ground.lon, ground.precision, region=ground.region)


def find_place_spans(doc: Doc) -> list[PlaceSpan]:
    """The places that a document names, in order, none overlapping; "Borger, Texas" is one."""
    text = text_of(doc)
    found: list[PlaceSpan] = []
    for start, end, label in sorted(_candidates(doc, text)):
        if found and start < found[-1].end:
            continue
        if found and text[found[-1].end : start] == ", " and _is_within(found[-1], text[start:end]):
            last = found[-1]
            found[-1] = PlaceSpan(last.start, end, text[last.start : end], last.kind)
            continue
        found.append(PlaceSpan(start, end, text[start:end], _kind_of(text[start:end], label)))
    return found


def _candidates(doc: Doc, text: str) -> Iterator[tuple[int, int, str]]:
    for entity in doc.ents:
        if entity.label_ in ("GPE", "LOC", "FAC") and (cleaned := _clean(text, entity)):
            yield (*cleaned, entity.label_)
    for token in doc:
        if token.lower_ in _venue_nouns() and token.is_title and token.ent_type_ != "FAC":
            first = token.i
            while first and doc[first - 1].is_title and doc[first - 1].pos_ in ("PROPN", "ADJ") and token.i - first < 5:
                first -= 1
            if first < token.i:
                yield doc[first].idx, token.idx + len(token), "FAC"


def _clean(text: str, entity: Span) -> tuple[int, int] | None:
    """The characters of a name without "the" before it and "'s" after it; null where no letter is left."""
    words = text[entity.start_char : entity.end_char]
    match = _CORE.fullmatch(words) if len(words) <= _NAME_CHARS else None
    if match is None or not any(char.isalpha() for char in match["core"]):
        return None
    return entity.start_char + match.start("core"), entity.start_char + match.end("core")


def _is_within(last: PlaceSpan, name: str) -> bool:
    place = resolve_place(name)
    return last.kind in ("city", "other", "venue") and place is not None and place.place_kind in ("region", "country")


def _kind_of(name: str, label: str) -> str:
    if label == "FAC" or is_venue(name):
        return "venue"
    place = resolve_place(name)
    return place.place_kind if place else "other"


def _unshout(name: str) -> str:
    """Writes "NEW DELHI" as "New Delhi"; leaves "Texas" and "U.S." as they are."""
    return " ".join(
        word.capitalize() if word.isupper() and "." not in word and len(word) > 2 else word for word in name.split()
    )


def _plain(name: str) -> str:
    text = _OWNER.sub("", " ".join(name.split()))
    return _PREFIX.sub("", _unshout(text)) or text


@cache
def _venue_nouns() -> frozenset[str]:
    return frozenset(row["noun"] for row in read_csv("venue_nouns", "extract.facts.data"))


@cache
def _foreign_venue_nouns() -> frozenset[str]:
    return frozenset(row["noun"] for row in read_csv("venue_nouns", "extract.facts.data") if row["is_foreign"] == "yes")
