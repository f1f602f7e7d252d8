"""The mentions of one story in groups: those that are on average alike enough, the most alike first."""

import heapq
import math
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import combinations

from extract.linking.clusters import Components
from extract.linking.events.weights import BIAS, WEIGHTS, Clues, dot, probability

Clue = tuple[str, str]

_ROOTS = {clue: (weight < 0, math.sqrt(abs(weight))) for clue, weight in WEIGHTS.items()}

# A key that more mentions have pairs each with its neighbours in the order only, so that pairs grow with the mentions.
_ALL_PAIRS = 32
_NEIGHBOURS = 8
# What a join is called: by the first of these clues that the two share by more than this, in log-odds; else by its words.
_RULES = (
    ("headline", ("headline",), 0.3),
    ("participants", ("entity", "entity_role", "entity_family"), 0.5),
    ("place", ("place", "near_day"), 0.5),
)


@dataclass(slots=True)
class Group:
    """Mentions that are one event, with the sums of their clues times the root of the weight: what two share is one product."""

    size: int
    articles: set[str]
    speaks_for: dict[Clue, float]
    speaks_against: dict[Clue, float]
    version: int = 0


@dataclass(frozen=True, slots=True)
class Join:
    """Two groups became one: how sure, and what spoke for it."""

    score: float
    rule: str


@dataclass(slots=True)
class Grouping:
    """Which mentions are together, and the join that brought each in."""

    components: Components[int]
    joined: dict[int, Join] = field(default_factory=dict)


def group_of(clues: Sequence[Clues], articles: set[str]) -> Group:
    """A group of one: the mean of the clues of its wordings."""
    sums: tuple[dict[Clue, float], dict[Clue, float]] = ({}, {})
    for wording in clues:
        for clue, values in wording.items():
            is_against, root = _ROOTS[clue]
            side, share = sums[is_against], root / len(clues)
            for key, value in values.items():
                side[clue, key] = side.get((clue, key), 0.0) + value * share
    return Group(1, articles, *sums)


def join_groups(groups: list[Group], keys: Sequence[Sequence[str]]) -> Grouping:
    """Join the two groups with the highest mean log-odds, again and again, until none is above 0.

    keys: for each mention by what it is compared; two that share none are never looked at. No group holds two mentions of one
    article: their article tells them apart. The mean over all pairs of two groups is the product of their sums, so that a join
    costs as much as the clues of the smaller group.
    """
    found = Grouping(Components(range(len(groups))))
    heap: list[tuple[float, int, int, int, int]] = []
    seen: set[tuple[int, int, int, int]] = set()

    def offer(one: int, other: int) -> None:
        first, second = groups[one], groups[other]
        state = (one, first.version, other, second.version)
        if state in seen or not first.articles.isdisjoint(second.articles):
            return
        seen.add(state)
        if (alike := log_odds(first, second)) > 0:
            heapq.heappush(heap, (-alike, *state[::2], *state[1::2]))

    for one, other in candidates(keys):
        offer(one, other)
    while heap:
        alike, one, other, *versions = heapq.heappop(heap)
        first, second = sorted((found.components.find(one), found.components.find(other)))
        if first == second:
            continue
        if (first, second) == (one, other) and versions == [groups[one].version, groups[other].version]:
            _join(found, groups, one, other, -alike)
        else:
            offer(first, second)
    return found


def log_odds(one: Group, other: Group) -> float:
    """The mean over all pairs, rounded so that the last bit never decides which two are the most alike."""
    common = dot(one.speaks_for, other.speaks_for) - dot(one.speaks_against, other.speaks_against)
    return round(BIAS + common / (one.size * other.size), 9)


def _join(found: Grouping, groups: list[Group], one: int, other: int, alike: float) -> None:
    join = Join(probability(alike), _rule(groups[one], groups[other]))
    for root in (one, other):
        # The members of a group that was joined before came in by a better join.
        if groups[root].size == 1:
            found.joined[root] = join
    found.components.join(one, other)
    large, small = sorted((groups[one], groups[other]), key=lambda group: -len(group.speaks_for))
    for into, added in ((large.speaks_for, small.speaks_for), (large.speaks_against, small.speaks_against)):
        for clue, value in added.items():
            into[clue] = into.get(clue, 0.0) + value
    large.articles |= small.articles
    large.size += small.size
    large.version = max(large.version, small.version) + 1
    # The smaller number stands for both from now on.
    groups[one] = groups[other] = large


def _rule(one: Group, other: Group) -> str:
    common: dict[str, float] = {}
    for clue, value in one.speaks_for.items():
        if clue in other.speaks_for:
            common[clue[0]] = common.get(clue[0], 0.0) + value * other.speaks_for[clue]
    for rule, clues, enough in _RULES:
        if round(sum(common.get(clue, 0.0) for clue in clues) / (one.size * other.size), 9) > enough:
            return rule
    return "words"


def candidates(keys: Sequence[Sequence[str]]) -> Iterator[tuple[int, int]]:
    """Pairs of numbers that share a key, the smaller first, each pair once."""
    having: defaultdict[str, list[int]] = defaultdict(list)
    for number, its in enumerate(keys):
        for key in its:
            having[key].append(number)
    pairs: set[tuple[int, int]] = set()
    for numbers in having.values():
        if len(numbers) <= _ALL_PAIRS:
            pairs.update(combinations(numbers, 2))
        else:
            for step in range(1, _NEIGHBOURS + 1):
                pairs.update(zip(numbers, numbers[step:], strict=False))
    return iter(sorted(pairs))
