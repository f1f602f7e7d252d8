"""Linking: what changed in the candidate to the linking functions, their answers back into the candidate."""

import hashlib
import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyarrow as pa

from extract.contract.derive import arrow_table
from extract.contract.tables import (
    ArticleCopy,
    Entity,
    EntityAlias,
    EntityKey,
    EventMerge,
    FigureSeriesMember,
    IdRedirect,
    ParticipantEntity,
    Row,
    StoryArticle,
)
from extract.pipeline.context import Context, hold_warehouse
from extract.pipeline.linking_events import link_events
from extract.runtime.counters import Counts
from extract.runtime.cycles import without_search_for_cycles
from extract.runtime.logs import log

if TYPE_CHECKING:
    from collections.abc import Sequence

    from extract.linking.overrides import Override
    from extract.store.links import Links

# Kind of id, the table that maps members to it, and the two columns.
_MAPS: tuple[tuple[str, type[Row], str, str], ...] = (
    ("entity", ParticipantEntity, "participant_id", "entity_id"),
    ("story", StoryArticle, "article_id", "story_id"),
    ("event", EventMerge, "event_mention_id", "event_id"),
)


@dataclass(frozen=True, slots=True)
class _Decisions:
    """What people decided about links."""

    entities: "list[Override]"
    events: "list[Override]"

    def ids(self, kind: str) -> set[str]:
        """The ids that decisions of a kind name."""
        overrides = self.entities if kind == "entity" else self.events
        return {named for override in overrides for named in (override.one, override.other) if named}


def link(context: Context) -> Counts:
    """Find which participants, articles and event mentions are the same entity, story, copy and event, over the candidate.

    Only what changed since the last time is compared again, with what it may belong to; the answer is that of linking all.
    """
    from extract.store.candidate import open_candidate
    from extract.store.links import open_links
    from extract.store.redirects import attach_build

    counts = Counts()
    decisions = _read_decisions()
    with (
        hold_warehouse(context, "link"),
        open_candidate(context.warehouse) as candidate,
        attach_build(candidate.connection, context.warehouse) as has_build,
        open_links(candidate, _made_by(decisions)) as links,
        without_search_for_cycles(),
    ):
        _link_entities(links, decisions, counts)
        _link_stories(links, counts)
        unmatched = link_events(links, decisions.events, decisions.ids("event"), counts)
        _warn_of_unmatched("event_overrides", unmatched, counts)
        _link_copies(links)
        links.replace(IdRedirect, _redirects(links) if has_build else arrow_table(IdRedirect, []))
        for table in (Entity, EntityAlias, IdRedirect):
            counts.add(table.table, links.count(table))
        counts.add("copies", links.count(ArticleCopy))
        counts.add("stories", links.count(StoryArticle, "story_id"))
        counts.add("events", links.count(EventMerge, "event_id"))
        counts.add("figure_series", links.count(FigureSeriesMember, "series_id"))
    log("link done", step="link", **counts.as_dict())
    return counts


def _read_decisions() -> _Decisions:
    from extract.linking.overrides import columns_of, parse_overrides
    from extract.store.seeds import read_seed

    entities, events = (
        parse_overrides(kind, read_seed(f"{kind}_overrides", columns_of(kind))) for kind in ("entity", "event")
    )
    return _Decisions(entities, events)


def links_made_by() -> str:
    """The rules and the decisions of people that make links now; links of another make are out of date."""
    return _made_by(_read_decisions())


def _made_by(decisions: _Decisions) -> str:
    from extract.linking import RULES_VERSION

    said = hashlib.sha256(repr(decisions).encode()).hexdigest()
    return f"rules{RULES_VERSION}+decisions-{said[:16]}"


def _link_entities(links: "Links", decisions: _Decisions, counts: Counts) -> None:
    from extract.linking.entities import COLUMNS, link_entities, name_keys

    keys = name_keys(links.changed_participants(COLUMNS)) if links.count(EntityKey) else ()
    participants, beside = links.participants(keys, decisions.ids("entity"), COLUMNS)
    found = link_entities(participants, decisions.entities, beside)
    links.write_entities(
        {
            Entity: found.entities,
            EntityAlias: found.entity_aliases,
            ParticipantEntity: found.participant_entities,
            EntityKey: found.entity_keys,
        }
    )
    counts.add("participants.compared", participants.num_rows)
    _warn_of_unmatched("entity_overrides", found.unmatched, counts)


def _link_stories(links: "Links", counts: Counts) -> None:
    from extract.linking.stories import WINDOW_DAYS, link_stories, linked_blocks

    changed = links.changed_articles()
    blocks = linked_blocks(changed, links.articles_near(WINDOW_DAYS))
    articles = links.articles(blocks)
    links.write_stories(link_stories(articles))
    counts.add("articles.compared", articles.num_rows)


def _warn_of_unmatched(seed: str, unmatched: "Sequence[Override]", counts: Counts) -> None:
    for override in unmatched:
        named = " and ".join(filter(None, (override.one, override.other)))
        said = (
            f"{seed}.csv: {override.action} of {named} meets nothing: an id is of nothing that is there (see id_redirects), or "
            f"a split names no {'participant' if seed == 'entity_overrides' else 'mention'} that is merged with others "
            f"({override.who}: {override.why})"
        )
        log(said, logging.WARNING, step="link")
    counts.add(f"{seed}.unmatched", len(unmatched))


def _link_copies(links: "Links") -> None:
    from extract.articles.near_duplicates import link_copies

    links.write_copies(link_copies(links.all_articles()))


def _redirects(links: "Links") -> pa.Table:
    from extract.linking.redirects import known_leads, redirect_ids
    from extract.store.redirects import built_redirects, ids_in_use, moved_ids

    found: list[IdRedirect] = []
    previous = built_redirects(links.connection)
    for kind, table, member, identity in _MAPS:
        moved = moved_ids(links.connection, table, member, identity)
        leads = known_leads(kind, moved, previous)
        in_use = ids_in_use(links.connection, table, identity, {*leads, *leads.values()})
        found += redirect_ids(kind, leads, in_use)
    return arrow_table(IdRedirect, found)
