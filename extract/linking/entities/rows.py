"""Entities as rows: their names, kinds, countries, sectors and descriptions, and each form of their names."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

import pyarrow as pa

from extract.contract.derive import arrow_schema
from extract.contract.keys import hash_id
from extract.contract.tables import Entity, EntityAlias, EntityKey, ParticipantEntity, Row
from extract.linking.entities.joining import Node
from extract.linking.entities.sectors import sector_of
from extract.linking.entities.units import Units
from extract.linking.entities.weights import probability
from extract.linking.overrides import Override

# Rules by which a name joined that is not what the entity is called.
_LESSER = ("short_name", "acronym", "alias", "typo", "initial", "kind")
# How often a form that an article uses beside the name is rightly the entity's.
_ALIAS_TRUST = 0.95


@dataclass(frozen=True, slots=True)
class EntityLinks:
    """What linking says of participants: rows of the tables that the fields are named after, and decisions that met nothing."""

    entities: pa.Table
    entity_aliases: pa.Table
    participant_entities: pa.Table
    entity_keys: pa.Table
    unmatched: list[Override] = field(default_factory=list)


@dataclass(slots=True)
class Writer:
    """Collects the rows of entities, column by column: a million rows as objects would take minutes."""

    units: Units
    entities: list[tuple[object, ...]] = field(default_factory=list)
    aliases: list[tuple[object, ...]] = field(default_factory=list)
    participants: list[tuple[object, ...]] = field(default_factory=list)
    keys: list[tuple[object, ...]] = field(default_factory=list)

    def add(self, node: Node, block: str, name: str | None) -> None:
        """Add an entity with its participants and forms. name: what people decided that it is called."""
        entity_id = entity_id_of(node)
        profile = node.cluster.profile
        kind = node.kind if node.kind in ("country", "group") else _majority(profile.kinds, 0.0)
        forms = _forms(node, self.units)
        descriptions = _descriptions(node, self.units)
        self.entities.append(
            (
                entity_id,
                name or _best_name(forms, kind),
                kind,
                _country(node),
                _sector(node) if kind in ("person", "organisation") else None,
                min(descriptions, key=lambda said: (-descriptions[said], -len(said), said)) if descriptions else None,
            )
        )
        for form, found in forms.items():
            rule, confidence = found.best()
            self.aliases.append((entity_id, form, rule, confidence, len(found.articles)))
        ids = self.units.columns["participant_id"]
        for unit, log_odds in node.cluster.units.items():
            score = probability(log_odds)
            rule = node.rules[self.units.group_of(unit)]
            self.participants.extend((ids[row], entity_id, rule, score, block) for row in self.units.rows_of(unit))

    def links(self, unmatched: list[Override]) -> EntityLinks:
        """The tables, sorted by their grains."""
        return EntityLinks(
            entities=_table(Entity, self.entities),
            entity_aliases=_table(EntityAlias, self.aliases),
            participant_entities=_table(ParticipantEntity, self.participants),
            entity_keys=_table(EntityKey, self.keys),
            unmatched=unmatched,
        )


def entity_id_of(node: Node) -> str:
    """The id of an entity: from the smallest key of its parts."""
    return hash_id("entity", min(node.parts))


@dataclass(slots=True)
class _FormUse:
    articles: set[str] = field(default_factory=set)
    rules: Counter[str] = field(default_factory=Counter)
    kinds: set[str] = field(default_factory=set)
    scores: list[float] = field(default_factory=list)

    def best(self) -> tuple[str, float]:
        rule = min(self.rules, key=lambda rule: (rule != "name", -self.rules[rule], rule))
        return rule, round(sum(sorted(self.scores)) / len(self.scores), 3)


def _forms(node: Node, units: Units) -> dict[str, _FormUse]:
    forms: defaultdict[str, _FormUse] = defaultdict(_FormUse)
    columns = units.columns
    for unit, log_odds in node.cluster.units.items():
        rule = node.rules[units.group_of(unit)]
        score = probability(log_odds)
        article = units.articles[unit]
        for row in units.rows_of(unit):
            name = columns["name"][row]
            _note(forms[name], article, "name" if rule in ("name", "country_code", "group") else rule, score)
            forms[name].kinds.add(columns["kind"][row])
            for alias in columns["aliases"][row]:
                if alias != name:
                    _note(forms[alias], article, _alias_rule(alias, name), round(score * _ALIAS_TRUST, 3))
    return forms


def _note(form: _FormUse, article: str, rule: str, score: float) -> None:
    form.articles.add(article)
    form.rules[rule] += 1
    form.scores.append(score)


def _alias_rule(alias: str, name: str) -> str:
    if alias.isupper() and 1 < len(alias) <= 7 and " " not in alias:
        return "acronym"
    return "short_name" if alias[:1].isupper() and alias in name.split() else "alias"


def _best_name(forms: dict[str, _FormUse], kind: str | None) -> str:
    """The name most articles use; of names used as much, the longest, then the first in the alphabet."""

    def rank(form: str) -> tuple[bool, bool, int, int, str]:
        use = forms[form]
        return kind not in use.kinds, not set(use.rules) - set(_LESSER), -len(use.articles), -len(form), form

    return min((form for form in forms if forms[form].kinds), key=rank)


def _descriptions(node: Node, units: Units) -> Counter[str]:
    said: Counter[str] = Counter()
    for unit in node.cluster.units:
        said.update({text for row in units.rows_of(unit) if (text := units.columns["description"][row])})
    return said


def _sector(node: Node) -> str | None:
    """The sector that most words about it tell; of a person of whom none does, that of the usual affiliation."""
    profile = node.cluster.profile
    if profile.sectors:
        return _majority(profile.sectors, 0.5)
    usual = _majority(profile.affiliations, 0.5) if node.kind == "person" else None
    return sector_of(usual, "name") if usual else None


def _country(node: Node) -> str | None:
    """The country that most words about it tell; where none does, an organisation's or place's articles, if nearly all agree."""
    profile = node.cluster.profile
    if profile.countries:
        return _majority(profile.countries, 0.6)
    if node.kind in ("organisation", "place") and profile.size >= 2:
        return _majority(profile.around, 0.75)
    return None


def _majority(counted: Mapping[str, int], share: float) -> str | None:
    if not counted:
        return None
    best = min(counted, key=lambda value: (-counted[value], value))
    return best if counted[best] >= share * sum(counted.values()) else None


def _table(table: type[Row], rows: list[tuple[object, ...]]) -> pa.Table:
    schema = arrow_schema(table)
    columns = [list(column) for column in zip(*rows, strict=True)] or [[] for _ in schema]
    made = pa.table([pa.array(column, of.type) for column, of in zip(columns, schema, strict=True)], schema=schema)
    return made.sort_by([(name, "ascending") for name in table.grain])
