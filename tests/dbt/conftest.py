"""Small raw warehouses, made of contract rows and the real linking, for the marts to be built on."""

from datetime import UTC, date, datetime
from decimal import Decimal
from types import SimpleNamespace

import duckdb
import pyarrow as pa
import pytest

from extract.contract.derive import arrow_schema, arrow_table, create_table_sql
from extract.contract.keys import article_id, article_version_id, fact_id, page_id
from extract.contract.tables import (
    BATCH_TABLES,
    LINK_TABLES,
    Article,
    ArticleCopy,
    Entity,
    EntityAlias,
    EntityKey,
    EventMention,
    EventMerge,
    EventParticipant,
    Figure,
    FigureSeriesMember,
    IdRedirect,
    Participant,
    ParticipantEntity,
    Reject,
    Statement,
    StoryArticle,
)
from extract.linking.entities import link_entities
from extract.linking.events import merge_events
from extract.linking.figures import link_figures
from extract.linking.stories import link_stories
from extract.store.build import build_marts, default_project_dir

EXTRA = {"batch_id": "varchar", "load_seq": "bigint"}
EMBASSY = "Japan hosted 30 to 35 companies in New Delhi on Thursday. It was a first, Aiko Mori said."
EMBASSY_EDITED = EMBASSY + " A second meeting is planned."


def article(url, title, text, captured, *, publisher, page="page", primary=True, ordinal=1, publishable=True):
    identity = article_id(url, publisher, title, date(2025, 7, 4), text)
    moment = datetime.fromisoformat(captured).astimezone(UTC)
    return Article(
        article_version_id=article_version_id(identity, text),
        article_id=identity,
        page_id=page_id(page.encode()),
        page_uri=f"https://pages.example/{page}",
        captured=captured,
        captured_at=moment,
        ordinal=ordinal,
        is_primary=primary,
        url=url,
        title=title,
        text=text,
        length_chars=len(text),
        publisher_name=publisher,
        authors=("Aiko Mori",),
        published="2025-07-04",
        published_date=date(2025, 7, 4),
        published_at=None,
        published_precision="day",
        published_from="metadata",
        language="en",
        is_text_publishable=publishable,
    )


def facts(of):
    """Facts of an article whose text starts as EMBASSY does: a figure, two participants, an event, its roles, a statement."""
    version, text = of.article_version_id, of.text
    end = text.index(".") + 1
    shared = {
        "article_version_id": version,
        "article_id": of.article_id,
        "sentence_index": 0,
        "char_start": 0,
        "char_end": end,
        "evidence": text[:end],
        "is_evidence_cut": False,
        "confidence": 0.9,
        "method": "test",
        "model_version": "1",
    }
    start = text.index("30")
    event = fact_id("event_mentions", version, text.index("hosted"))
    japan = _participant(shared, text, "Japan", "country", "JP")
    figure = Figure(
        **shared,
        figure_id=fact_id("figures", version, start),
        figure_start=start,
        figure_end=start + len("30 to 35 companies"),
        figure_text="30 to 35 companies",
        value=Decimal(30),
        value_high=Decimal(35),
        qualifier="exact",
        unit="company",
        unit_head="company",
        kind="count",
        item="Japan",
        item_start=text.index("Japan"),
        item_end=text.index("Japan") + len("Japan"),
        item_head="japan",
        item_participant_id=japan.participant_id,
        trend="none",
        event_mention_id=event,
        period_start=date(2025, 7, 3),
        period_end=date(2025, 7, 3),
    )
    mori = _participant(shared, text, "Aiko Mori", "person", None)
    mention = EventMention(
        **shared,
        event_mention_id=event,
        type="MEET",
        title="Japan hosted companies in New Delhi",
        status="occurred",
        event_status="occurred",
        polarity="affirmed",
        attribution="stated",
        trigger_start=text.index("hosted"),
        trigger_end=text.index("hosted") + len("hosted"),
        trigger_text="hosted",
        date_start=date(2025, 7, 3),
        date_end=date(2025, 7, 3),
        date_precision="day",
        date_text="Thursday",
        date_method="relative",
        reference_date=of.published_date,
        place_text="New Delhi",
        place_name="New Delhi",
        place_kind="city",
        country_code="IN",
        lat=28.6,
        lon=77.2,
        place_precision="city",
        place_method="text",
        is_headline=True,
        salience=0.8,
    )
    role = EventParticipant(
        article_version_id=version,
        article_id=of.article_id,
        event_mention_id=event,
        participant_id=japan.participant_id,
        role="host",
        role_method="grammar",
        confidence=0.9,
    )
    statement = Statement(
        **shared,
        statement_id=fact_id("statements", version, 0),
        kind="indirect",
        speaker_participant_id=mori.participant_id,
        addressee_participant_id=None,
        about=None,
        event_mention_id=event,
    )
    return [figure, japan, mori, mention, role, statement]


