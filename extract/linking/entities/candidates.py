"""Which clusters are worth a comparison: those that have something in common with a profile."""

from collections import Counter, defaultdict
from collections.abc import Iterable

from extract.linking.entities.profiles import Profile

# How many of the clusters that have something in common with a cell it is compared with, so that time grows with the cells.
_CANDIDATES, _LISTED = 8, 16


class Index:
    """Which clusters have something in common with a profile, without looking at all of them."""

    def __init__(self, name_weights: list[float]) -> None:
        self._name_weights = name_weights
        self._having: defaultdict[tuple[str, object], list[int]] = defaultdict(list)
        self._few: list[tuple[int, Profile]] = []

    def note(self, number: int, profile: Profile) -> None:
        """Remember what a cluster has; while there are few, that it does."""
        if number < _CANDIDATES and not self._having:
            # What joins a cluster is in its profile by the time that this is read.
            self._few += [(number, profile)] if number == len(self._few) else []
            return
        for few, its_profile in self._few:
            self._note(few, its_profile)
        self._few = []
        self._note(number, profile)

    def _note(self, number: int, profile: Profile) -> None:
        for key, _ in self._features(profile):
            having = self._having[key]
            if len(having) < _LISTED and number not in having:
                having.append(number)

    def candidates(self, profile: Profile, count: int) -> list[int]:
        """Numbers of the clusters worth a comparison among `count`: the first, which are the largest, and those most alike."""
        if count <= _CANDIDATES:
            return list(range(count))
        votes: Counter[int] = Counter()
        for key, weight in self._features(profile):
            for number in self._having.get(key, ()):
                votes[number] += weight
        alike = sorted(votes, key=lambda number: (-votes[number], number))[:_CANDIDATES]
        return sorted({*alike, *range(3)})

    def _features(self, profile: Profile) -> Iterable[tuple[tuple[str, object], int]]:
        yield from ((("affiliation", name), 300) for name in profile.affiliations)
        yield from ((("word", word), 100) for word in profile.words)
        yield from ((("country", code), 60) for code in profile.countries or profile.around)
        yield from ((("sector", sector), 60) for sector in profile.sectors)
        for name in profile.names:
            weight = int(100 * self._name_weights[name])
            if weight >= 30:
                yield ("name", name), weight
