"""A small published warehouse made by hand, with every type of the marts and texts that harm whoever trusts them."""

import shutil
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from extract.store.published import published_path

# Each does harm somewhere: in a spreadsheet, in CSV, in SQL, in PostgreSQL.
HOSTILE_TEXTS = (
    '=HYPERLINK("http://evil.example","x")', "+1", "-2", "@SUM(A1)", "\tx", "\r", 'say "so"', "a,b\nc\r\nd", "", " ",
    "NULL", "null", "\\N", "'; drop table events; --", "\\", "nul\0here", "東京", "\U0001f600", "＝1",
)  # fmt: skip

_MARTS = """
    begin;
    create schema marts; create schema meta;
    create table meta.publication as
        select $generation::bigint as generation, timestamptz '2025-09-18 12:00:00+00' as published_at, '1.1.0' as marts_version;
    create table marts.events (
        event_id varchar, title varchar, "order" bigint, value decimal(38, 9), share double, is_cut boolean, event_date date,
        seen_at timestamptz, authors varchar[], words map(varchar, varchar)
    );
    insert into marts.events values
        ('e-all', 'Ministers met', -7, -12345678901234567890123456789.123456789, -0.5, true, '2025-09-17',
            '2025-09-17 23:30:00.123456+00', ['A. Writer', null, 'B, "C"', ''], map {'b': 'x,"y"', 'a': '\\u0000'}),
        ('e-none', null, null, null, null, null, null, null, null, null),
        ('e-empty', '', 0, 0, 0, false, '0001-01-01', '1970-01-01 00:00:00+00', [], map {});
    create table marts.texts (text_id varchar, text varchar, list varchar[], words map(varchar, varchar));
    create table marts.nothing (nothing_id varchar);
    create view marts.events_wide as select event_id, upper(title) as title from marts.events where title is not null;
    create table meta.tables as
        select 'events' as table_name, 'One row per event: it''s made up.' as description, 3::bigint as row_count;
    create table meta.columns as select * from (values
        ('events', 'event_id', 'Id of an event.'), ('events', 'title', 'The headline; a \\ and a ''.')
    ) as c (table_name, column_name, description);
    create table meta.batches as select 'b-1' as batch_id;
"""


def publish(home: Path, generation: int = 1, more: str = "") -> Path:
    """Publish by a rename, as Daybook does. more: SQL that changes what is published."""
    path = published_path(home)
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_suffix(".tmp")
    with duckdb.connect(str(beside)) as connection:
        connection.execute("set TimeZone = 'UTC'")
        for statement in duckdb.extract_statements(_MARTS):
            named = {"generation": generation} if "generation" in statement.named_parameters else None
            connection.execute(statement, named)
        connection.execute(
            "insert into marts.texts select format('t-{:02}', number), text, [text], map([text], [text]) "
            "from (select unnest($1) as text, unnest(range(len($1))) as number)",
            [list(HOSTILE_TEXTS)],
        )
        connection.execute(f"{more}; commit")
    beside.replace(path)
    return home


@pytest.fixture(scope="session")
def _published_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return published_path(publish(tmp_path_factory.mktemp("published")))


@pytest.fixture
def home(_published_once: Path, tmp_path: Path) -> Path:
    """A home whose warehouse is published."""
    path = published_path(tmp_path / "home")
    path.parent.mkdir(parents=True)
    shutil.copy(_published_once, path)
    return tmp_path / "home"


@pytest.fixture(scope="session")
def numbers_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home whose warehouse has one table of many rows: `numbers(n)`."""
    home = tmp_path_factory.mktemp("numbers")
    path = published_path(home)
    path.parent.mkdir()
    with duckdb.connect(str(path)) as connection:
        connection.execute("create schema marts; create schema meta")
        connection.execute("create table marts.numbers as select range as n from range(130000)")
    return home


@pytest.fixture(name="publish")
def publish_fixture() -> Callable[..., Path]:
    """Publish into a home: `publish(home, generation, more)`."""
    return publish


@pytest.fixture
def rows_of() -> Callable[[Path, str], list[tuple]]:
    """The published rows of a table."""

    def read(home: Path, table: str) -> list[tuple]:
        with duckdb.connect(str(published_path(home)), read_only=True) as connection:
            connection.execute("set TimeZone = 'UTC'")
            return connection.execute(f"select * from {table}").fetchall()

    return read
