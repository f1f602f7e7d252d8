"""One block resolved: its name groups split, joined, and its short names placed."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from extract.contract.data import read_csv
from extract.linking.entities.clues import Reader, evidence_kind, name_weight
from extract.linking.entities.form_keys import alias_form, named_country
from extract.linking.entities.forms import Form
from extract.linking.entities.joining import Node, join_variants
from extract.linking.entities.profiles import Profile
from extract.linking.entities.short_names import ShortNames, attach, place_short_name
from extract.linking.entities.splitting import ALONE, Cluster, split_units
from extract.linking.entities.weights import weights
from extract.linking.entities.words import fold

# A name that several are called and that fits none of them clearly: less sure to be one and the same.
_AMBIGUOUS = -1.5
# A country's code, a described group of one article.
_CERTAIN = 5.0


def resolve_block(groups: Sequence[int], reader: Reader) -> list[Node]:
    """The entities of a block of name groups, in an order that only its members decide."""
    return _Block(groups, reader).resolve()


@dataclass(slots=True)
class _Block:
    groups: Sequence[int]
    reader: Reader

    def resolve(self) -> list[Node]:
        forms = {group: self.reader.form(group) for group in self.groups}
        fixed = {group: node for group, node in ((group, self._fixed(group)) for group in self.groups) if node}
        short = [group for group, form in forms.items() if group not in fixed and form.is_short]
        nodes: dict[int, Node] = {}
        for group in self.groups:
            if group not in fixed and group not in short:
                units = self._to_country(fixed, group, forms[group])
                if units:
                    self._split(nodes, group, forms[group], units)
        is_single = len(self.groups) == 1
        if not is_single and len(nodes) > 1:
            join_variants(nodes, self.reader.beside.weights)
        left = self._place_short(nodes, short, forms)
        if len(left) > 1:
            join_variants(left, self.reader.beside.weights)
        named = [*nodes.values(), *left.values()]
        if fixed and not is_single:
            named = self._join_countries(fixed, named)
        return [*fixed.values(), *named]

    def _fixed(self, group: int) -> Node | None:
        """A country or a described group: nothing to resolve."""
        units = self.reader.units
        key = units.groups[group]
        kind = key.partition(":")[0]
        if kind not in ("country", "group"):
            return None
        profile = Profile(units.group_units[group])
        scores = {}
        for unit in units.units_of(group):
            profile.add(self.reader.profile(unit, group, with_names=False))
            scores[unit] = _CERTAIN if kind == "country" else ALONE
        rule = "country_code" if kind == "country" and len(key) == len("country:XX") else "name"
        return Node(
            Cluster(profile, scores),
            {group: self.reader.form(group)},
            {group: "group" if kind == "group" else rule},
            kind,
            {key},
        )

    def _split(
        self, nodes: dict[int, Node], group: int, form: Form, units: Sequence[int], penalty: float = 0.0
    ) -> None:
        with_names = len(self.groups) > 1 or len(units) > 1
        prior = name_weight(form) + penalty
        clusters = split_units(
            units,
            lambda unit: self.reader.profile(unit, group, with_names=with_names),
            evidence_kind(form),
            prior,
            self.reader.beside.weights,
        )
        key = self.reader.units.groups[group]
        for part, cluster in enumerate(clusters):
            article = self.reader.units.articles[cluster.profile.smallest]
            nodes[cluster.profile.smallest] = Node(
                cluster, {group: form}, {group: "name"}, form.kind, {key if part == 0 else f"{key}@{article}"},
                self._called(cluster, form) if len(self.groups) > 1 else Counter(),
            )  # fmt: skip

    def _called(self, cluster: Cluster, form: Form) -> Counter[str]:
        """The other names that articles use for a cluster, with the number of articles."""
        called: Counter[str] = Counter()
        units = self.reader.units
        for unit in cluster.units:
            aliases = {alias for row in units.rows_of(unit) for alias in units.columns["aliases"][row]}
            found = {alias_form(form.kind, alias) for alias in aliases}
            called.update({said.key for said in found if said is not None and said.key != form.key})
        return called

    def _place_short(self, nodes: dict[int, Node], short: Sequence[int], forms: dict[int, Form]) -> dict[int, Node]:
        """Short names to who is called so; what is left, as nodes."""
        called = ShortNames(nodes)
        left: dict[int, Node] = {}
        placements = []
        for group in short:
            profiles = {unit: self.reader.profile(unit, group) for unit in self.reader.units.units_of(group)}
            placed, rest, several = place_short_name(
                forms[group], list(profiles.items()), called, self.reader.beside.weights
            )
            placements.append((group, placed, {unit: profiles[unit] for unit, _, _ in placed}))
            if rest:
                self._split(left, group, forms[group], rest, _AMBIGUOUS if several else 0.0)
        for group, placed, profiles in placements:
            attach(called, forms[group], group, placed, profiles)
        return left

    def _join_countries(self, fixed: dict[int, Node], named: list[Node]) -> list[Node]:
        """A place that is called as a country is the country."""
        kept = []
        for node in named:
            ((group, form), *_) = node.forms.items()
            country = self._country_called(fixed, group, form) if len(node.forms) == 1 else None
            if country is None or (form.kind == "place" and " ".join(form.words) in _two_places()):
                kept.append(node)
            else:
                self._take(fixed[country], group, form, node.cluster)
        return kept

    def _country_called(self, fixed: dict[int, Node], group: int, form: Form) -> int | None:
        units = self.reader.units
        groups = units.groups
        code = named_country(form, units.columns["name"][units.unit_rows[units.group_units[group]]])
        return next((number for number in fixed if code and groups[number] == f"country:{code}"), None)

    def _take(self, country: Node, group: int, form: Form, cluster: Cluster) -> None:
        country.cluster.take(cluster, _CERTAIN + weights()["kind"])
        country.forms[group], country.rules[group] = form, "kind"

    def _to_country(self, fixed: dict[int, Node], group: int, form: Form) -> list[int]:
        """Of a place that has the name of a country and of another place: the units that mean neither clearly the country."""
        units = self.reader.units.units_of(group)
        country = self._country_called(fixed, group, form)
        cues = _two_places().get(" ".join(form.words)) if form.kind == "place" else None
        if country is None or cues is None:
            return list(units)
        left = []
        for unit in units:
            profile = self.reader.profile(unit, group)
            beside = {self.reader.beside.keys[number] for number in profile.names}
            if beside & cues[0] and not beside & cues[1]:
                self._take(fixed[country], group, form, Cluster(profile, {unit: ALONE}))
            else:
                left.append(unit)
        return left


@cache
def _two_places() -> dict[str, tuple[frozenset[str], frozenset[str]]]:
    """Names of a country and of another place: what stands beside the one, and beside the other."""
    return {
        " ".join(fold(row["name"])): (
            frozenset(row["country_cues"].split("|")),
            frozenset(row["other_cues"].split("|")),
        )
        for row in read_csv("two_places", "extract.linking.data")
    }
