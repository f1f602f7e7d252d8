"""Blocks: texts that links connect."""

import numpy as np
import numpy.typing as npt

from extract.linking.clusters import Components
from extract.linking.stories.keys import Keys
from extract.linking.stories.pairs import LINK, Pairs, Rows

# Texts that share a key, up to here, are compared each with each at once; more are searched through (see `_search`).
_FEW = 40


def connect(keys: Keys, owners: Rows, members: Rows, pairs: Pairs, link: float = LINK) -> list[Rows]:
    """Groups of the members that links connect, by their smallest number. Two texts link when they share a key and are alike.

    keys, owners: as `text_keys` gives them, for any texts. link: the similarity that links. Every text that has a key of a
    large group costs one comparison with what that group has not connected yet, so that a thing which thousands report is cheap.
    """
    is_member = np.isin(owners, members)
    keys, owners = keys[is_member], owners[is_member]
    components = Components(members.tolist())
    starts = np.flatnonzero(np.concatenate(([True], keys[1:] != keys[:-1]))) if len(keys) else np.empty(0, np.int64)
    sizes = np.diff(np.concatenate((starts, [len(keys)]))) if len(keys) else starts
    small = np.repeat(sizes <= _FEW, sizes)
    _join_few(keys[small], owners[small], components, pairs, link)
    for start, size in zip(starts[sizes > _FEW], sizes[sizes > _FEW], strict=True):
        _search(owners[start : start + size], components, pairs, link)
    return [np.array(group) for group in components.groups().values()]


def _join_few(keys: Keys, owners: Rows, components: Components[int], pairs: Pairs, link: float) -> None:
    found: list[npt.NDArray[np.int64]] = [np.empty((0, 2), np.int64)]
    for step in range(1, min(_FEW, len(keys))):
        same = np.flatnonzero(keys[:-step] == keys[step:])
        if not len(same):
            break
        found.append(np.unique(np.stack((owners[same], owners[same + step]), axis=1), axis=0))
    candidates = np.unique(np.concatenate(found), axis=0)
    starts = np.flatnonzero(np.diff(candidates[:, 0], prepend=-1))
    for others in np.split(candidates, starts[1:]) if len(candidates) else ():
        one = int(others[0, 0])
        for other in others[pairs.are_linked(one, others[:, 1], link), 1].tolist():
            components.join(one, other)


def _search(group: Rows, components: Components[int], pairs: Pairs, link: float) -> None:
    """Connect the texts of one key: from those that are reached, look among those that are not yet, from the smaller side."""
    roots = np.array([components.find(number) for number in group.tolist()])
    waiting = np.ones(len(group), bool)
    while waiting.any():
        start = roots[waiting.argmax()]
        reached = _take(roots == start, waiting)
        while len(reached) and waiting.any():
            others = np.flatnonzero(waiting)
            if len(reached) <= len(others):
                linked = others[pairs.are_linked(int(group[reached[0]]), group[others], link)]
                reached = reached[1:]
            else:
                linked = others[[bool(pairs.are_linked(int(group[o]), group[reached], link).any()) for o in others]]
                reached = reached[:0]
            for root in np.unique(roots[linked]).tolist():
                components.join(int(start), root)
                reached = np.concatenate((reached, _take(roots == root, waiting)))


def _take(chosen: npt.NDArray[np.bool_], waiting: npt.NDArray[np.bool_]) -> Rows:
    """The places chosen of those that wait, which wait no longer."""
    taken = np.flatnonzero(chosen & waiting)
    waiting[taken] = False
    return taken
