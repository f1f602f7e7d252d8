"""Links in a candidate: what changed since they were made, what it is compared with, and the answers written back.

Linking works in blocks that do not influence each other (the column `block`; for events the story). Of each kind only the
blocks that a change touches are read, made anew and written, all in one transaction.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from extract.contract.quoting import identifier
from extract.contract.tables import (
    LINK_TABLES,
    Article,
    ArticleCopy,
    IdRedirect,
    Participant,
    ParticipantEntity,
    Row,
    StoryArticle,
)
from extract.errors import WarehouseError
from extract.store.candidate import Candidate, mark_done
from extract.store.link_changes import (
    ALIAS_CHANGES,
    COPY_CHANGES,
    ENTITY_CHANGES,
    NAME_CHANGES,
    PARTICIPANT_CHANGES,
    STORY_CHANGES,
)
from extract.store.link_rows import insert_rows, rows_of, run_over
from extract.store.story_facts import StoryFacts, touched_stories
from extract.store.warehouse import roll_back

_CHANGED = """
create or replace temp table changed_versions as
select article_version_id, any_value(article_id) as article_id from raw.article_changes
where load_seq > (select load_seq from raw.steps_done where step = 'link')
group by article_version_id
union
select distinct article_version_id, article_id from raw.articles
where not exists (from raw.steps_done where step = 'link')
"""
# The blocks of what changed, of what is gone, of those it shares a name with, and of those that people decided about.
_TOUCHED_NAMES = """
create or replace temp table touched_blocks as
select block from raw.participant_entities
where participant_id in (
    select participant_id from raw.participants where article_version_id in (select article_version_id from changed_versions)
) or participant_id not in (select participant_id from raw.participants)
union
select block from raw.entity_keys where name_key in (select unnest($1::varchar[]))
union
select block from raw.participant_entities
where participant_id in (select unnest($2::varchar[])) or entity_id in (select unnest($2::varchar[]))
"""
_NAMED = """
create or replace temp table named as
select distinct participant_id, article_version_id from raw.participants
where article_version_id in (select article_version_id from changed_versions) or participant_id in (
    select participant_id from raw.participant_entities where block in (from touched_blocks)
)
"""
_CHANGED_ARTICLES = """
create or replace temp table changed_articles as
select distinct article_id from raw.articles
where article_version_id in (select article_version_id from changed_versions)
    -- An article that lost a wording is told by those that are left.
    or article_id in (select article_id from changed_versions)
