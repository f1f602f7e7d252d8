"""Made-up batches as the steps seal them, small marts made by hand, and processes that are killed on the way."""

import os
import subprocess
import sys
import time
import timeit
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from extract.contract.derive import arrow_table
from extract.contract.keys import hash_id
from extract.contract.tables import (
    Article,
    ArticleField,
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
from extract.store.load import BatchFiles

NOON = datetime(2025, 7, 4, 12, tzinfo=UTC)

sys.path.insert(0, str(Path(__file__).parent / "faults"))
pytest_plugins = ["promises"]


def pytest_collection_finish():
    if "airflow" in sys.modules:
        raise pytest.UsageError("a module of the tests imports Airflow: do so in a process of its own")


@pytest.fixture(autouse=True)
def airflow_stays_out():
    """Airflow changes logging and environment of whoever imports it, and so of every test after: it gets a process of its own."""
    yield
    assert "airflow" not in sys.modules, "this test imports Airflow: do so in a process of its own"


@pytest.fixture
def growth():
    """How many times the CPU time of `small` the work `large` takes.

    Of three runs each the least, which alternate: a busy machine only ever adds. As `timeit` does, no garbage is
    collected meanwhile: what other tests left behind is looked through as well, and is not this work's.
    """

    def measure(small: Callable[[], object], large: Callable[[], object]) -> float:
        small()  # tables are loaded
        runs = [[timeit.timeit(work, timer=time.process_time, number=1) for work in (small, large)] for _ in range(3)]
        least_small, least_large = map(min, zip(*runs, strict=True))
        return least_large / least_small

    return measure


def _rows_of_article(number: int, title: str | None, wording: str) -> list[Row]:
    text = f"Ministers met {number} envoys in Oslo{wording}. Others stayed away."
    article_id, page_id = hash_id("article", number), f"{number:064x}"
    version = hash_id("version", article_id, text)
    fact = {
        "article_version_id": version, "article_id": article_id, "sentence_index": 0, "char_start": 0,
        "char_end": text.index(".") + 1, "evidence": text[: text.index(".") + 1], "is_evidence_cut": False,
        "confidence": 0.9, "method": "test", "model_version": "test 1",
    }  # fmt: skip
    figure_id, participant_id, mention_id = (hash_id(kind, version) for kind in ("figure", "participant", "mention"))
    page = Page(
        page_id=page_id, page_uri=f"{number}.html", captured=NOON.isoformat(), captured_at=NOON, media_type="text/html",
        length_bytes=9,
    )  # fmt: skip
    article = Article(
        article_version_id=version, article_id=article_id, page_id=page_id, page_uri=page.page_uri, captured=page.captured,
        captured_at=NOON, ordinal=1, is_primary=True, url=f"https://example.org/{number}", title=title, text=text,
        length_chars=len(text), publisher_name="The Example", authors=("A. Writer",), published="2025-07-04",
        published_date=date(2025, 7, 4), published_at=None, published_precision="day", published_from="metadata", language="en",
        is_text_publishable=True,
    )  # fmt: skip
    figure = Figure(
        **fact, figure_id=figure_id, figure_start=14, figure_end=14 + len(str(number)), figure_text=str(number),
        value=Decimal(number), qualifier="exact", unit="envoy", kind="count", item=None, trend="none",
        event_mention_id=mention_id,
    )  # fmt: skip
    participant = Participant(
        **fact, participant_id=participant_id, name="Ministers", kind="group", aliases=(), mention_start=0, mention_end=9,
        mention_text="Ministers",
    )  # fmt: skip
    mention = EventMention(
        **fact, event_mention_id=mention_id, type="MEET", title="Ministers met", status="occurred", event_status="occurred",
        polarity="affirmed", attribution="stated", trigger_start=10, trigger_end=13, trigger_text="met", date_start=None,
        date_end=None, date_precision="none", date_text=None, date_method="none", reference_date=None, place_text="Oslo",
        place_name="Oslo", place_kind="city", country_code="NO", lat=59.9, lon=10.7, place_precision="city",
        place_method="text", is_headline=True, salience=1.0,
    )  # fmt: skip
    role = EventParticipant(
        article_version_id=version, article_id=article_id, event_mention_id=mention_id, participant_id=participant_id,
        role="actor", role_method="grammar", confidence=0.9,
    )  # fmt: skip
    statement = Statement(
        **fact, statement_id=hash_id("statement", version), kind="indirect", speaker_participant_id=participant_id,
        addressee_participant_id=None, about=None, event_mention_id=mention_id,
    )  # fmt: skip
    check = SourceCheck(
        source_name="example", source_kind="feed", address=f"https://example.org/feed/{number}", checked_at=NOON, outcome="ok",
        http_status=200, etag=None, last_modified=None, offered_count=1, new_count=1, terms="", detail="",
    )  # fmt: skip
    fetch = Fetch(
        page_uri=page.page_uri, requested_at=NOON, outcome="ok", http_status=200, final_url=f"https://example.org/{number}",
        redirect_count=0, length_bytes=9, page_id=page_id, etag=None, last_modified=None, opt_outs=(), detail="",
    )  # fmt: skip
    field = ArticleField(
        article_version_id=version, page_uri=page.page_uri, captured_at=NOON, page_id=page_id, ordinal=1, field="published",
        value="2025-07-04", value_from="meta", confidence=0.9,
    )  # fmt: skip
    return [check, fetch, page, article, field, figure, participant, mention, role, statement]


@pytest.fixture
def make_batch(tmp_path: Path) -> Callable[..., BatchFiles]:
    """Seal a batch of articles, each with a figure, a participant, an event and a statement.

    numbers: which articles. untitled: how many have no title. unread: how many rejects say that
    reading failed. wording: other words give other versions.
    change: edits the rows of a table before they are written, to break them.
    """

    def make(
        batch_id: str,
        numbers: range,
        *,
        untitled: int = 0,
        unread: int = 0,
        wording: str = "",
        change: Callable[[Row], Row] = lambda row: row,
    ) -> BatchFiles:
        folder = tmp_path / "sealed" / f"{batch_id}{wording}"
        folder.mkdir(parents=True, exist_ok=True)
        tables: dict[type[Row], list[Row]] = {}
        for place, number in enumerate(numbers):
            title = None if place < untitled else f"Meeting {number}"
            for row in _rows_of_article(number, title, wording):
                tables.setdefault(type(row), []).append(change(row))
        for number in range(unread):
            reject = Reject(
                stage="read_facts", reason="reading_failed", key=f"{number}", sha256=None, first_lines="", detail=""
            )
            tables.setdefault(Reject, []).append(reject)
        files = {}
        for table, rows in tables.items():
            files[table.table] = [folder / f"{table.table}.parquet"]
            pq.write_table(arrow_table(table, rows), files[table.table][0])
        return BatchFiles(batch_id, hash_id(batch_id, numbers, untitled, unread, wording), files)

    return make


@pytest.fixture
def run_python() -> Callable[..., subprocess.CompletedProcess[str]]:
    """Run Python code in a process of its own, with a failpoint set; returns when it has ended, killed or not."""

    def run(code: str, *arguments: object, failpoint: str = "") -> subprocess.CompletedProcess[str]:
        environment = {name: value for name, value in os.environ.items() if name != "DAYBOOK_FAILPOINT"}
        if failpoint:
            environment["DAYBOOK_FAILPOINT"] = failpoint
        return subprocess.run(
            [sys.executable, "-c", code, *map(str, arguments)],
            env=environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )

    return run


# Enough of the marts to publish and to check: made from the raw rows of all batches, each row once.
_MARTS = {
    "articles": "select distinct article_id, title, published_date from raw.articles",
    "article_copies": "select '' as article_id limit 0",
    "article_fields": "select distinct a.article_id, f.field, f.value_from from raw.article_fields as f "
    "join raw.articles as a using (article_version_id)",
    "article_texts": "select distinct article_id, text from raw.articles where is_text_publishable",
    "entities": "select distinct 'e' || participant_id as entity_id, name, kind from raw.participants",
    "events": "select distinct 'v' || event_mention_id as event_id, type, status, date_precision, date_method, place_method "
    "from raw.event_mentions",
    "event_mentions": "select distinct * exclude (batch_id, load_seq), 'v' || event_mention_id as event_id "
    "from raw.event_mentions",
    "event_participants": "select distinct * exclude (batch_id, load_seq) from raw.event_participants",
    "fetches": "select distinct * exclude (batch_id, load_seq) from raw.fetches",
    "figures": "select distinct * exclude (batch_id, load_seq) from raw.figures",
    "participants": "select distinct * exclude (batch_id, load_seq), 'e' || participant_id as entity_id from raw.participants",
    "publishers": "select distinct sha256(publisher_name) as publisher_id, publisher_name from raw.articles",
    "source_checks": "select distinct * exclude (batch_id, load_seq) from raw.source_checks",
    "statements": "select distinct * exclude (batch_id, load_seq) from raw.statements",
}


@pytest.fixture
def make_marts() -> Callable[..., None]:
    """Make small marts in a candidate and mark the steps before the publish as done."""

    def make(candidate, *, marked: bool = True) -> None:
        from extract.store.build import default_project_dir
        from extract.store.build_books import project_version
        from extract.store.candidate import mark_done
        from extract.store.publish import REQUIRED_STEPS

        candidate.connection.execute("begin")
        candidate.connection.execute("create schema if not exists marts")
        for name, query in _MARTS.items():
            candidate.connection.execute(f"create or replace table marts.{name} as {query}")
            candidate.connection.execute(
                f"comment on table marts.{name} is 'One row per thing of {name}: it''s made up.'"
            )
        candidate.connection.execute("comment on column marts.articles.title is 'The headline.'")
        if marked:
            for step in REQUIRED_STEPS:
                mark_done(candidate, step)
            candidate.connection.execute("delete from raw.build_rules")
            made_by = project_version(default_project_dir())
            candidate.connection.execute("insert into raw.build_rules values ($1)", [made_by])
        candidate.connection.execute("commit")

    return make
