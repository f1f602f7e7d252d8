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


def split_by_average(
    similarity: npt.NDArray[np.float64], threshold: float, weights: npt.NDArray[np.float64] | None = None
) -> list[list[int]]:
    """Join the two groups that are most alike on average, again and again, until no two reach the threshold.

    similarity: symmetric, one row a thing. weights: how many equal things a row stands for, else 1. Returns groups of row
    numbers. Ties go to the smaller row numbers. Grows with the square of the number of things: for components of some thousands.

    Two groups that are each other's nearest are joined at once: what is joined elsewhere never brings a third nearer to either
    than the nearer of its parts was, so the order of joins does not matter, and a group whose nearest is too far is finished.
    """
    alike = similarity.astype(np.float64)
    np.fill_diagonal(alike, -1.0)
    sizes = np.ones(len(alike)) if weights is None else weights.astype(np.float64)
    groups: dict[int, list[int]] = {row: [row] for row in range(len(alike))}
    open_rows, chain = set(groups), list[int]()
    while open_rows:
        row = chain[-1] if chain else min(open_rows)
        nearest = int(alike[row].argmax())
        # A tie goes back the way the chain came: else equal things would chase each other in a circle.
        if len(chain) > 1 and alike[row, chain[-2]] >= alike[row, nearest]:
            nearest = chain[-2]
        if alike[row, nearest] < threshold:
            open_rows.discard(row)
            chain = []
            alike[row, :] = alike[:, row] = -1.0
        elif len(chain) > 1 and nearest == chain[-2]:
            first, second = sorted(chain[-2:])
            del chain[-2:]
            open_rows.discard(second)
            groups[first] += groups.pop(second)
            _join_rows(alike, sizes, first, second)
        else:
            chain = [*chain, nearest] if chain else [row, nearest]
    return [sorted(rows) for _, rows in sorted(groups.items())]


def _join_rows(alike: npt.NDArray[np.float64], sizes: npt.NDArray[np.float64], first: int, second: int) -> None:
    total = sizes[first] + sizes[second]
    # Rounded, so that the last bit of a sum never decides which two groups are the most alike.
    mean = np.round((alike[first] * sizes[first] + alike[second] * sizes[second]) / total, 12)
    mean[(alike[first] < 0) | (alike[second] < 0)] = -1.0
    sizes[first] = total
    alike[first, :] = alike[:, first] = mean
    alike[second, :] = alike[:, second] = -1.0
