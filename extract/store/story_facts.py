"""The facts of the stories that a change touched, some stories at a time, and the links between them written back."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import duckdb
import pyarrow as pa

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
from extract.store.link_changes import MERGE_CHANGES, SERIES_CHANGES
from extract.store.link_rows import insert_rows, rows_of, run_over

SET_ASIDE = -1
# Stories that gained, lost or changed an article, whose people are now other entities, or that decisions are about.
_TOUCHED = """
create or replace temp table touched_stories as
with
decided as (
    select unnest([event_id, undone_event_id]) as event_id
    from raw.event_merges
    where event_mention_id in (select unnest($1::varchar[])) or event_id in (select unnest($1::varchar[]))
       or undone_event_id in (select unnest($1::varchar[]))
),
moved as (
    select coalesce(old.article_id, now.article_id) as article_id
    from old_stories as old
    full join (from raw.story_articles where block in (select block from new_stories)) as now
        on old.article_id = now.article_id
    where old.story_id is distinct from now.story_id
    union
    from changed_articles
    union
    select participants.article_id
    from raw.participants as participants
    inner join raw.participant_entities as now on participants.participant_id = now.participant_id
    left join old_entities as old on now.participant_id = old.participant_id
    where now.block in (select block from new_entities) and old.entity_id is distinct from now.entity_id
    union
    -- A decision may have given an event another's id, or taken a mention out of one.
    select mentions.article_id
    from raw.event_mentions as mentions
    inner join raw.event_merges as merges on mentions.event_mention_id = merges.event_mention_id
    where merges.event_id in (from decided) or merges.undone_event_id in (from decided)
),
touched as (
    select story_id from raw.story_articles where article_id in (from moved)
    union
    select story_id from raw.story_articles where article_id in (
        select article_id from old_stories
        where story_id in (select story_id from old_stories where article_id in (from moved))
    )
),
facts as (
    select article_id from raw.event_mentions
    union all
    select article_id from raw.figures
),
sized as (
    select touched.story_id, count(facts.article_id) as facts
    from touched
    inner join raw.story_articles as articles on touched.story_id = articles.story_id
    left join facts on articles.article_id = facts.article_id
    group by touched.story_id
)
select story_id, ((sum(facts) over (order by story_id) - facts) // $2)::integer as portion from sized
"""
_TOLD = """article_id in (
    select article_id from raw.story_articles where story_id in (select story_id from touched_stories where {which})
)"""


@dataclass(frozen=True, slots=True)
class StoryFacts:
    """What the touched stories tell. What is true of one does not depend on another, so they can be read in portions."""

    connection: duckdb.DuckDBPyConnection

    def portions(self) -> list[int]:
        """The numbers of the portions that have stories."""
        found = self.connection.execute("select distinct portion from touched_stories order by portion").fetchall()
        return [number for (number,) in found]

    def set_aside(self, articles: pa.Array) -> pa.Array:
        """Put the stories of some articles into the portion `SET_ASIDE`; returns all articles of these stories."""
        run_over(
            self.connection,
            "decided",
            pa.table({"article_id": articles}),
            "create or replace temp table named_stories as "
            "select distinct story_id from raw.story_articles where article_id in (select article_id from decided)",
        )
        self.connection.execute(
            f"update touched_stories set portion = {SET_ASIDE} where story_id in (from named_stories)"
        )
        of_them = "select article_id from raw.story_articles where story_id in (from named_stories)"
        return self.connection.execute(of_them).to_arrow_table()["article_id"].combine_chunks()

    def read(self, portion: int) -> dict[type[Row], pa.Table]:
        """The facts of the stories of a portion, and the entities of its participants."""
        told = _TOLD.format(which=f"portion = {int(portion)}")
        facts: dict[type[Row], pa.Table] = {
            table: rows_of(self.connection, table, told)
            for table in (EventMention, EventParticipant, Participant, Figure, StoryArticle)
        }
        of_them = f"participant_id in (select participant_id from raw.participants where {told})"
        facts[ParticipantEntity] = rows_of(self.connection, ParticipantEntity, of_them)
        return facts

    def write(self, tables: Mapping[type[Row], pa.Table]) -> None:
        """Replace the events and series of all touched stories."""
        told = _TOLD.format(which="true")
        for name, of, key in (
            ("event_merges", "event_mentions", "event_mention_id"),
            ("figure_series_members", "figures", "figure_id"),
        ):
            gone = f"{key} in (select {key} from raw.{of} where {told}) or {key} not in (select {key} from raw.{of})"
            self.connection.execute(f"create or replace temp table old_{name} as from raw.{name} where {gone}")
            self.connection.execute(f"delete from raw.{name} where {gone}")
        insert_rows(self.connection, tables)
        for table, statement in ((EventMerge, MERGE_CHANGES), (FigureSeriesMember, SERIES_CHANGES)):
            run_over(self.connection, f"new_{table.table}", tables[table], statement)


def touched_stories(connection: duckdb.DuckDBPyConnection, ids: Collection[str], most: int) -> StoryFacts:
    """The stories that a change touched, after entities and stories were written.

    ids: mentions and events that people decided about. most: mentions and figures in a portion; a story is never divided.
    """
    connection.execute(_TOUCHED, [sorted(ids), most])
    return StoryFacts(connection)
