"""More articles for a home: real batches for `load`, and their links where the real step is not to make them."""

from pathlib import Path

import duckdb
from warehouse_world.base import STEPS
from warehouse_world.made import BATCH_ARTICLES, World

from extract.contract.tables import (
    Article,
    ArticleField,
    Discovery,
    EventMention,
    EventParticipant,
    Fetch,
    Figure,
    Page,
    Participant,
    Reject,
    Row,
    SourceCheck,
    Statement,
)
from extract.store.batch_rules import Batches
from extract.store.candidate import mark_done, open_candidate

# What each step writes; every step may refuse something, here it is the third.
_STEP_TABLES: dict[str, tuple[type[Row], ...]] = {
    "discover": (Discovery, SourceCheck),
    "fetch_pages": (Fetch, Page),
    "extract_articles": (Article, ArticleField, Reject),
    "read_facts": (Figure, Participant, EventMention, EventParticipant, Statement),
}


def write_more(store: Batches, first: int, last: int, seed: int) -> None:
    """Write the articles numbered from `first` to `last` - 1 as batches of all four steps."""
    with duckdb.connect() as connection:
        connection.execute("set TimeZone = 'UTC'")
        world = World(connection, seed)
        world.prepare()
        world.make(first, last, "more-")
        for number in range(first // BATCH_ARTICLES, -(-last // BATCH_ARTICLES)):
            batch_id, given = f"more-{number:07d}", None
            for step in STEPS:
                tables = dict(world.batch_rows(_STEP_TABLES[step], batch_id))
                counts = {table.table: rows.num_rows for table, rows in tables.items()}
                given = store.write(
                    step, batch_id, tables, input_sha256=given, versions={"made-up": "1"}, counts=counts
                ).sha256


def make_links(home: Path, first: int, last: int, seed: int) -> None:
    """Write the links of those articles into the candidate as the real step would: touched entities are made anew."""
    with open_candidate(home) as candidate:
        connection = candidate.connection
        world = World(connection, seed)
        world.prepare()
        world.make(first, last, "more-")
        connection.execute("begin")
        world.insert_own_links()
        connection.execute(
            "create or replace temp table touched as select distinct unnest(entity_ids) as entity_id from made_articles"
        )
        chosen = "entity_id in (from touched)"
        for table in ("entities", "entity_aliases"):
            connection.execute(f"delete from raw.{table} where {chosen}")
        connection.execute(
            f"delete from raw.entity_keys where block in (select block from raw.participant_entities where {chosen})"
        )
        world.insert_entities(chosen)
        # The marts of old articles' entities count the new ones too.
        connection.execute("insert into raw.link_changes select 'entity', entity_id from touched")
        mark_done(candidate, "link")
        connection.execute("commit")
