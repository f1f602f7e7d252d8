"""Linking events and figures of the stories that a change touched, some stories at a time, so that few facts are held at once."""

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from extract.contract.tables import (
    EventMention,
    EventMerge,
    EventParticipant,
    Figure,
    FigureSeriesMember,
    Participant,
    ParticipantEntity,
    Row,
    StoryArticle,
)
from extract.runtime.counters import Counts

if TYPE_CHECKING:
    from extract.linking.events import EventLinks
    from extract.linking.overrides import Override
    from extract.store.links import Links

# Mentions and figures that are compared at once, unless one story has more.
_MOST_FACTS = 50_000

_Rows = dict[type[Row], pa.Table]


def link_events(
    links: "Links", overrides: "Sequence[Override]", named: Collection[str], counts: Counts
) -> "Sequence[Override]":
    """Merge the mentions of each touched story, follow its figures, write both; returns the decisions that meet nothing.

    named: mentions and events that decisions are about. Their stories come last and together: a decision may join two.
    """
    from extract.store.story_facts import SET_ASIDE

    touched = links.touched_stories(named, _MOST_FACTS)
    merges, series = [], []
    counts.add("event_mentions.compared", 0)
    for portion in touched.portions():
        rows = touched.read(portion)
        counts.add("event_mentions.compared", rows[EventMention].num_rows)
        found = _merge(rows).event_merges
        decided = _articles_of(rows[EventMention], found, named)
        if len(decided):
            aside = touched.set_aside(decided)
            rows = {table: of if table is ParticipantEntity else _outside(of, aside) for table, of in rows.items()}
            found = found.filter(pc.is_in(found["event_mention_id"], rows[EventMention]["event_mention_id"]))
        merges.append(found)
        series.append(_follow(rows, found))
    rows = touched.read(SET_ASIDE)
    after_decisions = _merge(rows, overrides)
    merges.append(after_decisions.event_merges)
    series.append(_follow(rows, after_decisions.event_merges))
    touched.write(
        {
            EventMerge: pa.concat_tables(merges).sort_by("event_mention_id"),
            FigureSeriesMember: pa.concat_tables(series).sort_by("figure_id"),
        }
    )
    return after_decisions.unmatched


def _merge(rows: _Rows, overrides: "Sequence[Override]" = ()) -> "EventLinks":
    from extract.linking.events import merge_events

    return merge_events(
        rows[EventMention],
        rows[EventParticipant],
        rows[ParticipantEntity],
        rows[StoryArticle],
        overrides,
        participants=rows[Participant],
        figures=rows[Figure],
    )


def _follow(rows: _Rows, merges: pa.Table) -> pa.Table:
    from extract.linking.figures import link_figures

    return link_figures(rows[Figure], rows[EventMention], merges, rows[StoryArticle])


def _articles_of(mentions: pa.Table, merges: pa.Table, named: Collection[str]) -> pa.Array:
    """The articles of mentions that are named, or whose event is."""
    wanted = pa.array(sorted(named), pa.string())
    about = pc.or_(pc.is_in(merges["event_mention_id"], wanted), pc.is_in(merges["event_id"], wanted))
    of_them = pc.is_in(mentions["event_mention_id"], merges.filter(about)["event_mention_id"])
    return mentions.filter(of_them)["article_id"].unique()


def _outside(rows: pa.Table, articles: pa.Array) -> pa.Table:
    return rows.filter(pc.invert(pc.is_in(rows["article_id"], articles)))
