"""Says which country a name speaks for: a country, its people, its places, its bodies ("Bank of Canada", "the Bundestag")."""

from functools import cache, lru_cache

from extract.contract.data import read_csv
from extract.facts.countries import find_capital, find_country
from extract.facts.gazetteer import city_size, find_region
from extract.facts.places import resolve_ground

# Names and nouns share words ("Nice", "Reading", "Mobile"): inside a body's name only a city of this size is meant.
_KNOWN_CITY = 200_000
_MAX_WORDS = 4
_OF_THE_WORLD = frozenset(
    {"International", "World", "Global", "European", "United", "Pan-American", "African", "Asian"}
)
# A name of no country: of the Union, the United Nations, a continent.
NO_COUNTRY = ""


@lru_cache(maxsize=20_000)
def country_said(text: str, kind: str) -> str | None:
    """The ISO 3166-1 alpha-2 code that a name speaks for; "" if it is of no one country, null if that is unknown.

    kind: country, nationality, place or organisation; of a person nothing is known.
    """
    if text in _national_bodies():
        return _national_bodies()[text]
    if kind in ("country", "nationality"):
        country = find_country(text)
        return country.code if country else None
    if kind == "place":
        if text in _world_regions():
            return NO_COUNTRY
        place = resolve_ground(text)
        return place.country_code if place else None
    return _of_body(text) if kind == "organisation" else None


def _of_body(text: str) -> str | None:
    """The country named inside a body's name: "Bank of Canada", "U.S. Treasury", "Houston Police Department"."""
    words = text.split()
    if words and words[0] in _OF_THE_WORLD:
        return NO_COUNTRY
    for size in range(min(_MAX_WORDS, len(words)), 0, -1):
        for start in range(len(words) - size + 1):
            part = " ".join(words[start : start + size])
            if part in _national_bodies():
                return _national_bodies()[part]
            if (country := find_country(part) or find_capital(part)) is not None:
                return country.code
            if start == 0 or words[start - 1] in ("of", "in"):
                if (region := find_region(part, None)) is not None:
                    return region.country_code
                if city_size(part) >= _KNOWN_CITY and (place := resolve_ground(part)) is not None:
                    return place.country_code
    return None


@cache
def _national_bodies() -> dict[str, str]:
    return {row["name"]: row["country_code"] for row in read_csv("national_bodies", "extract.facts.data")}


def is_world_region(text: str) -> bool:
    """Whether a name is a part of the world that belongs to no one country: a continent, a sea."""
    return text in _world_regions()


@cache
def _world_regions() -> frozenset[str]:
    return frozenset(row["name"] for row in read_csv("world_regions", "extract.facts.data"))
