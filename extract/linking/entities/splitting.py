"""Homonyms: the units of one name, as one entity or as several where evidence parts them."""

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import partial

from extract.linking.entities.candidates import Index
from extract.linking.entities.profiles import Profile, compare

# A name of less log-odds needs evidence to be one: nothing joins by the name alone.
_LEAST_PRIOR = 1.0
# What each e-fold of articles adds to the log-odds of a common name, and the most of it.
_FAME, _MOST_FAME = 0.6, 2.5
# How much surer than the next best an entity must be to get a unit that says nothing of itself.
_MARGIN = 0.4
# With a name of so much it goes to the likeliest in any case: it is more often right than alone.
_RARE = 3.0


@dataclass(slots=True)
class Cluster:
    """Units of one entity: what is known of them, and for each the log-odds that it belongs."""

    profile: Profile
    units: dict[int, float] = field(default_factory=dict)

    def take(self, other: "Cluster", log_odds: float | None = None) -> None:
        """Take the units of another in, none surer than that the two are one."""
        self.profile.add(other.profile)
        for unit, own in other.units.items():
            self.units[unit] = own if log_odds is None else min(own, log_odds)


# Kinds of names that several have: units of which nothing is known are no one's.
MANY = ("generic", "place_twice")
# The log-odds of a unit that nothing was joined to.
ALONE = 30.0


def split_units(
    units: Sequence[int], profile_of: Callable[[int], Profile], kind: str, prior: float, name_weights: list[float]
) -> list[Cluster]:
    """The entities that units of one name are.

    prior: log-odds that two units of the name are one when nothing else is known. Units that say the same are one cell; cells
    join the cluster they fit best, largest first, then clusters join clusters; units that say nothing of who they are come
    last. Returned by their smallest unit.
    """
    if len(units) == 1:
        return [Cluster(profile_of(units[0]), {units[0]: ALONE})]
    is_many = kind in MANY
    if is_many:
        name_weights = _own_weights(units, profile_of, name_weights)
    lead = partial(_lead, kind=kind, prior=prior, name_weights=name_weights)
    speaking, located, silent = _cells(units, profile_of, kind, prior)
    clusters = _settle(speaking, lead)
    if len(clusters) <= 1 or is_many or prior < _LEAST_PRIOR:
        clusters = _settle([*clusters, *located], lead)
    else:
        silent = [*located, *silent]
    if prior < _LEAST_PRIOR and not is_many:
        clusters = _settle([*clusters, *silent], lead)
    elif len(clusters) <= 1 and not (is_many and len(silent) > 1):
        clusters = _all_in_one([*clusters, *silent], prior)
    else:
        single = [
            Cluster(profile_of(unit), {unit: log_odds})
            for cell in silent for unit, log_odds in sorted(cell.units.items())
        ]  # fmt: skip
        clusters, alone = _place(clusters, single, kind, prior, name_weights)
        clusters += _settle(alone, lead) if is_many else alone
    return sorted(clusters, key=lambda cluster: cluster.profile.smallest)


def _own_weights(units: Sequence[int], profile_of: Callable[[int], Profile], name_weights: list[float]) -> list[float]:
    """Weights in which names that stand beside units of different countries say nothing: a president is everywhere."""
    first: dict[int, str] = {}
    everywhere: set[int] = set()
    for unit in units:
        profile = profile_of(unit)
        told = profile.countries or profile.around
        if len(told) == 1:
            (country,) = told
            everywhere.update(name for name in profile.names if first.setdefault(name, country) != country)
    own = list(name_weights)
    for name in everywhere:
        own[name] = 0.0
    return own


def _settle(cells: list[Cluster], lead: Callable[[Iterable[Cluster]], list[Cluster]]) -> list[Cluster]:
    for _ in range(4):
        clusters = lead(cells)
        if len(clusters) == len(cells):
            return clusters
        cells = clusters
    return cells


def _all_in_one(cells: list[Cluster], log_odds: float) -> list[Cluster]:
    for cell in cells[1:]:
        cells[0].take(cell, log_odds)
    return cells[:1]


