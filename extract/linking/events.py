"""Events: the mentions in all articles that are one real event.

Mentions merge inside one story only, if their type is the same and neither dates nor places contradict. The events of two
headlines then are one; others also need someone who takes part in both, and the same words or the same day. Two events of one
article stay two: their article tells them apart.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations

import pyarrow as pa

from extract.contract.derive import arrow_table
from extract.contract.keys import hash_id, normal_title
from extract.contract.tables import EventMerge
from extract.linking.clusters import Components

_COLUMNS = [
    "event_mention_id", "article_id", "article_version_id", "type", "trigger_start", "trigger_text", "date_start", "date_end",
    "place_kind", "place_name", "country_code", "is_headline",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Mention:
    event_mention_id: str
    article_id: str
    article_version_id: str
    type: str
    trigger_start: int
    trigger_text: str
    date_start: date | None
    date_end: date | None
    place_kind: str | None
    place_name: str | None
    country_code: str | None
    is_headline: bool

    @property
    def words(self) -> str:
        """The trigger as it is compared."""
        return normal_title(self.trigger_text)


@dataclass(frozen=True, slots=True)
class _Merge:
    score: float
    rule: str
    one: str
    other: str


def merge_events(
    mentions: pa.Table, event_participants: pa.Table, participant_entities: pa.Table, story_articles: pa.Table
) -> pa.Table:
    """The event of each mention, as rows of `event_merges`.

    The arguments are rows of the tables they are named after, of all articles; what was delivered twice counts once. An event's
    id is the hash of its smallest member key: its article, type, trigger and number there, which an edit elsewhere in the
    article does not change. The score is that of the best merge the mention has part in, 1 where it stands alone.
    """
    found = _mentions(mentions)
    keys = _member_keys(found)
    by_key = {key: min(its, key=lambda m: m.event_mention_id) for key, its in keys.items()}
    key_of = {mention.event_mention_id: key for key, its in keys.items() for mention in its}
    entities = _entities_of(event_participants, participant_entities, key_of)
    components = Components(keys)
    merged: dict[str, _Merge] = {}
    for merge in _merges(by_key, entities, story_articles):
        if _may_join(components, by_key, merge):
            components.join(merge.one, merge.other)
            for key in (merge.one, merge.other):
                merged.setdefault(key, merge)
    rows = []
    for smallest, members in components.groups().items():
        event_id = hash_id("event", smallest)
        for key in members:
            rule, score = (merged[key].rule, merged[key].score) if key in merged else ("alone", 1.0)
            rows += [
                EventMerge(event_mention_id=m.event_mention_id, event_id=event_id, rule=rule, score=score)
                for m in keys[key]
            ]
    rows.sort(key=lambda row: row.event_mention_id)
    return arrow_table(EventMerge, rows)


def _mentions(mentions: pa.Table) -> list[_Mention]:
    rows: dict[str, _Mention] = {}
    for row in mentions.select(_COLUMNS).to_pylist():
        mention = _Mention(**row)
        # Of two deliveries that differ (two model versions), the same one whichever came first.
        rows[mention.event_mention_id] = max(rows.get(mention.event_mention_id, mention), mention, key=repr)
    return [mention for _, mention in sorted(rows.items())]


def _member_keys(mentions: Sequence[_Mention]) -> dict[str, list[_Mention]]:
    """Member key to the mentions that have it: one in each wording of the article."""
    same: defaultdict[tuple[str, str, str], list[_Mention]] = defaultdict(list)
    for mention in mentions:
        same[mention.article_version_id, mention.type, mention.words].append(mention)
    keys: defaultdict[str, list[_Mention]] = defaultdict(list)
    for (_, type_, words), alike in sorted(same.items()):
        for number, mention in enumerate(sorted(alike, key=lambda m: (m.trigger_start, m.event_mention_id))):
            keys[hash_id("event_key", mention.article_id, type_, words, number)].append(mention)
    return keys


def _entities_of(
    event_participants: pa.Table, participant_entities: pa.Table, key_of: Mapping[str, str]
) -> dict[str, set[str]]:
    links = participant_entities.select(["participant_id", "entity_id"]).to_pydict()
    entity_of = dict(zip(links["participant_id"], links["entity_id"], strict=True))
    found: defaultdict[str, set[str]] = defaultdict(set)
    takes_part = event_participants.select(["event_mention_id", "participant_id"]).to_pydict()
    for mention_id, participant_id in zip(takes_part["event_mention_id"], takes_part["participant_id"], strict=True):
        if mention_id in key_of and participant_id in entity_of:
            found[key_of[mention_id]].add(entity_of[participant_id])
    return found


def _merges(by_key: Mapping[str, _Mention], entities: Mapping[str, set[str]], story_articles: pa.Table) -> list[_Merge]:
    """Every merge that is allowed, the best first."""
    links = story_articles.select(["article_id", "story_id"]).to_pydict()
    story_of = dict(zip(links["article_id"], links["story_id"], strict=True))
    together: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for key, mention in sorted(by_key.items()):
        story = story_of.get(mention.article_id)
        if story is not None:
            together[story, mention.type].append(key)
    found = [
        merge
        for keys in together.values()
        for one, other in combinations(keys, 2)
        if (merge := _merge(one, other, by_key, entities)) is not None
    ]
    return sorted(found, key=lambda merge: (-merge.score, merge.one, merge.other))


def _merge(one: str, other: str, by_key: Mapping[str, _Mention], entities: Mapping[str, set[str]]) -> _Merge | None:
    first, second = by_key[one], by_key[other]
    if first.article_id == second.article_id or not _agree_on_date(first, second) or not _agree_on_place(first, second):
        return None
    shared = entities.get(one, set()) & entities.get(other, set())
    either = entities.get(one, set()) | entities.get(other, set())
    is_same_word = first.words == second.words
    is_same_day = first.date_start is not None and first.date_start == second.date_start
    is_headline = first.is_headline and second.is_headline
    if not is_headline and not (shared and (is_same_word or is_same_day)):
        return None
    share = len(shared) / len(either) if either else 0.0
    score = round(0.4 + 0.2 * is_headline + 0.2 * share + 0.1 * is_same_word + 0.1 * is_same_day, 3)
    return _Merge(score, "headline" if is_headline else "participants", one, other)


def _agree_on_date(one: _Mention, other: _Mention) -> bool:
    """False where the two times do not touch; a missing end is open."""
    starts = [m.date_start or date.min for m in (one, other)]
    ends = [m.date_end or date.max for m in (one, other)]
    return max(starts) <= min(ends)


def _agree_on_place(one: _Mention, other: _Mention) -> bool:
    """False where the countries differ, or two places of one kind (two cities)."""
    if one.country_code and other.country_code and one.country_code != other.country_code:
        return False
    if one.place_name and other.place_name and one.place_kind == other.place_kind:
        return normal_title(one.place_name) == normal_title(other.place_name)
    return True


def _may_join(components: Components[str], by_key: Mapping[str, _Mention], merge: _Merge) -> bool:
    """False where the event would hold two events of one article."""
    one, other = components.members(merge.one), components.members(merge.other)
    articles = [by_key[key].article_id for key in {*one, *other}]
    return one is not other and len(articles) == len(set(articles))
