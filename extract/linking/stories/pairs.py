"""How alike two texts are, and whether that links them."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from extract.linking.stories.articles import Node
from extract.linking.text_vectors import LENGTH

Rows = npt.NDArray[np.int64]
Similarity = npt.NDArray[np.float64]

# Two articles further apart than this are two stories, however alike: weekly figures, yearly prizes.
WINDOW_DAYS = 4
# Similarity that links two articles of one window. Of 58,653 pairs of whole articles nearly all that reach it are of one story.
LINK = 0.3
# What each day between two articles takes from their similarity: the same place is shelled, the same market falls, every day.
DAY_COST = 0.03
# What links an undated article with a dated one, which may be of any year.
UNDATED_LINK = 0.6
_UNDATED = -1


class Pairs:
    """Similarities of nodes, by their numbers in a list."""

    def __init__(self, nodes: Sequence[Node]) -> None:
        words = {
            word: number for number, word in enumerate(dict.fromkeys(w for node in nodes for w in node.vector.weights))
        }
        lengths = [len(node.vector.weights) for node in nodes]
        total = sum(lengths)
        self._starts = np.concatenate(([0], np.cumsum(lengths, dtype=np.int64)))
        self._words = np.fromiter((words[word] for node in nodes for word in node.vector.weights), np.int64, total)
        self._weights = np.fromiter((w for node in nodes for w in node.vector.weights.values()), np.float64, total)
        self._days = np.array([node.published.toordinal() if node.published else _UNDATED for node in nodes], np.int64)
        self._dense = np.zeros(len(words) + 1)

    def similarity(self, one: int, others: Rows) -> Similarity:
        """Cosine of one node and each of some others. Sums of whole numbers: exact, whatever they are computed with."""
        lengths = self._starts[others + 1] - self._starts[others]
        ends = np.cumsum(lengths)
        places = np.arange(ends[-1] if len(ends) else 0) + np.repeat(self._starts[others] - (ends - lengths), lengths)
        mine = slice(self._starts[one], self._starts[one + 1])
        self._dense[self._words[mine]] = self._weights[mine]
        products = np.concatenate(([0.0], np.cumsum(self._dense[self._words[places]] * self._weights[places])))
        self._dense[self._words[mine]] = 0.0
        found: Similarity = (products[ends] - products[ends - lengths]) / LENGTH**2
        return found

    def are_linked(self, one: int, others: Rows, link: float = LINK) -> npt.NDArray[np.bool_]:
        """Whether one node links with each of some others, given that they share a key. link: see `LINK`."""
        mine, theirs = self._days[one], self._days[others]
        one_undated = (mine == _UNDATED) != (theirs == _UNDATED)
        apart = np.abs(mine - theirs)
        needed = np.where(one_undated, max(link, UNDATED_LINK), link + DAY_COST * apart)
        near = one_undated | (apart <= WINDOW_DAYS)
        linked = np.zeros(len(others), bool)
        linked[near] = self.similarity(one, others[near]) >= needed[near]
        return linked

    def windows(self, rows: Rows) -> list[Rows]:
        """Some nodes by the window that their day falls in, counted from the first day; undated ones by themselves."""
        days = self._days[rows]
        dated = days[days != _UNDATED]
        first = int(dated.min()) if len(dated) else 0
        window = np.where(days == _UNDATED, _UNDATED, (days - first) // (WINDOW_DAYS + 1))
        return [rows[window == which] for which in np.unique(window)]

    def matrix(self, rows: Rows) -> Similarity:
        """Similarity of each two of some nodes, less what their days cost; 0 where these forbid a story of the two."""
        found = np.eye(len(rows))
        for place, row in enumerate(rows[:-1]):
            found[place, place + 1 :] = self.similarity(row, rows[place + 1 :])
        days = self._days[rows]
        undated = days == _UNDATED
        one_undated = undated[:, None] != undated[None, :]
        apart = np.abs(days[:, None] - days[None, :])
        found = np.where(one_undated, found, np.maximum(found - DAY_COST * apart, 0.0))
        found[(~one_undated & (apart > WINDOW_DAYS)) | (one_undated & (found < UNDATED_LINK))] = 0.0
        upper = np.triu(found, 1)
        matrix: Similarity = upper + upper.T + np.eye(len(rows))
        return matrix
