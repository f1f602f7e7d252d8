"""Event mentions as they are merged: what an article says of one event, in every wording of the article."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TypeVar

import pyarrow as pa

from extract.contract.keys import hash_id, normal_title

Value = TypeVar("Value", "Role", tuple[str, Decimal])

# A group ("two women") or a place may be the same under another name.
_NAMED = ("person", "organisation", "country")
_COLUMNS = [
    "event_mention_id", "article_id", "article_version_id", "type", "title", "evidence", "trigger_start", "trigger_text",
    "date_start", "date_end", "date_precision", "date_method", "place_kind", "place_name", "region_name", "country_code",
    "place_method", "is_headline", "salience",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Mention:
    """An event mention: what of its row is compared."""

    event_mention_id: str
    article_id: str
    article_version_id: str
    type: str
    title: str
    evidence: str
    trigger_start: int
    trigger_text: str
    date_start: date | None
    date_end: date | None
    date_precision: str
    date_method: str
    place_kind: str | None
    place_name: str | None
    region_name: str | None
    country_code: str | None
    place_method: str
    is_headline: bool
    salience: float

    @property
    def words(self) -> str:
        """The trigger as it is compared."""
        return normal_title(self.trigger_text)


@dataclass(frozen=True, slots=True)
class Told:
    """One event as one article tells it. `key` survives an edit elsewhere in the article; a mention for each wording."""

    key: str
    article_id: str
    number: int
    mentions: tuple[Mention, ...]


@dataclass(frozen=True, slots=True, order=True)
class Role:
    """An entity in an event, and whether a proper name tells it from others of its kind."""

    entity: str
    role: str
    is_named: bool


@dataclass(frozen=True, slots=True)
class Context:
    """What stands in other tables about mentions, by mention id: who takes part, and (unit, value)."""

    roles: Mapping[str, tuple[Role, ...]]
    figures: Mapping[str, tuple[tuple[str, Decimal], ...]]


def read_mentions(mentions: pa.Table) -> list[Told]:
    """What each article tells, sorted by key; of two deliveries of a mention the same one, whichever came first."""
    rows: dict[str, Mention] = {}
    for row in mentions.select(_COLUMNS).to_pylist():
        mention = Mention(**row)
        known = rows.get(mention.event_mention_id)
        rows[mention.event_mention_id] = mention if known is None else max(known, mention, key=repr)
    keys: defaultdict[tuple[str, int, str], list[Mention]] = defaultdict(list)
    for number, mention in _numbered(mention for _, mention in sorted(rows.items())):
        keys[
            hash_id("event_key", mention.article_id, mention.type, mention.words, number), number, mention.article_id
        ].append(mention)
    return [Told(key, article, number, tuple(its)) for (key, number, article), its in sorted(keys.items())]


def _numbered(mentions: Iterable[Mention]) -> list[tuple[int, Mention]]:
    """Each mention with its number among those of its wording that have its type and trigger, from 0."""
    same: defaultdict[tuple[str, str, str], list[Mention]] = defaultdict(list)
    for mention in mentions:
        same[mention.article_version_id, mention.type, mention.words].append(mention)
    return [
        (number, mention)
        for _, alike in sorted(same.items())
        for number, mention in enumerate(sorted(alike, key=lambda m: (m.trigger_start, m.event_mention_id)))
    ]


def read_context(
    event_participants: pa.Table,
    participant_entities: pa.Table,
    participants: pa.Table | None,
    figures: pa.Table | None,
) -> Context:
    """Who takes part in what, and the figures that describe an event."""
    links = participant_entities.select(["participant_id", "entity_id"]).to_pydict()
    entity_of = dict(zip(links["participant_id"], links["entity_id"], strict=True))
    kinds = [] if participants is None else participants.select(["participant_id", "kind"]).to_pylist()
    named = {row["participant_id"] for row in kinds if row["kind"] in _NAMED}
    takes_part = event_participants.select(["event_mention_id", "participant_id", "role"]).to_pydict()
    roles = (
        (mention_id, Role(entity_of[participant_id], role, participant_id in named))
        for mention_id, participant_id, role in zip(*takes_part.values(), strict=True)
        if participant_id in entity_of
    )
    stated = [] if figures is None else figures.select(["event_mention_id", "unit_head", "value"]).to_pylist()
    numbers = ((f["event_mention_id"], (f["unit_head"] or "", f["value"])) for f in stated if f["event_mention_id"])
    return Context(_grouped(roles), _grouped(numbers))


def _grouped(pairs: Iterable[tuple[str, Value]]) -> dict[str, tuple[Value, ...]]:
    found: defaultdict[str, set[Value]] = defaultdict(set)
    for key, value in pairs:
        found[key].add(value)
    return {key: tuple(sorted(values)) for key, values in found.items()}
