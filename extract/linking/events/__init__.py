"""Events: the mentions in all articles that are one real event.

Mentions merge inside one story only: those that are on average alike enough in type, words, time, place, who takes part and
numbers (`event_merge_weights.csv` says what each weighs). A contradiction weighs against; it forbids nothing, for two sources
may give two days. Two events of one article stay two: their article tells them apart. What a story's events are depends on the
rows of its articles alone, in whatever order they arrive.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import pyarrow as pa

from extract.contract.derive import arrow_table
from extract.contract.keys import hash_id
from extract.contract.tables import EventMerge
from extract.linking.by_story import by_story
from extract.linking.events.clues import Profile, Story, profile, type_groups
from extract.linking.events.copies import fold_copies
from extract.linking.events.decisions import Decided, Place, decide
from extract.linking.events.grouping import group_of, join_groups
from extract.linking.events.mentions import Context, Told, read_context, read_mentions
from extract.linking.overrides import Override

__all__ = ["EventLinks", "merge_events"]


@dataclass(frozen=True, slots=True)
class EventLinks:
    """Rows of `event_merges`, and the decisions of people that name no mention or event there is."""

    event_merges: pa.Table
    unmatched: tuple[Override, ...]


def merge_events(
    mentions: pa.Table,
    event_participants: pa.Table,
    participant_entities: pa.Table,
    story_articles: pa.Table,
    overrides: Collection[Override] = (),
    *,
    participants: pa.Table | None = None,
    figures: pa.Table | None = None,
) -> EventLinks:
    """The event of each mention.

    The tables are rows of those they are named after, of whole stories; what was delivered twice counts once. participants
    (`participant_id, kind`) say who has a name of their own, figures (`event_mention_id, unit_head, value`) with which numbers
    an event is told. An event's id is the hash of its smallest member key: its article, type, trigger and number there, which
    an edit elsewhere in the article does not change. The score is how probable the best merge is that the mention has part in,
    1 where it stands alone.
    """
    told = read_mentions(mentions)
    context = read_context(event_participants, participant_entities, participants, figures)
    places: dict[str, Place] = {}
    for story in by_story(told, story_articles):
        places |= _places(story, context)
    key_of = {mention.event_mention_id: one.key for one in told for mention in one.mentions}
    decided = decide(places, key_of, overrides)
    return EventLinks(_table(told, decided), decided.unmatched)


def _places(story: Sequence[Told], context: Context) -> dict[str, Place]:
    """The event of each thing told in one story, by key."""
    if len({one.article_id for one in story}) == 1:
        return {one.key: Place(hash_id("event", one.key), "alone", 1.0) for one in story}
    copies = fold_copies(story, {one.key: tuple(profile(m, context) for m in one.mentions) for one in story})
    weighed = Story([wording for copy in copies for wording in copy.profiles])
    copies.sort(key=lambda copy: _order(copy.profiles, weighed))
    groups = [
        group_of([weighed.clues(wording) for wording in copy.profiles], {one.article_id for one in copy.told})
        for copy in copies
    ]
    grouping = join_groups(groups, [_keys(copy.profiles) for copy in copies])
    found: dict[str, Place] = {}
    for numbers in grouping.components.groups().values():
        event_id = hash_id("event", min(one.key for number in numbers for one in copies[number].told))
        for number in numbers:
            alone = ("copy", 1.0) if len(copies[number].told) > 1 else ("alone", 1.0)
            join = grouping.joined.get(number)
            rule, score = (join.rule, join.score) if join else alone
            found |= {one.key: Place(event_id, rule, score) for one in copies[number].told}
    return found


def _keys(wordings: Sequence[Profile]) -> list[str]:
    """By what a mention is compared: its words, and who or where in events of a close type."""
    found = set()
    for one in wordings:
        mention = one.mention
        kinds = (mention.type, *type_groups(mention.type))
        found |= {f"word {word}" for word in one.words} | {f"family {family}" for family in one.families}
        found |= {f"entity {entity} {kind}" for entity in one.entities for kind in kinds}
        found |= {f"place {mention.place_name.casefold()} {kind}" for kind in kinds if mention.place_name}
        found |= {f"headline {kind}" for kind in kinds if mention.is_headline}
    return sorted(found)


def _order(wordings: Sequence[Profile], story: Story) -> tuple[str, ...]:
    """Like beside like, for what has too many like it to be compared with each of them."""
    first = wordings[0]
    entities = sorted(first.entities, key=lambda entity: (-story.rarity(entity), entity))
    day = str(first.mention.date_start or "")
    return (*first.families[:1], day, first.mention.place_name or "", *entities[:1], *first.title, first.mention.evidence,
            first.mention.event_mention_id)  # fmt: skip


def _table(told: Sequence[Told], decided: Decided) -> pa.Table:
    rows = []
    for one in told:
        place = decided.places[one.key]
        rows += [
            EventMerge(
                event_mention_id=mention.event_mention_id,
                event_id=place.event_id,
                rule=place.rule,
                score=place.score,
                undone_event_id=place.undone_event_id,
                undone_at=place.undone_at,
            )
            for mention in one.mentions
        ]
    rows.sort(key=lambda row: row.event_mention_id)
    return arrow_table(EventMerge, rows)
