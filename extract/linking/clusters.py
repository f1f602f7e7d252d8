"""Groups of alike things: connected components, and their split by average similarity."""

from collections.abc import Iterable
from typing import Generic, TypeVar

import numpy as np
import numpy.typing as npt

Key = TypeVar("Key", str, int)


class Components(Generic[Key]):
    """Sets of keys that grow by joining; a set is called by its smallest key, so the order of joins does not show."""

    def __init__(self, keys: Iterable[Key]) -> None:
        self._parent: dict[Key, Key] = {key: key for key in keys}
        self._members: dict[Key, list[Key]] = {key: [key] for key in self._parent}

    def find(self, key: Key) -> Key:
        """The smallest key of the set that holds `key`."""
        root = key
        while self._parent[root] != root:
            root = self._parent[root]
        while self._parent[key] != root:
            self._parent[key], key = root, self._parent[key]
        return root

    def join(self, one: Key, other: Key) -> None:
        """Make one set of the two that hold the keys."""
        first, second = sorted((self.find(one), self.find(other)))
        if first != second:
            self._parent[second] = first
            self._members[first] += self._members.pop(second)

    def members(self, key: Key) -> list[Key]:
        """All keys of the set that holds `key`."""
        return self._members[self.find(key)]

    def groups(self) -> dict[Key, list[Key]]:
        """Smallest key to all keys of its set, both sorted."""
        return {smallest: sorted(keys) for smallest, keys in sorted(self._members.items())}


def split_by_average(similarity: npt.NDArray[np.float64], threshold: float) -> list[list[int]]:
    """Join the two groups that are most alike on average, again and again, until no two reach the threshold.

    similarity: symmetric, one row a thing. Returns groups of row numbers. Ties go to the smaller row numbers.
    Cubic in the number of things: for components of some hundreds.
    """
    alike = similarity.copy()
    np.fill_diagonal(alike, -1.0)
    groups: dict[int, list[int]] = {row: [row] for row in range(len(alike))}
    while len(groups) > 1:
        first, second = sorted(divmod(int(alike.argmax()), len(alike)))
        if alike[first, second] < threshold:
            break
        _join_rows(alike, groups, first, second)
    return [sorted(rows) for _, rows in sorted(groups.items())]


def _join_rows(alike: npt.NDArray[np.float64], groups: dict[int, list[int]], first: int, second: int) -> None:
    sizes = len(groups[first]), len(groups[second])
    # Rounded, so that the last bit of a sum never decides which two groups are the most alike.
    mean = np.round((alike[first] * sizes[0] + alike[second] * sizes[1]) / sum(sizes), 12)
    groups[first] += groups.pop(second)
    gone = [row for row in range(len(alike)) if row not in groups]
    mean[gone] = mean[first] = -1.0
    alike[first, :] = alike[:, first] = mean
    alike[second, :] = alike[:, second] = -1.0
