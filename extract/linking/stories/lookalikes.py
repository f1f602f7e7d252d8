"""Look-alikes: two things of one kind, told in nearly the same words but for the names and numbers in them."""

import math
from collections import Counter
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from extract.linking.stories.pairs import Similarity
from extract.linking.text_vectors import TextVector

# Fewer texts tell no habit of naming from an accident.
_FEWEST = 6
# Two things or one: a logistic regression on 537 sets of annotated first sentences, each set drawn from one story or from two
# of one kind; it is right in 93% of the sets of kinds that it has not seen. Positive: two. One more is asked for than chance
# would, since most stories have no double.
_CONSTANT = -5.3
# How much holds the halves together, of all that holds their texts together (a normalised cut, 0 to 2).
_HELD = -8.9
# In how much more of one half's texts than of the other's its two most telling names or numbers stand; of the lesser half.
_NAMED = 5.1
# Logarithm of the number of texts, and of those in the smaller half; counted up to here.
_TEXTS, _TEXTS_COUNTED = 1.9, 20
_SMALLER, _SMALLER_COUNTED = 1.7, 8
# Names and numbers weigh this much more than other words.
_PARTICULAR = 1.5
_ROUNDS = 200


def part_lookalikes(vectors: Sequence[TextVector], unlike: npt.NDArray[np.bool_]) -> list[list[int]]:
    """The texts in one or more groups, by their numbers: halved while both halves have names or numbers of their own.

    unlike: which two have nothing in common, or are too far apart in time. What all of the texts say tells nothing here, what
    some of them say tells much: two arrests at one airport differ in who was arrested.
    """
    groups, found = [list(range(len(vectors)))], []
    while groups:
        group = groups.pop()
        halves = _halve([vectors[row] for row in group], unlike[np.ix_(group, group)])
        if halves is None:
            found.append(group)
        else:
            groups += [[group[place] for place in half] for half in halves]
    return sorted(found)


def _halve(vectors: Sequence[TextVector], unlike: npt.NDArray[np.bool_]) -> tuple[list[int], list[int]] | None:
    if len(vectors) < _FEWEST:
        return None
    alike = np.where(unlike, 0.0, _similarity(vectors))
    held, first, second = _weakest_cut(alike)
    named = min(_own_names(vectors, first, second), _own_names(vectors, second, first))
    texts = math.log(min(len(vectors), _TEXTS_COUNTED))
    smaller = math.log(min(len(first), len(second), _SMALLER_COUNTED))
    are_two = _CONSTANT + _HELD * held + _NAMED * named + _TEXTS * texts + _SMALLER * smaller > 0
    return (first, second) if are_two else None


def _similarity(vectors: Sequence[TextVector]) -> Similarity:
    """Cosines where a word weighs most when some of these texts have it, and not when all or a single one do."""
    having = Counter(word for vector in vectors for word in vector.weights)
    words = {word: place for place, word in enumerate(w for w, n in sorted(having.items()) if 1 < n < len(vectors))}
    table = np.zeros((len(vectors), len(words)))
    for row, vector in enumerate(vectors):
        for word in vector.weights:
            if word in words:
                share = having[word] / len(vectors)
                weight = math.sqrt(share) * -math.log(share)
                table[row, words[word]] = weight * (_PARTICULAR if word in vector.particulars else 1.0)
    lengths = np.sqrt((table * table).sum(axis=1))
    table /= np.where(lengths > 0, lengths, 1.0)[:, None]
    return np.round(table @ table.T, 9)


def _weakest_cut(alike: Similarity) -> tuple[float, list[int], list[int]]:
    """The cut of the texts in two along their main difference that severs least, and how much that is."""
    alike = alike.copy()
    np.fill_diagonal(alike, 0.0)
    # A little for every two, so that a text that is like no other has something too.
    alike += 1e-3
    degrees = alike.sum(axis=1)
    order = np.argsort(np.round(_main_difference(alike, degrees), 9), kind="stable")
    ordered = alike[np.ix_(order, order)]
    inside = np.cumsum(degrees[order])
    # A text that changes sides severs what holds it to those still there, and no longer what holds it to those here.
    severed = np.cumsum(degrees[order] - np.diag(ordered) - 2 * np.tril(ordered, -1).sum(axis=1))[:-1]
    held = severed / inside[:-1] + severed / (inside[-1] - inside[:-1])
    size = 2 + int(np.round(held[1:-1], 9).argmin())
    return float(held[size - 1]), sorted(order[:size].tolist()), sorted(order[size:].tolist())


def _main_difference(alike: Similarity, degrees: Similarity) -> Similarity:
    """Second eigenvector of the normalised similarities, from the two texts that are least alike, by repeated products."""
    root = np.sqrt(degrees)
    normal = alike / np.outer(root, root)
    whole = root / np.linalg.norm(root)
    one, other = divmod(int((alike + np.diag(np.full(len(alike), np.inf))).argmin()), len(alike))
    vector = normal[one] - normal[other]
    for _ in range(_ROUNDS):
        vector = vector - whole * (whole @ vector)
        vector = vector + normal @ vector
        vector /= np.linalg.norm(vector) or 1.0
    found: Similarity = vector / root
    return found


def _own_names(vectors: Sequence[TextVector], here: list[int], there: list[int]) -> float:
    """In how much more of the texts here than there the two most telling names or numbers stand, on average."""
    mine, theirs = (Counter(word for row in rows for word in vectors[row].particulars) for rows in (here, there))
    # One more than there are: names of a few texts tell less surely.
    more = sorted((count / (len(here) + 1) - theirs[word] / len(there) for word, count in mine.items()), reverse=True)
    return sum(more[:2]) / 2
