"""Names that may be one entity's: their clusters joined, best pair first, unless what is known of the two contradicts it."""

import heapq
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import chain, combinations, product

from extract.linking.entities.clues import evidence_kind, name_weight
from extract.linking.entities.forms import Form
from extract.linking.entities.profiles import Profile, compare
from extract.linking.entities.relations import Relation, pairing_keys, relate
from extract.linking.entities.splitting import Cluster
from extract.linking.entities.weights import weights

# Names that share a key are compared each with each up to so many, beyond with the most frequent ones.
_ALL_PAIRS, _WITH_LARGEST = 24, 6
# Of names with more parts than these, only the largest parts are compared.
_PARTS = 12


@dataclass(slots=True)
class Node:
    """A cluster on its way to an entity: its names' groups, and the rule by which each group came in."""

    cluster: Cluster
    forms: dict[int, Form]
    rules: dict[int, str]
    kind: str
    # Keys of the parts of name groups that it is made of: its id comes from the smallest.
    parts: set[str] = field(default_factory=set)
    # Other names that its articles use for it, each with the number of articles.
    called: Counter[str] = field(default_factory=Counter)


def join_variants(nodes: dict[int, Node], name_weights: list[float]) -> None:
    """Join, in place, the nodes of a block whose names may be one entity's and whose profiles go together."""
    by_group: defaultdict[int, list[int]] = defaultdict(list)
    forms: dict[int, Form] = {}
    for number, node in nodes.items():
        ((group, form),) = node.forms.items()
        by_group[group].append(number)
        forms[group] = form
    sizes = {
        group: sum(nodes[number].cluster.profile.size for number in numbers) for group, numbers in by_group.items()
    }
    for group, numbers in by_group.items():
        numbers.sort(key=lambda number: (-nodes[number].cluster.profile.size, number))
        by_group[group] = numbers[:_PARTS]
    edges = _edges(forms, sizes, by_group, nodes, name_weights)
    _agglomerate(edges, nodes, name_weights)


@dataclass(frozen=True, slots=True, order=True)
class _Edge:
    cost: float
    one: int
    other: int
    relation: Relation = field(compare=False)
    prior: float = field(compare=False)


def _edges(
    forms: dict[int, Form],
    sizes: dict[int, int],
    by_group: dict[int, list[int]],
    nodes: dict[int, Node],
    name_weights: list[float],
) -> list[_Edge]:
    edges = []
    for one, other in sorted(_pairs(forms, sizes)):
        relation = relate(forms[one], forms[other])
        if relation is None:
            continue
        prior = _prior(forms[one], forms[other], relation)
        for a in by_group[one]:
            for b in by_group[other]:
                edge = _edge(
                    nodes, (a, b), relation, prior=prior, sizes=(sizes[one], sizes[other]), name_weights=name_weights
                )
                if edge is not None:
                    edges.append(edge)
    edges += _alias_edges(forms, by_group, nodes, name_weights)
    return _only_clear(edges)


def _alias_edges(
    forms: dict[int, Form], by_group: dict[int, list[int]], nodes: dict[int, Node], name_weights: list[float]
) -> list[_Edge]:
    """Names of which an article says that they are one's."""
    groups = {form.key: group for group, form in forms.items()}
    relation, edges = Relation(("alias",)), []
    for number, node in sorted(nodes.items()):
        for key in sorted(node.called):
            group = groups.get(key)
            if group is None or group in node.forms:
                continue
            (own,) = node.forms.values()
            # What many bodies are called for short says of none that it is another.
            if evidence_kind(forms[group]) == "generic" != evidence_kind(own):
                continue
            for other in by_group[group]:
                prior = _prior(own, forms[group], relation)
                edge = _edge(nodes, (number, other), relation, prior=prior, sizes=(1, 1), name_weights=name_weights)
                edges += [edge] if edge else []
    return edges


def _pairs(forms: dict[int, Form], sizes: dict[int, int]) -> set[tuple[int, int]]:
    sharing: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)
    by_initial: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
    for group, form in sorted(forms.items()):
        for key in dict.fromkeys(pairing_keys(form)):
            sharing[key].append(group)
            if key[0] == "first" and key[2] and form.words[0][:1] == key[2][:1]:
                by_initial[key[1], key[2][0]].append(group)

    def largest(groups: Iterable[int]) -> list[int]:
        return sorted(groups, key=lambda group: (-sizes[group], group))[:_WITH_LARGEST]

    pairs = set()
    for key, groups in sharing.items():
        if key[0] == "initial":
            longer = list(dict.fromkeys(by_initial[key[1], key[2]]))
            is_few = min(len(groups), len(longer)) <= _ALL_PAIRS
            usual = chain(product(groups, largest(longer)), product(largest(groups), longer))
            pairs |= {(min(a, b), max(a, b)) for a, b in (product(groups, longer) if is_few else usual) if a != b}
        elif len(groups) <= _ALL_PAIRS:
            pairs |= set(combinations(groups, 2))
        else:
            pairs |= {(min(a, b), max(a, b)) for a, b in product(groups, largest(groups)) if a != b}
    return pairs


def _prior(one: Form, other: Form, relation: Relation) -> float:
    known = weights()
    if relation.rules == ("kind",) and {one.kind, other.kind} != {"person", "place"}:
        named = max(name_weight(one), name_weight(other))
    else:
        named = min(name_weight(one), name_weight(other))
    return round(named + sum(known[rule] for rule in relation.rules), 6)