def _cells(
    units: Sequence[int], profile_of: Callable[[int], Profile], kind: str, prior: float
) -> tuple[list[Cluster], list[Cluster], list[Cluster]]:
    """Units that say the same of who they are, together: those that say it, those that only say where, and the others."""
    cells: tuple[dict[object, Cluster], ...] = ({}, {}, {})
    is_many = kind in MANY
    for unit in units:
        profile = profile_of(unit)
        # Bodies and places of a name of their own are in the articles of any country.
        around = tuple(profile.around) if len(profile.around) == 1 and (is_many or kind == "person") else ()
        # The sector of an organisation is that of its name, which all its units have.
        sectors = profile.sectors if kind == "person" else ()
        says = [tuple(sorted(said)) for said in (sectors, profile.countries, profile.affiliations)]
        which = 0 if any(says) else 1 if around else 2
        key: object = (*says, around) if profile.affiliations or prior >= _LEAST_PRIOR or (around and is_many) else unit
        # How sure units that say the same are one: of a name that many have, by the country that they say.
        is_said = 3.0 if profile.affiliations or (is_many and which < 2) else 1.0 if which == 0 else 0.0
        start = round(prior + is_said, 6)
        if key in cells[which]:
            cells[which][key].profile.add(profile)
            cells[which][key].units[unit] = start
        else:
            cells[which][key] = Cluster(profile, {unit: start})
    said, located, silent = (list(part.values()) for part in cells)
    return said, located, silent


def _lead(cells: Iterable[Cluster], kind: str, prior: float, name_weights: list[float]) -> list[Cluster]:
    """Each cell joins the cluster that it fits best, or opens one."""
    clusters: list[Cluster] = []
    index = Index(name_weights)
    order = sorted(cells, key=lambda cell: (-_said(cell.profile), -cell.profile.size, cell.profile.smallest))
    for cell in order:
        best, log_odds = _best(cell, clusters, index, kind=kind, prior=prior, name_weights=name_weights)
        if best is None:
            clusters.append(Cluster(cell.profile, dict(cell.units)))
            index.note(len(clusters) - 1, cell.profile)
        else:
            index.note(best, cell.profile)
            clusters[best].take(cell, log_odds)
    return clusters


def _said(profile: Profile) -> int:
    return sum(1 for counted in (profile.sectors, profile.countries, profile.affiliations) if counted)


def _best(
    cell: Cluster, clusters: Sequence[Cluster], index: Index, *, kind: str, prior: float, name_weights: list[float]
) -> tuple[int | None, float]:
    """The cluster that a cell most likely belongs to and the log-odds, or None where none is likelier than not."""
    best: tuple[float, int] | None = None
    for number in index.candidates(cell.profile, len(clusters)):
        profile = clusters[number].profile
        found = prior + compare(profile, cell.profile, kind, name_weights).log_odds
        if kind == "person" and prior < _RARE:
            # Of a common name too, the one whom many articles name is the likelier to be named again.
            found += min(_MOST_FAME, _FAME * math.log(max(profile.size, cell.profile.size)))
        if best is None or (round(found, 6), -number) > best:
            best = (round(found, 6), -number)
    if best is None or best[0] <= 0:
        return None, 0.0
    return -best[1], best[0]


def _place(
    clusters: list[Cluster], single: list[Cluster], kind: str, prior: float, name_weights: list[float]
) -> tuple[list[Cluster], list[Cluster]]:
    """Each single unit to the cluster that fits clearly best; returns the clusters and the units that none fits."""
    if not clusters:
        return [], single
    index = Index(name_weights)
    for number, cluster in enumerate(clusters):
        index.note(number, cluster.profile)
    total = math.fsum(cluster.profile.size for cluster in clusters)
    priors = [prior + math.log(cluster.profile.size / total) for cluster in clusters]
    placed: list[tuple[int, Cluster, float]] = []
    alone: list[Cluster] = []
    for cell in single:
        found = sorted(
            (
                -round(
                    priors[number] + compare(clusters[number].profile, cell.profile, kind, name_weights).log_odds, 6
                ),
                number,
            )
            for number in index.candidates(cell.profile, len(clusters))
        )
        is_clear = prior >= _RARE or len(found) == 1 or found[1][0] - found[0][0] >= _MARGIN
        if found[0][0] < 0 and is_clear:
            placed.append((found[0][1], cell, -found[0][0]))
        else:
            alone.append(cell)
    for number, cell, log_odds in placed:
        clusters[number].take(cell, log_odds)
    return clusters, alone
