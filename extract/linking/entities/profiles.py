"""Profiles: what is known of a set of participants taken for one, and how well two sets go together."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

from extract.linking.entities.sectors import field_of
from extract.linking.entities.weights import weights


@dataclass(slots=True)
class Profile:
    """What is known of one or more units (a name in an article) that are one entity; each counts units.

    smallest: the smallest unit, which names the profile. kinds, sectors, countries (the text's words), affiliations, words (of
    descriptions), around (countries of the articles), names (numbers of the names beside). amount: how much these names weigh, in
    hundredths (whole numbers: their order does not show).
    """

    smallest: int
    size: int = 0
    kinds: dict[str, int] = field(default_factory=dict)
    sectors: dict[str, int] = field(default_factory=dict)
    countries: dict[str, int] = field(default_factory=dict)
    affiliations: dict[str, int] = field(default_factory=dict)
    words: dict[str, int] = field(default_factory=dict)
    around: dict[str, int] = field(default_factory=dict)
    names: dict[int, int] = field(default_factory=dict)
    articles: set[str] = field(default_factory=set)
    amount: int = 0

    def add(self, other: "Profile") -> None:
        """Count what is known of another set in."""
        self.smallest = min(self.smallest, other.smallest)
        self.size += other.size
        for name in _COUNTED:
            counts = getattr(self, name)
            for value, count in getattr(other, name).items():
                counts[value] = counts.get(value, 0) + count
        self.articles |= other.articles
        self.amount += other.amount

    def forget_names(self) -> None:
        """Drop what only comparing needs: of a million units it is most of the memory."""
        self.names, self.articles = {}, set()


_COUNTED = ("kinds", "sectors", "countries", "affiliations", "words", "around", "names")
# Shares that two distributions must have in common to say the same.
_SAME = 0.3
# What the same names beside two sets, in the same shares, count for.
_ALIKE = 2.5
# Above so many units the shares are not looked at: it would take long, and the sum above says it.
_COUNTABLE = 200
# Weights of names in hundredths: ten full names.
_MUCH = 1000


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for two profiles being one, in log-odds. shared: how much of it is names beside both."""

    log_odds: float
    shared: float
    is_contradicted: bool


def compare(one: Profile, other: Profile, kind: str, name_weights: list[float]) -> Evidence:
    """What speaks for and against two profiles being one entity; their names are not compared.

    kind: person, organisation, place, or of these generic (an organisation such as many countries have) and place_twice.
    """
    if other.size > one.size:
        one, other = other, one
    known = weights()
    fields = _field(one, other, kind)
    says = [fields, _affiliation(one, other), _country(one, other, kind)]
    if kind not in ("place", "place_twice") and _have_common(one.words, other.words):
        says.append("description.same")
    contradicted = "field.other" in says or any((said or "").startswith("country.other") for said in says)
    amount = shared_names(one, other, name_weights)
    if kind != "person":
        # An organisation's field is mostly that of its name.
        says = [said for said in says if said != fields or said == "field.other"]
    total = math.fsum(known[said] for said in says if said)
    around = f"country_around.other.{kind}"
    if around in says and kind not in ("organisation", "place"):
        # Many articles that are all about other countries say more than one.
        total += known[around] * min(1.2, 0.35 * math.log2(min(one.size, other.size)))
    if fields == "field.other" and kind != "person":
        total -= known[fields] * 0.7
    context = _context(amount / 2 if contradicted else amount, one, other)
    # Bodies and places are named in articles about anything; people move in circles.
    total += context if context > 0 or kind == "person" else 0.3 * context
    return Evidence(round(total, 6), round(amount, 6), contradicted)


def _field(one: Profile, other: Profile, kind: str) -> str | None:
    if kind in ("place", "place_twice") or not one.sectors or not other.sectors:
        return None
    if common_share(one.sectors, other.sectors) >= _SAME:
        return "field.same"
    fields = [_fields(profile.sectors) for profile in (one, other)]
    return "field.near" if common_share(*fields) >= _SAME else "field.other"


def _fields(sectors: Mapping[str, int]) -> dict[str, int]:
    fields: dict[str, int] = {}
    for sector, count in sectors.items():
        fields[field_of(sector)] = fields.get(field_of(sector), 0) + count
    return fields


def _affiliation(one: Profile, other: Profile) -> str | None:
    if not one.affiliations or not other.affiliations:
        return None
    if _have_common(one.affiliations, other.affiliations):
        return "affiliation.same"
    words = [{word for name in profile.affiliations for word in name.split()} for profile in (one, other)]
    return None if words[0] & words[1] else "affiliation.other"


def _country(one: Profile, other: Profile, kind: str) -> str | None:
    if one.countries and other.countries:
        same = common_share(one.countries, other.countries) >= _SAME
        return f"country.same.{kind}" if same else f"country.other.{kind}"
    own = [profile.countries or profile.around for profile in (one, other)]
    if not own[0] or not own[1]:
        return None
    share = common_share(*own)
    if share >= _SAME:
        return f"country_around.same.{kind}"
    if share >= 0.05:
        return None
    return f"country_around.other.{kind}"


def common_share(one: Mapping[str, int], other: Mapping[str, int]) -> float:
    """How much of two distributions is the same, 0 to 1."""
    if len(one) == len(other) == 1:
        return 1.0 if one.keys() == other.keys() else 0.0
    sums = sum(one.values()), sum(other.values())
    if len(other) < len(one):
        one, other, sums = other, one, sums[::-1]
    return math.fsum(min(count / sums[0], other[key] / sums[1]) for key, count in one.items() if key in other)


def _have_common(one: Mapping[str, int], other: Mapping[str, int]) -> bool:
    return not one.keys().isdisjoint(other)


def shared_names(one: Profile, other: Profile, name_weights: list[float]) -> float:
    """How much the names beside both say: a name that few units have says most; of large sets a few are shared by chance."""
    small, large = (one.names, other.names) if len(one.names) < len(other.names) else (other.names, one.names)
    shared = small.keys() & large.keys()
    found = [name_weights[name] / math.log2(1 + small[name] + large[name]) for name in shared if name_weights[name]]
    if not found:
        return 0.0
    amount = math.fsum(found) / math.sqrt(min(one.size, other.size))
    if len(found) > 1 and min(one.size, other.size) > 1 and max(one.size, other.size) <= _COUNTABLE:
        amount = max(amount, _ALIKE * _cosine(small, large, shared, name_weights))
    return amount


def _cosine(one: dict[int, int], other: dict[int, int], shared: set[int], name_weights: list[float]) -> float:
    """How alike the names beside two sets are, each as often as it stands there."""
    dot = math.fsum(one[name] * other[name] * name_weights[name] ** 2 for name in shared)
    squares = [math.fsum((count * name_weights[name]) ** 2 for name, count in names.items()) for names in (one, other)]
    return dot / math.sqrt(squares[0] * squares[1])


def _context(shared: float, one: Profile, other: Profile) -> float:
    known = weights()
    for least, level in ((2.4, "strong"), (1.2, "good"), (0.5, "some"), (0.2, "weak")):
        if shared >= least:
            return known[f"context.{level}"]
    amount = min(one.amount, other.amount)
    return known["context.none." + ("few" if amount < 300 else "some" if amount < _MUCH else "many")] if amount else 0.0
