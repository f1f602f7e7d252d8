"""What people decided about entities, applied to what the rules found."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field

from extract.linking.clusters import Components
from extract.linking.entities.clues import Reader
from extract.linking.entities.joining import Node, join_nodes
from extract.linking.entities.profiles import Profile
from extract.linking.entities.rows import entity_id_of
from extract.linking.entities.splitting import ALONE, Cluster
from extract.linking.entities.units import Units
from extract.linking.overrides import Override


def is_any_named(nodes: Iterable[Node], ids: Collection[str], units: Units) -> bool:
    """Whether decisions name one of some entities, or a participant of one."""
    participants = units.columns["participant_id"]
    return any(
        entity_id_of(node) in ids
        or any(participants[row] in ids for unit in node.cluster.units for row in units.rows_of(unit))
        for node in nodes
    )


@dataclass(slots=True)
class Decisions:
    """nodes: entities by number, of all blocks that decisions name. blocks: the block of each. names: of those renamed."""

    nodes: dict[int, Node]
    blocks: dict[int, str]
    reader: Reader
    names: dict[int, str] = field(default_factory=dict)
    _of_unit: dict[int, int] = field(default_factory=dict)
    _merged: list[tuple[str, str]] = field(default_factory=list)

    def apply(self, overrides: Sequence[Override]) -> list[Override]:
        """Split and merge in the order of the days, then rename; returns the decisions that met nothing."""
        if not overrides:
            return []
        self._of_unit = {unit: number for number, node in self.nodes.items() for unit in node.cluster.units}
        named = {name for override in overrides for name in (override.one, override.other) if name}
        units = self._units(named)
        entities = {entity_id_of(node): number for number, node in self.nodes.items()}
        entities = {identity: number for identity, number in entities.items() if identity in named}
        # Entities keep the id that they had before any decision: a representative unit finds them afterwards.
        held = {identity: min(self.nodes[number].cluster.units) for identity, number in entities.items()}
        unmatched = []
        order = {"split": 0, "merge": 1, "rename": 2}
        for override in sorted(overrides, key=lambda o: (o.action == "rename", o.decided_at, order[o.action], repr(o))):
            one = units.get(override.one, held.get(override.one))
            other = units.get(override.other or "", held.get(override.other or ""))
            if one is None or (override.action == "merge" and other is None):
                unmatched.append(override)
            elif override.action == "split":
                if override.one not in units or not self._split(one):
                    unmatched.append(override)
            elif override.action == "merge" and other is not None:
                self._merge(one, other)
            elif override.name:
                self.names[self._of_unit[one]] = override.name
        return unmatched

    def joined_blocks(self) -> dict[str, str]:
        """Blocks that merges made one: each to the smallest of its set."""
        components = Components({block for pair in self._merged for block in pair})
        for one, other in self._merged:
            components.join(one, other)
        return {block: smallest for smallest, blocks in components.groups().items() for block in blocks}

    def _units(self, ids: set[str]) -> dict[str, int]:
        """The units of the participants among some ids."""
        columns, found = self.reader.units, {}
        for unit in range(len(columns.articles)):
            for row in columns.rows_of(unit):
                identity = columns.columns["participant_id"][row]
                if identity in ids:
                    found[identity] = unit
        return found

    def _split(self, unit: int) -> bool:
        """Take a unit out of its entity; False where it is all of it."""
        number = self._of_unit[unit]
        node = self.nodes[number]
        if len(node.cluster.units) == 1:
            return False
        units, group = self.reader.units, self.reader.units.group_of(unit)
        del node.cluster.units[unit]
        node.cluster.profile = self._profile(node.cluster.units)
        key = f"{units.groups[group]}@{units.articles[unit]}"
        new = max(self.nodes) + 1
        kind = node.kind if node.kind in ("country", "group") else node.forms[group].kind
        self.nodes[new] = Node(
            Cluster(self.reader.profile(unit, group), {unit: ALONE}),
            {group: node.forms[group]},
            {group: "decided"},
            kind,
            {f"{key}!"},
        )
        self.blocks[new] = self.blocks[number]
        self._of_unit[unit] = new
        return True

    def _profile(self, units: Iterable[int]) -> Profile:
        profiles = [self.reader.profile(unit, self.reader.units.group_of(unit)) for unit in sorted(units)]
        for other in profiles[1:]:
            profiles[0].add(other)
        return profiles[0]

    def _merge(self, one: int, other: int) -> None:
        first, second = sorted((self._of_unit[one], self._of_unit[other]))
        if first == second:
            return
        self._merged.append((self.blocks[first], self.blocks[second]))
        for unit in self.nodes[second].cluster.units:
            self._of_unit[unit] = first
        scores = {**self.nodes[first].cluster.units, **self.nodes[second].cluster.units}
        forms = {**self.nodes[second].forms, **self.nodes[first].forms}
        join_nodes(self.nodes, first, second, ("decided",), ALONE)
        self.nodes[first].cluster.units, self.nodes[first].forms = scores, forms
        if second in self.names:
            self.names.setdefault(first, self.names.pop(second))
