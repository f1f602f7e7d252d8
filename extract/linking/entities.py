"""Entities: the participants of all articles that are one person, organisation, country, place or group.

A country is its code; anything else is its kind and its full name. A short name that stands alone in an article ("Bessent",
"JETRO") joins the one entity that other articles call so, and no entity if two are called so. A counted or described group
is its article's own: "some 70 companies" of two articles are not the same companies.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import pyarrow as pa

from extract.contract.derive import arrow_table
from extract.contract.keys import hash_id
from extract.contract.tables import Entity, EntityAlias, EntityKey, ParticipantEntity
from extract.linking.clusters import Components
from extract.linking.names import is_name_like, name_key

_COLUMNS = ["participant_id", "article_id", "name", "kind", "aliases", "country_code", "confidence"]
# How sure each rule is that two participants are one; groups and single articles link nothing.
_SCORES = {"country_code": 1.0, "name": 0.95, "alias": 0.85, "group": 1.0}


@dataclass(frozen=True, slots=True)
class EntityLinks:
    """What linking says of participants: rows of the tables that the fields are named after."""

    entities: pa.Table
    entity_aliases: pa.Table
    participant_entities: pa.Table
    entity_keys: pa.Table


@dataclass(frozen=True, slots=True)
class _Member:
    participant_id: str
    article_id: str
    name: str
    kind: str
    aliases: tuple[str, ...]
    country_code: str | None
    confidence: float
    rule: str
    key: str


def link_entities(participants: pa.Table) -> EntityLinks:
    """The entity of each participant.

    participants: rows of `participants`, of all articles; a participant delivered twice counts once. An entity's id is the
    hash of its smallest name key, so the order of arrival does not show.
    """
    members = _members(participants)
    by_key: defaultdict[str, list[_Member]] = defaultdict(list)
    for member in members:
        by_key[member.key].append(member)
    components = Components(by_key)
    joined = _join_short_names(by_key, components)
    entities: list[Entity] = []
    aliases: list[EntityAlias] = []
    links: list[ParticipantEntity] = []
    looked_up: list[EntityKey] = []
    for smallest, keys in components.groups().items():
        entity_id = hash_id("entity", smallest)
        own = [replace(m, rule="alias") if key in joined else m for key in keys for m in by_key[key]]
        entities.append(_entity(entity_id, own))
        aliases += _aliases(entity_id, own)
        links += [
            ParticipantEntity(
                participant_id=m.participant_id, entity_id=entity_id, rule=m.rule, score=_SCORES[m.rule], block=smallest
            )
            for m in own
        ]
        looked_up += [EntityKey(name_key=key, block=smallest) for key in keys]
    entities.sort(key=lambda row: row.entity_id)
    aliases.sort(key=lambda row: (row.entity_id, row.alias))
    links.sort(key=lambda row: row.participant_id)
    looked_up.sort(key=lambda row: row.name_key)
    return EntityLinks(
        entities=arrow_table(Entity, entities),
        entity_aliases=arrow_table(EntityAlias, aliases),
        participant_entities=arrow_table(ParticipantEntity, links),
        entity_keys=arrow_table(EntityKey, looked_up),
    )


def _members(participants: pa.Table) -> list[_Member]:
    rows: dict[str, _Member] = {}
    for row in participants.select(_COLUMNS).to_pylist():
        member = _Member(**{**row, "aliases": tuple(row["aliases"])}, rule="", key="")
        # Of two deliveries that differ (two model versions), the same one whichever came first.
        rows[member.participant_id] = max(rows.get(member.participant_id, member), member, key=repr)
    return [_with_key(member) for _, member in sorted(rows.items())]


def _with_key(member: _Member) -> _Member:
    if member.kind == "country" and member.country_code:
        return replace(member, rule="country_code", key=f"country:{member.country_code}")
    name = name_key(member.name, member.kind)
    if member.kind == "group":
        return replace(member, rule="group", key=f"group:{member.article_id}:{name}")
    # Two places of one name in two countries are two places.
    country = f":{member.country_code}" if member.kind == "place" and member.country_code else ""
    return replace(member, rule="name", key=f"{member.kind}:{name}{country}")


def _join_short_names(by_key: Mapping[str, Sequence[_Member]], components: Components[str]) -> set[str]:
    """Join a name that only one other, longer name has for an alias; returns the keys that joined by it."""
    called: defaultdict[str, set[str]] = defaultdict(set)
    for key, members in by_key.items():
        for member in members:
            if member.rule == "name":
                forms = (form for form in member.aliases if is_name_like(form))
                for form in forms:
                    called[f"{member.kind}:{name_key(form, member.kind)}"].add(key)
    joined = set()
    for short, longer in sorted(called.items()):
        others = longer - {short}
        if short in by_key and len(others) == 1:
            (other,) = others
            if len(other) > len(short):
                components.join(short, other)
                joined.add(short)
    return joined


def _entity(entity_id: str, members: Sequence[_Member]) -> Entity:
    codes = Counter(member.country_code for member in members if member.country_code)
    return Entity(
        entity_id=entity_id,
        name=_best_name(members),
        kind=members[0].kind,
        country_code=min(codes, key=lambda code: (-codes[code], code)) if codes else None,
    )


def _best_name(members: Iterable[_Member]) -> str:
    """The name most articles use; of names used as much, the longest, then the first in the alphabet."""
    articles: defaultdict[str, set[str]] = defaultdict(set)
    for member in members:
        # A short name that joined by an alias is not what the entity is called.
        articles[member.name].update([member.article_id] if member.rule != "alias" else [])
    return min(articles, key=lambda name: (-len(articles[name]), -len(name), name))


def _aliases(entity_id: str, members: Iterable[_Member]) -> list[EntityAlias]:
    best: dict[str, tuple[bool, float]] = {}
    articles: defaultdict[str, set[str]] = defaultdict(set)
    for member in members:
        for form in {member.name, *member.aliases}:
            articles[form].add(member.article_id)
            found = (form == member.name, member.confidence)
            best[form] = max(best.get(form, found), found)
    return [
        EntityAlias(
            entity_id=entity_id,
            alias=form,
            rule="name" if is_name else "alias",
            confidence=round(confidence, 3),
            article_count=len(articles[form]),
        )
        for form, (is_name, confidence) in best.items()
    ]