def _edge(
    nodes: dict[int, Node],
    pair: tuple[int, int],
    relation: Relation,
    *,
    prior: float,
    sizes: tuple[int, int],
    name_weights: list[float],
) -> _Edge | None:
    """The edge of two nodes, or None where more speaks against it. sizes: articles of the two names."""
    a, b = pair
    one, other = nodes[a].cluster.profile, nodes[b].cluster.profile
    evidence = compare(one, other, _evidence_kind(nodes[a], nodes[b]), name_weights)
    found = prior + evidence.log_odds + _side_by_side(one, other)
    # Two names that are both usual and differ by a letter are two, unless the same names stand beside both.
    is_rare = min(sizes) <= max(1, 0.1 * max(sizes))
    if relation.is_fuzzy and evidence.shared < (0.5 if is_rare and max(sizes) > 1 else 1.2):
        found -= 1.5 if is_rare else 4.0
    if relation.rules == ("kind",):
        found -= _kind_doubt({nodes[a].kind, nodes[b].kind}, sizes, evidence.shared)
    return _Edge(-round(found, 6), min(a, b), max(a, b), relation, prior) if found > 0 else None


def _kind_doubt(kinds: set[str], sizes: tuple[int, int], shared: float) -> float:
    """What speaks against one name of two kinds being one; a team may be called as its town."""
    is_usual = max(sizes) >= 3 * min(sizes)
    if kinds == {"organisation", "place"}:
        return 0.0 if is_usual or shared >= 1.2 else 3.0
    return 0.0 if is_usual or shared >= 0.5 else 1.5


def _evidence_kind(one: Node, other: Node) -> str:
    """The kind by which two nodes are compared: the more cautious of their names' kinds."""
    kinds = {evidence_kind(form) for node in (one, other) for form in node.forms.values()}
    return min(kinds, key=("generic", "place_twice", "person", "organisation", "place", "country").index)


def _side_by_side(one: Profile, other: Profile) -> float:
    """An article that has both beside each other takes them for two."""
    together = len(one.articles & other.articles)
    return weights()["same_article"] if together > 0.2 * min(len(one.articles), len(other.articles)) else 0.0


def _only_clear(edges: list[_Edge]) -> list[_Edge]:
    """Drop the edges by an initial where another of the same letter fits about as well."""
    best: defaultdict[int, list[_Edge]] = defaultdict(list)
    for edge in edges:
        if "initial" in edge.relation.rules:
            best[edge.one].append(edge)
            best[edge.other].append(edge)
    unclear = set()
    for found in best.values():
        found.sort()
        if len(found) > 1 and found[1].cost - found[0].cost < 1.0:
            unclear |= {(edge.one, edge.other) for edge in found}
    return [edge for edge in edges if (edge.one, edge.other) not in unclear]


def _agglomerate(edges: Sequence[_Edge], nodes: dict[int, Node], name_weights: list[float]) -> None:
    moved: dict[int, int] = {}
    heap = sorted(edges)
    while heap:
        edge = heapq.heappop(heap)
        one, other = _root(moved, edge.one), _root(moved, edge.other)
        if one == other or not _may_join(nodes[one], nodes[other]):
            continue
        if (one, other) != (edge.one, edge.other):
            # What is known of the two has grown since the pair was compared.
            evidence = compare(
                nodes[one].cluster.profile,
                nodes[other].cluster.profile,
                _evidence_kind(nodes[one], nodes[other]),
                name_weights,
            )
            found = min(-edge.cost, edge.prior + evidence.log_odds + 1.5) if evidence.is_contradicted else -edge.cost
            if found <= 0:
                continue
        join_nodes(nodes, one, other, edge.relation.rules, -edge.cost)
        moved[other] = one


def _root(moved: dict[int, int], number: int) -> int:
    while number in moved:
        number = moved[number]
    return number


def _may_join(one: Node, other: Node) -> bool:
    """False where a name of the one and a name of the other exclude each other, or are two parts of one name."""
    if one.forms.keys() & other.forms.keys():
        return False
    for form in one.forms.values():
        for other_form in other.forms.values():
            if form.kind == other_form.kind == "person" and not _go_together(form, other_form):
                return False
    return True


def _go_together(one: Form, other: Form) -> bool:
    """Two names of a chain: "George W." and "George H. W." do not go together, though "George" goes with both."""
    if one.suffix and other.suffix and one.suffix != other.suffix:
        return False
    middles = [form.words[1:-1] for form in (one, other)]
    return not (middles[0] and middles[1]) or all(a[0] == b[0] for a, b in zip(middles[0], middles[1], strict=False))


def join_nodes(nodes: dict[int, Node], one: int, other: int, rules: tuple[str, ...], log_odds: float) -> None:
    """Make the second node part of the first. What has fewer articles comes in by the rule."""
    first, second = nodes[one], nodes.pop(other)
    large, small = (first, second) if _rank(first) >= _rank(second) else (second, first)
    rule = rules[0] if rules else "spelling"
    incoming = {group: found if found != "name" else rule for group, found in small.rules.items()}
    small.cluster.units = {unit: min(own, log_odds) for unit, own in small.cluster.units.items()}
    if large.cluster.profile.size == 1 and small.cluster.profile.size == 1:
        large.cluster.units = {unit: min(own, log_odds) for unit, own in large.cluster.units.items()}
    large.cluster.profile.add(small.cluster.profile)
    large.cluster.units.update(small.cluster.units)
    large.forms.update(small.forms)
    large.rules.update(incoming)
    large.parts |= small.parts
    large.called.update(small.called)
    nodes[one] = large


def _rank(node: Node) -> tuple[int, int]:
    return node.cluster.profile.size, -node.cluster.profile.smallest