"""
_NEAR = """
article_id not in (from changed_articles) and exists (
    from (select distinct day from days where article_id in (from changed_articles)) as changed
    where days.day between changed.day - {days} and changed.day + {days}
)
"""
# One row a wording; a day that no page gives is the one on which the article was first seen.
_ARTICLES = """
with days as (
    select article_id, title, text, captured_at,
        coalesce(published_date, min(captured_at) over (partition by article_id)::date) as day
    from raw.articles
)
select article_id, title, text, captured_at, day as published_date from days where {where}
"""
_TOUCHED_TEXTS = """
create or replace temp table touched_blocks as
select block from raw.story_articles
where article_id in (from changed_articles) or article_id not in (select article_id from raw.articles)
union
select unnest($1::varchar[]) as block
"""


@dataclass(frozen=True, slots=True)
class Links:
    """The link tables of a candidate, in the middle of being made anew where a change touched them."""

    connection: duckdb.DuckDBPyConnection

    def changed_participants(self, columns: Sequence[str]) -> pa.Table:
        """The participants of article versions that came or changed."""
        where = "article_version_id in (select article_version_id from changed_versions)"
        return rows_of(self.connection, Participant, where, columns)

    def participants(
        self, keys: Collection[str], ids: Collection[str], columns: Sequence[str]
    ) -> tuple[pa.Table, pa.Table]:
        """All participants to link, the changed ones and those of every block that they touch; and all of their article versions.

        keys: names of the changed ones, as `entity_keys` has them. ids: participants and entities that people decided about.
        """
        self.connection.execute(_TOUCHED_NAMES, [sorted(keys), sorted(ids)])
        self.connection.execute(_NAMED)
        of_them = "article_version_id in (select article_version_id from named)"
        beside = rows_of(self.connection, Participant, of_them, columns)
        named = self.connection.execute("select participant_id from named").to_arrow_table()
        return beside.filter(pc.is_in(beside["participant_id"], value_set=named["participant_id"])), beside

    def write_entities(self, tables: Mapping[type[Row], pa.Table]) -> None:
        """Replace the touched blocks of the entity tables."""
        self.connection.execute(
            "create or replace temp table old_entities as "
            "from raw.participant_entities where block in (from touched_blocks)"
        )
        for name in ("entities", "entity_aliases"):
            of_them = "entity_id in (select entity_id from old_entities)"
            self.connection.execute(f"create or replace temp table old_{name}_rows as from raw.{name} where {of_them}")
            self.connection.execute(f"delete from raw.{name} where {of_them}")
        self.connection.execute("delete from raw.entity_keys where block in (from touched_blocks)")
        self.connection.execute("delete from raw.participant_entities where block in (from touched_blocks)")
        insert_rows(self.connection, tables)
        self._note_blocks("new_entities", tables[ParticipantEntity])
        for statement in (ENTITY_CHANGES, NAME_CHANGES, ALIAS_CHANGES, PARTICIPANT_CHANGES):
            self.connection.execute(statement)

    def changed_articles(self) -> pa.Table:
        """All wordings of the articles of which one came, changed or went.

        A day that no page gives is that of the article's first capture.
        """
        self.connection.execute(_CHANGED_ARTICLES)
        return self._articles("article_id in (from changed_articles)")

    def articles_near(self, days: int) -> pa.Table:
        """The other articles published within so many days of a changed one, with their `block`."""
        near = _NEAR.format(days=int(days))
        self.connection.register("near", self._articles(near))
        try:
            return self.connection.execute(
                "select near.*, block from near inner join raw.story_articles using (article_id)"
            ).to_arrow_table()
        finally:
            self.connection.unregister("near")

    def articles(self, blocks: Collection[str]) -> pa.Table:
        """All wordings of the articles to link: the changed ones, and those of the blocks that they touch."""
        self.connection.execute(_TOUCHED_TEXTS, [sorted(blocks)])
        return self._articles(
            "article_id in (from changed_articles) or article_id in "
            "(select article_id from raw.story_articles where block in (from touched_blocks))"
        )

    def write_stories(self, stories: pa.Table) -> None:
        """Replace the touched blocks of the stories."""
        self.connection.execute(
            "create or replace temp table old_stories as from raw.story_articles where block in (from touched_blocks)"
        )
        self.connection.execute("delete from raw.story_articles where block in (from touched_blocks)")
        insert_rows(self.connection, {StoryArticle: stories})
        self._note_blocks("new_stories", stories)
        self.connection.execute(STORY_CHANGES)

    def touched_stories(self, ids: Collection[str], most: int) -> StoryFacts:
        """The facts of every story that a change touched; see `story_facts.touched_stories`."""
        return touched_stories(self.connection, ids, most)

    def write_copies(self, copies: pa.Table) -> None:
        """Replace the copies, whole."""
        run_over(self.connection, "new_article_copies", copies, COPY_CHANGES)
        self.replace(ArticleCopy, copies)

    def replace(self, table: type[Row], rows: pa.Table) -> None:
        """Replace a link table whole."""
        self.connection.execute(f"delete from {identifier('raw', table.table)}")
        insert_rows(self.connection, {table: rows})

    def all_articles(self) -> pa.Table:
        """Every article, each wording once."""
        return rows_of(self.connection, Article, "true")

    def count(self, table: type[Row], column: str = "*") -> int:
        """Rows of a link table, or the different values of one of its columns."""
        what = "*" if column == "*" else f"distinct {identifier(column)}"
        row = self.connection.execute(f"select count({what}) from {identifier('raw', table.table)}").fetchone()
        return int(row[0]) if row else 0

    def _articles(self, where: str) -> pa.Table:
        return self.connection.execute(_ARTICLES.format(where=where)).to_arrow_table()

    def _note_blocks(self, name: str, rows: pa.Table) -> None:
        run_over(
            self.connection, "linked", rows, f"create or replace temp table {name} as select distinct block from linked"
        )


@contextmanager
def open_links(candidate: Candidate, made_by: str) -> Iterator[Links]:
    """The candidate's links, to be brought up to its latest change; committed together, or not at all.

    made_by: the rules and the decisions of people that make links. Where others made the candidate's, all are made anew.
    """
    connection = candidate.connection
    connection.execute("begin")
    try:
        _forget_others(connection, made_by)
        connection.execute(_CHANGED)
        yield Links(connection)
        mark_done(candidate, "link")
        connection.execute("commit")
    except BaseException:
        roll_back(connection)
        raise


def require_links_of(connection: duckdb.DuckDBPyConnection, made_by: str) -> None:
    """Raise WarehouseError where other rules or decisions made the candidate's links."""
    if connection.execute("select made_by from raw.link_rules").fetchall() != [(made_by,)]:
        raise WarehouseError(
            "the links were made by other rules, or before a decision in entity_overrides.csv or event_overrides.csv",
            hint="daybook link",
        )


def _forget_others(connection: duckdb.DuckDBPyConnection, made_by: str) -> None:
    if connection.execute("select made_by from raw.link_rules").fetchall() == [(made_by,)]:
        return
    for table in LINK_TABLES:
        if table is not IdRedirect:
            connection.execute(f"delete from {identifier('raw', table.table)}")
    connection.execute("delete from raw.steps_done where step = 'link'")
    # Nobody noted which links changed: the marts are built anew.
    connection.execute("delete from raw.build_rules")
    connection.execute("delete from raw.link_rules")
    connection.execute("insert into raw.link_rules values ($1)", [made_by])
