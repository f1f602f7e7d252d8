"""Linking: the candidate's rows to the linking functions, their answers back into the candidate."""

import pyarrow as pa

from extract.contract.derive import arrow_table
from extract.contract.tables import (
    Article,
    ArticleCopy,
    Entity,
    EntityAlias,
    EventMention,
    EventMerge,
    EventParticipant,
    IdRedirect,
    Participant,
    ParticipantEntity,
    Row,
    StoryArticle,
)
from extract.pipeline.context import Context, hold_warehouse
from extract.runtime.counters import Counts
from extract.store.batches import Tables

# Kind of id, the table that maps members to it, and the two columns.
_MAPS: tuple[tuple[str, type[Row], str, str], ...] = (
    ("entity", ParticipantEntity, "participant_id", "entity_id"),
    ("story", StoryArticle, "article_id", "story_id"),
    ("event", EventMerge, "event_mention_id", "event_id"),
)


def link(context: Context) -> Counts:
    """Find which participants, articles and event mentions are the same entity, story, copy and event, over the candidate."""
    from extract.store.candidate import mark_done, open_candidate
    from extract.store.links import read_rows, write_links

    home = context.settings.home
    with hold_warehouse(context, "link"), open_candidate(home) as candidate:
        rows: Tables = {
            table: read_rows(candidate.connection, table)
            for table in (Article, Participant, EventMention, EventParticipant)
        }
        links = _link(rows)
        links[IdRedirect] = _redirects(context, links)
        write_links(candidate.connection, links)
        mark_done(candidate, "link")
    counts = Counts()
    for table in (Entity, EntityAlias, IdRedirect):
        counts.add(table.table, links[table].num_rows)
    counts.add("copies", links[ArticleCopy].num_rows)
    counts.add("stories", len(links[StoryArticle]["story_id"].unique()))
    counts.add("events", len(links[EventMerge]["event_id"].unique()))
    return counts


def _link(rows: Tables) -> Tables:
    from extract.articles.near_duplicates import link_copies
    from extract.linking.entities import link_entities
    from extract.linking.events import merge_events
    from extract.linking.stories import link_stories

    entities = link_entities(rows[Participant])
    stories = link_stories(rows[Article])
    events = merge_events(rows[EventMention], rows[EventParticipant], entities.participant_entities, stories)
    return {
        Entity: entities.entities,
        EntityAlias: entities.entity_aliases,
        ParticipantEntity: entities.participant_entities,
        ArticleCopy: link_copies(rows[Article]),
        StoryArticle: stories,
        EventMerge: events,
    }


def _redirects(context: Context, links: Tables) -> pa.Table:
    from extract.linking.redirects import redirect_ids
    from extract.store.links import published_links, published_redirects

    home = context.settings.home
    previous = published_redirects(home)
    found = []
    for kind, table, member, identity in _MAPS:
        now = dict(zip(links[table][member].to_pylist(), links[table][identity].to_pylist(), strict=True))
        found += redirect_ids(kind, published_links(home, table, member, identity), now, previous)
    return arrow_table(IdRedirect, found)
