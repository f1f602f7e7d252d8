"""What stands beside a participant in its article: names, countries, and what a participant represents."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

import pyarrow as pa

from extract.linking.entities.forms import parse_form
from extract.linking.entities.sectors import sector_of, told_countries
from extract.linking.entities.units import group_key

_COLUMNS = ("participant_id", "article_version_id", "article_id", "kind", "name", "country_code")


@dataclass(slots=True)
class Beside:
    """names: of each article version the numbers of the names in it. weights: how much sharing a name says, by its number
    (also in hundredths).

    keys: the name groups' keys by number. countries: the countries of each version. represented: the country or the name of
    the participants that others represent.
    """

    names: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    keys: list[str] = field(default_factory=list)
    weights: list[float] = field(default_factory=list)
    hundredths: list[int] = field(default_factory=list)
    countries: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    represented: dict[str, str] = field(default_factory=dict)


def read_beside(context: pa.Table, versions: Iterable[str], represented: Iterable[str]) -> Beside:
    """The names beside participants. context: all participants of the article versions concerned; order does not show."""
    wanted, whom = set(versions), set(represented)
    beside = Beside()
    numbers: dict[tuple[str, str, str | None], tuple[int, str | None]] = {}
    by_key: dict[str, int] = {}
    for identity, version, article, kind, name, code in zip(
        *(context[column].to_pylist() for column in _COLUMNS), strict=True
    ):
        if version not in wanted or kind == "group":
            continue
        told = (kind, name, code)
        if told not in numbers:
            numbers[told] = _read_name(beside, by_key, kind, name, code, article)
        number, country = numbers[told]
        beside.names[version].add(number)
        if country:
            beside.countries[version].add(country)
            if identity in whom:
                beside.represented[identity] = country
    return beside


def _read_name(
    beside: Beside, by_key: dict[str, int], kind: str, name: str, code: str | None, article: str
) -> tuple[int, str | None]:
    key = group_key(kind, name, code, article)
    if key not in by_key:
        by_key[key] = len(beside.keys)
        beside.keys.append(key)
        beside.weights.append(_weight(kind, key, name))
        beside.hundredths.append(round(100 * beside.weights[-1]))
    country = key.removeprefix("country:") if key.startswith("country:") else code
    if country is None or len(country) != 2:
        told = told_countries(name, "name", "place") if kind == "place" else told_countries(name)
        country = min(told) if len(told) == 1 and kind != "person" else None
    return by_key[key], country


def _weight(kind: str, key: str, name: str) -> float:
    """How much two articles that both have the name have in common by it, before it is known how many have it."""
    if kind == "country":
        return 0.0
    is_full = " " in key
    if kind == "person":
        return 1.0 if is_full else 0.5
    if kind == "place":
        return 0.35
    # Media are quoted everywhere.
    if sector_of(name, "name") == "media":
        return 0.1
    return (0.8 if is_full else 0.5) * (0.5 if parse_form(kind, name).country_code else 1.0)
