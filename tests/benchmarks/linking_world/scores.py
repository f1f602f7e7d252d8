"""How well two ways to part the same mentions agree: counted from the table of how they cross, never pair by pair."""

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, slots=True)
class Score:
    """Pairs of mentions (precision, recall, F1) and B-cubed: the mean over mentions."""

    mentions: int
    pairs: int
    precision: float
    recall: float
    f1: float
    b3_precision: float
    b3_recall: float
    b3_f1: float


def _f1(precision: float, recall: float) -> float:
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def _cells(truth: np.ndarray, found: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Of each mention: its cell of the crossing; the size of each cell, true entity and found one."""
    true_number = np.unique(truth, return_inverse=True)[1]
    found_number = np.unique(found, return_inverse=True)[1]
    cell = true_number.astype(np.int64) * (found_number.max(initial=0) + 1) + found_number
    of_cell, cell_sizes = np.unique(cell, return_inverse=True, return_counts=True)[1:]
    return cell_sizes[of_cell], cell_sizes, np.bincount(true_number), np.bincount(found_number)


def _pairs(sizes: np.ndarray) -> int:
    sizes = sizes.astype(np.int64)
    return int((sizes * (sizes - 1) // 2).sum())


def score(truth: np.ndarray, found: np.ndarray, which: np.ndarray | None = None) -> Score:
    """Score of all mentions, or of some: then of the pairs that touch one of these, whatever the other is.

    truth, found: a number per mention, whose values say only who belongs together. which: a mask.
    """
    which = np.ones(len(truth), dtype=bool) if which is None else which
    both, right, true, given = _pair_counts(truth, found)
    if not which.all():
        rest = _pair_counts(truth[~which], found[~which])
        right, true, given = right - rest[1], true - rest[2], given - rest[3]
    precision, recall = right / given if given else 1.0, right / true if true else 1.0
    true_of, found_of = np.unique(truth, return_inverse=True)[1], np.unique(found, return_inverse=True)[1]
    b3_precision = float((both / np.bincount(found_of)[found_of])[which].mean()) if which.any() else 1.0
    b3_recall = float((both / np.bincount(true_of)[true_of])[which].mean()) if which.any() else 1.0
    return Score(
        int(which.sum()), true, precision, recall, _f1(precision, recall), b3_precision, b3_recall,
        _f1(b3_precision, b3_recall),
    )  # fmt: skip


def _pair_counts(truth: np.ndarray, found: np.ndarray) -> tuple[np.ndarray, int, int, int]:
    """Cell size of each mention; pairs together in both, in truth, as found."""
    if not len(truth):
        return np.zeros(0), 0, 0, 0
    of_mention, cells, true_sizes, found_sizes = _cells(truth, found)
    return of_mention, _pairs(cells), _pairs(true_sizes), _pairs(found_sizes)


def worst(
    truth: np.ndarray, found: np.ndarray, count: int
) -> tuple[list[tuple[int, int, int]], list[tuple[int, int, int]]]:
    """What costs most pairs: (false pairs, a mention, a mention of another entity merged with it), and (missed pairs, two
    mentions of an entity that were not brought together)."""
    return _torn(found, truth, count), _torn(truth, found, count)


def _torn(whole: np.ndarray, part: np.ndarray, count: int) -> list[tuple[int, int, int]]:
    """The classes of `whole` with most pairs that `part` tears: those pairs, and the first mentions of its two largest pieces."""
    order = np.lexsort((part, whole))
    starts = np.flatnonzero(np.diff(whole[order], prepend=whole[order[0]] - 1))
    found = []
    for rows in np.split(order, starts[1:]):
        _, first, sizes = np.unique(part[rows], return_index=True, return_counts=True)
        if len(sizes) > 1:
            large = np.argsort(-sizes, kind="stable")[:2]
            found.append(
                (_pairs(np.array([len(rows)])) - _pairs(sizes), int(rows[first[large[0]]]), int(rows[first[large[1]]]))
            )
    return sorted(found, key=lambda item: (-item[0], item[1]))[:count]