def _participant(shared, text, name, kind, country):
    start = text.index(name)
    return Participant(
        **shared,
        participant_id=fact_id("participants", shared["article_version_id"], kind, name),
        name=name,
        kind=kind,
        aliases=(),
        country_code=country,
        mention_start=start,
        mention_end=start + len(name),
        mention_text=name,
    )


def reject(key, reason="empty"):
    return Reject(stage="fetch_pages", reason=reason, key=key, sha256=None, first_lines="", detail="")


def batches():
    """An article that was edited, a second report of its event, and a reject: three batches, by name."""
    first = article("https://a.example/1", "Japan hosts", EMBASSY, "2025-07-04T07:48:00+09:00", publisher="The Ledger")
    beside = article(
        "https://a.example/1", "Japan hosts", EMBASSY, "2025-07-04T09:00:00+09:00",
        publisher="The Ledger", page="other", primary=False, ordinal=2,
    )  # fmt: skip
    edited = article(
        "https://a.example/1",
        "Japan hosts",
        EMBASSY_EDITED,
        "2025-07-05T08:00:00+09:00",
        publisher="the ledger",
        page="edit",
    )
    second = article(
        "https://b.example/2", "Japan meets companies", EMBASSY.replace("a first", "no first"),
        "2025-07-05T10:00:00+09:00", publisher="Harbour Post", page="b", publishable=False,
    )  # fmt: skip
    return {
        "run-0": [first, *facts(first), reject("a.html")],
        "run-1": [beside, *facts(beside), edited, *facts(edited)],
        "run-2": [second, *facts(second), reject("b.html", "binary")],
    }


def write_raw(database, delivered):
    """The schema `raw` of the delivered batches, a list of (batch id, rows) in their order of arrival, with real links."""
    with duckdb.connect(str(database)) as connection:
        connection.execute("create schema raw")
        tables = {table: _arrow(table, delivered) for table in BATCH_TABLES}
        stories = link_stories(tables[Article])
        links = link_entities(tables[Participant])
        merges = merge_events(
            tables[EventMention], tables[EventParticipant], links.participant_entities, stories
        ).event_merges
        tables |= {
            Entity: links.entities,
            EntityAlias: links.entity_aliases,
            ParticipantEntity: links.participant_entities,
            EntityKey: links.entity_keys,
            ArticleCopy: arrow_schema(ArticleCopy).empty_table(),
            StoryArticle: stories,
            EventMerge: merges,
            FigureSeriesMember: link_figures(tables[Figure], tables[EventMention], merges, stories),
            IdRedirect: arrow_schema(IdRedirect).empty_table(),
        }
        for table, rows in tables.items():
            for statement in create_table_sql(table, extra=None if table in LINK_TABLES else EXTRA):
                connection.execute(statement)
            connection.register("rows", rows)
            connection.execute(f"insert into raw.{table.table} by name select * from rows")


def _arrow(table, delivered):
    parts = []
    for number, (batch_id, rows) in enumerate(delivered):
        part = arrow_table(table, [row for row in rows if isinstance(row, table)])
        part = part.append_column("batch_id", pa.array([batch_id] * len(part), pa.string()))
        parts.append(part.append_column("load_seq", pa.array([number] * len(part), pa.int64())))
    return pa.concat_tables(parts)


@pytest.fixture(scope="session")
def raw():
    """What tests make raw rows with."""
    return SimpleNamespace(
        article=article, facts=facts, batches=batches, write=write_raw, texts=(EMBASSY, EMBASSY_EDITED)
    )


@pytest.fixture(scope="session")
def work_dir(tmp_path_factory):
    """One folder for all builds: as in production, dbt meets there what it compiled before."""
    return tmp_path_factory.mktemp("dbt")


@pytest.fixture
def database(work_dir):
    """Where a test writes its own warehouse: the same place for all, or dbt would compile all of the project anew."""
    path = work_dir / "candidate.duckdb"
    path.unlink(missing_ok=True)
    return path


@pytest.fixture(scope="session")
def built(work_dir, tmp_path_factory):
    """The marts of the three batches in order, built once."""
    database = tmp_path_factory.mktemp("built") / "candidate.duckdb"
    write_raw(database, list(batches().items()))
    result = build_marts(database, default_project_dir(), work_dir)
    return SimpleNamespace(database=database, result=result)
