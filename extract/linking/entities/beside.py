"""What stands beside a participant in its article: names, countries, and what a participant represents."""

import heapq
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

import pyarrow as pa

from extract.linking.entities.sectors import sector_of, told_countries
from extract.linking.entities.units import COLUMNS, each_once, group_key

# More names than an article has that tells who met whom: of lists only the smallest keys are looked at.
_MOST_NAMES = 300
_COLUMNS = ("participant_id", "article_version_id", "article_id", "kind", "name", "country_code")


@dataclass(slots=True)
class Beside:
    """The names of articles.

    names: of each article version the numbers of the names in it. weights: how much sharing a name says, by its number (also in
    hundredths). keys: the name groups' keys by number. countries: the countries of each version. represented: the country of
    the participants that others represent.
    """

    names: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    keys: list[str] = field(default_factory=list)
    weights: list[float] = field(default_factory=list)
    hundredths: list[int] = field(default_factory=list)
    countries: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    represented: dict[str, str] = field(default_factory=dict)

    def number(self, by_key: dict[str, int], kind: str, key: str) -> int:
        """The number of a name group, a new one where it has none yet."""
        if key not in by_key:
            by_key[key] = len(self.keys)
            self.keys.append(key)
            self.weights.append(_weight(kind, key))
            self.hundredths.append(round(100 * self.weights[-1]))
        return by_key[key]


def read_beside(context: pa.Table, versions: Iterable[str], represented: Iterable[str]) -> Beside:
    """The names beside participants. context: all participants of the article versions concerned; order does not show."""
    table = each_once(context.select(list(COLUMNS)))
    wanted, whom = set(versions), set(represented)
    beside = Beside()
    numbers: dict[tuple[str, str, str | None], tuple[int, str | None]] = {}
    by_key: dict[str, int] = {}
    for identity, version, article, kind, name, code in zip(
        *(table[column].to_pylist() for column in _COLUMNS), strict=True
    ):
        if version not in wanted or kind == "group":
            continue
        told = (kind, name, code)
        if told not in numbers:
            key = group_key(kind, name, code, article)
            numbers[told] = beside.number(by_key, kind, key), _country(kind, key, name, code)
        number, country = numbers[told]
        beside.names[version].add(number)
        if country:
            beside.countries[version].add(country)
            if identity in whom:
                beside.represented[identity] = country
    for version, names in beside.names.items():
        if len(names) > _MOST_NAMES:
            beside.names[version] = set(heapq.nsmallest(_MOST_NAMES, names, key=beside.keys.__getitem__))
    return beside


def _country(kind: str, key: str, name: str, code: str | None) -> str | None:
    if key.startswith("country:"):
        return key.removeprefix("country:") if len(key) == len("country:XX") else None
    if code is not None or kind == "person":
        return code
    told = told_countries(name, "name", "place") if kind == "place" else told_countries(name)
    return min(told) if len(told) == 1 else None


def _weight(kind: str, key: str) -> float:
    """How much two articles that both have the name have in common by it, before it is known how many have it."""
    if kind == "country":
        return 0.0
    is_full = " " in key
    if kind == "person":
        return 1.0 if is_full else 0.5
    if kind == "place":
        return 0.35
    # Media are quoted everywhere.
    words = key.partition(":")[2]
    if sector_of(words, "name") == "media":
        return 0.1
    return (0.8 if is_full else 0.5) * (0.5 if told_countries(words) else 1.0)
