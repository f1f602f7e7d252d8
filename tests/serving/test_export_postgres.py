"""`daybook export postgres` on a real server: rows, grants and views, kills, hostile texts, and no password anywhere."""

import sys
import threading
import time
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import psycopg2
import pytest
from sqlalchemy.engine import make_url
from typer.testing import CliRunner

from extract.cli.main import app
from extract.errors import InputError, WarehouseLocked
from extract.serving.export.postgres import export_postgres

sys.path.insert(0, str(Path(__file__).parents[1] / "orchestration"))
from servers import postgres as start_postgres

# One server for all of them; each test has a schema of its own.
pytestmark = [pytest.mark.extended, pytest.mark.xdist_group("postgres")]
EXPORT = """
import sys
from pathlib import Path
from extract.serving.export.postgres import export_postgres
export_postgres(Path(sys.argv[1]), sys.argv[2])
"""
TABLES = ["columns", "events", "events_wide", "nothing", "publication", "tables", "texts"]


@pytest.fixture(scope="module")
def _address() -> Iterator[dict[str, str]]:
    with start_postgres() as address:
        url = make_url(address)
        yield {
            "PGHOST": str(url.host), "PGPORT": str(url.port), "PGUSER": str(url.username), "PGDATABASE": str(url.database),
            "PGPASSWORD": str(url.password),
        }  # fmt: skip


@pytest.fixture(autouse=True)
def _libpq(_address, monkeypatch):
    for name, value in _address.items():
        monkeypatch.setenv(name, value)


@pytest.fixture
def ask():
    """Statements by another connection, each a transaction of its own; returns the rows."""
    with_all = psycopg2.connect("")
    with_all.autocommit = True

    def run(sql: str, *values: object) -> list[tuple]:
        with with_all.cursor() as cursor:
            cursor.execute(sql, values or None)
            return cursor.fetchall() if cursor.description else []

    yield run
    with_all.close()


def test_every_row_comes_back_with_its_types(home, ask, rows_of):
    done = export_postgres(home, "rows")
    events = ask("select * from rows.events order by event_id")
    first = sorted(rows_of(home, "marts.events"))
    # DuckDB's maps are pairs in order, jsonb has an order of its own: a dict compares both.
    assert events == first
    assert ask("select * from rows.events_wide order by 1") == sorted(rows_of(home, "marts.events_wide"))
    assert ask("select value from rows.events where event_id = 'e-all'") == [
        (Decimal("-12345678901234567890123456789.123456789"),)
    ]
    kinds = dict(
        ask(
            "select column_name, data_type from information_schema.columns where table_schema = 'rows' and table_name = 'events'"
        )
    )
    assert kinds == {
        "event_id": "text", "title": "text", "order": "bigint", "value": "numeric", "share": "double precision",
        "is_cut": "boolean", "event_date": "date", "seen_at": "timestamp with time zone", "authors": "ARRAY", "words": "jsonb",
    }  # fmt: skip
    assert [row[0] for row in ask("select table_name from rows._daybook_export order by 1")] == TABLES
    assert ask("select sum(row_count)::int, min(generation), max(marts_version) from rows._daybook_export") == [
        (done.rows, 1, "1.1.0")
    ]


def test_tables_and_columns_say_what_they_mean_and_ids_are_indexed(home, ask):
    for _ in range(2):
        export_postgres(home, "told")
    assert ask("select obj_description('told.events'::regclass)") == [("One row per event: it's made up.",)]
    assert ask("select col_description('told.events'::regclass, 2)") == [("The headline; a \\ and a '.",)]
    assert ask("select count(*) from pg_indexes where schemaname = 'told' and tablename = 'events'") == [(1,)]


@pytest.mark.promise(11)
def test_hostile_texts_come_back_but_for_the_character_0(home, ask, rows_of):
    export_postgres(home, "hostile")
    given = [(row[0], *(text.replace("\0", "\ufffd") for text in row[1:2])) for row in rows_of(home, "marts.texts")]
    assert ask("select text_id, text from hostile.texts order by 1") == given
    for _, text, listed, words in ask("select * from hostile.texts"):
        assert listed == [text]
        assert words == {text: text}


def test_days_that_postgresql_has_not_become_infinity(home, ask, publish):
    more = """insert into marts.events (event_id, event_date, seen_at) values
        ('d1', '5000-01-01 (BC)', '5000-01-01 (BC) 00:00:00+00'), ('d2', '5880000-01-01', 'infinity'),
        ('d3', '44-03-15 (BC)', null)"""
    publish(home, 2, more=more)
    export_postgres(home, "days", wanted=["events"])
    assert ask("select event_id, event_date::text, seen_at::text from days.events where event_id like 'd_' order by 1") == [
        ("d1", "-infinity", "-infinity"), ("d2", "infinity", "infinity"), ("d3", "0044-03-15 BC", None),
    ]  # fmt: skip


def test_grants_and_views_of_others_live_on_and_new_tables_are_theirs_to_read(home, ask, publish):
    export_postgres(home, "kept")
    ask("create role \"BI's reader\" login password 'g'; grant usage on schema kept to \"BI's reader\"")
    ask('grant select on all tables in schema kept to "BI\'s reader"')
    ask("create view public.headlines as select title from kept.events")
    more = """create table marts.later as select 'l' as later_id;
        insert into marts.events (event_id, title) values ('e-new', 'New');
        alter table marts.events add column place_name varchar; alter table marts.events drop share"""
    publish(home, 2, more=more)
    export_postgres(home, "kept")
    assert ("New",) in ask("select title from public.headlines")
    with psycopg2.connect("", user="BI's reader", password="g") as reader, reader.cursor() as cursor:  # noqa: S106
        cursor.execute("select later_id from kept.later")
        assert cursor.fetchall() == [("l",)]
        cursor.execute("select place_name from kept.events where event_id = 'e-new'")
        assert cursor.fetchall() == [(None,)]
    with pytest.raises(psycopg2.errors.UndefinedColumn):
        ask("select share from kept.events")


@pytest.mark.promise(22)
def test_a_view_on_what_goes_keeps_everything_as_it_was(home, ask, publish):
    export_postgres(home, "stands")
    ask("create view public.shares as select share from stands.events")
    publish(home, 2, more="alter table marts.events drop share")
    with pytest.raises(InputError, match=r"a view stands on the old one.*view shares depends on column share"):
        export_postgres(home, "stands")
    assert ask("select distinct generation from stands._daybook_export") == [(1,)]
    with pytest.raises(InputError, match="a view stands"):
        export_postgres(home, "stands", wanted=["texts"])
    ask("drop view public.shares")
    export_postgres(home, "stands", wanted=["texts"])
    assert ask("select table_name from stands._daybook_export") == [("texts",)]
    assert ask("select to_regclass('stands.events')") == [(None,)]


def test_what_is_not_ours_is_left_alone(home, ask):
    ask("create schema theirs; create table theirs.events (mine text); insert into theirs.events values ('mine')")
    with pytest.raises(InputError, match="left alone"):
        export_postgres(home, "theirs")
    ask("create schema empty")
    export_postgres(home, "empty", wanted=["texts"])
    ask("create table empty.events (mine text); insert into empty.events values ('mine')")
    with pytest.raises(InputError, match=r"empty\.events in PostgreSQL is not of an export"):
        export_postgres(home, "empty")
    assert ask("select mine from theirs.events union all select mine from empty.events") == [("mine",), ("mine",)]
    assert ask("select count(*) from pg_class where relnamespace = 'theirs'::regnamespace") == [(1,)]


@pytest.mark.promise(22)
@pytest.mark.parametrize("place", ["export.table=kill@3", "export.commit=kill"])
def test_a_killed_export_leaves_the_one_before(home, ask, publish, run_python, place, *, tried):
    name = f"killed{place[-1]}"
    export_postgres(home, name)
    publish(home, 2, more="delete from marts.texts")
    assert run_python(EXPORT, home, name, failpoint=place).returncode == -9
    assert ask(f"select distinct generation from {name}._daybook_export") == [(1,)]
    assert ask(f"select count(*) from {name}.texts") == [(19,)]
    export_postgres(home, name, wait_seconds=10)
    assert ask(f"select count(*) from {name}.texts") == [(0,)]
    assert ask(f"select distinct generation from {name}._daybook_export") == [(2,)]
    tried(1)


@pytest.mark.promise(22)
def test_a_first_export_that_is_killed_leaves_nothing(home, ask, run_python, tried):
    assert run_python(EXPORT, home, "never", failpoint="export.commit=kill").returncode == -9
    assert ask("select count(*) from pg_namespace where nspname = 'never'") == [(0,)]
    tried(1)


@pytest.mark.promise(22)
def test_readers_see_the_old_rows_or_the_new_ones_and_never_wait(home, publish, monkeypatch):
    export_postgres(home, "seen")
    publish(home, 2, more="delete from marts.texts where text_id > 't-05'")
    seen: set[tuple] = set()
    waited: list[BaseException] = []
    ended = threading.Event()

    def read() -> None:
        # Who has to wait for a lock is refused at once.
        with psycopg2.connect("", options="-c lock_timeout=50") as reader, reader.cursor() as cursor:
            reader.autocommit = True
            while not ended.wait(0.01):
                try:
                    cursor.execute(
                        "select (select count(*) from seen.texts), (select generation from seen.publication), "
                        "(select max(generation) from seen._daybook_export)"
                    )
                    seen.update(cursor.fetchall())
                except psycopg2.Error as error:
                    waited.append(error)

    thread = threading.Thread(target=read)
    thread.start()
    try:
        time.sleep(0.2)
        monkeypatch.setenv("DAYBOOK_FAILPOINT", "export.commit=sleep")
        export_postgres(home, "seen")
        time.sleep(0.5)
    finally:
        ended.set()
        thread.join()
    assert waited == []
    assert seen == {(19, 1, 1), (6, 2, 2)}


@pytest.mark.promise(22)
def test_a_second_export_waits_for_the_first_or_says_why_not(home, ask, publish):
    export_postgres(home, "turns")
    holder = psycopg2.connect("")
    holder.cursor().execute("select pg_advisory_xact_lock(hashtext('daybook export'), hashtext('turns'))")
    with pytest.raises(WarehouseLocked, match="another export to this schema"):
        export_postgres(home, "turns", wait_seconds=0.2)
    threading.Timer(1, holder.commit).start()
    publish(home, 2)
    export_postgres(home, "turns", wait_seconds=30)
    assert ask("select distinct generation from turns._daybook_export") == [(2,)]
    holder.close()


@pytest.mark.promise(22)
def test_two_exports_at_once_both_end_well(home, ask):
    export_postgres(home, "both")
    failed: list[BaseException] = []

    def one() -> None:
        try:
            export_postgres(home, "both", wait_seconds=60)
        except BaseException as error:
            failed.append(error)

    threads = [threading.Thread(target=one) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    assert ask('select count(*) from "both".texts') == [(19,)]


CANARY = "canary-7d1f"


@pytest.mark.promise(20)
@pytest.mark.parametrize(
    "dsn",
    [
        f"host=127.0.0.1 password={CANARY}",
        f"host=127.0.0.1 PASSWORD = '{CANARY}'",
        f"postgresql://loader:{CANARY}@127.0.0.1/news",
        f"postgresql://127.0.0.1/news?user=loader&password={CANARY}",
        f"postgresql://127.0.0.1/news?user=loader&passwor%64={CANARY}",
    ],
)
def test_a_password_in_the_command_is_refused_and_not_repeated(home, dsn):
    done = CliRunner().invoke(app, ["--home", str(home), "export", "postgres", "--dsn", dsn])
    assert isinstance(done.exception, InputError)
    assert "holds a password" in done.exception.message
    assert CANARY not in f"{done.output}{done.exception}{done.exception.hint}"


@pytest.mark.promise(20)
@pytest.mark.parametrize("dsn", ["", "port=1", "host=/nowhere", "user=nobody_there", "nonsense"])
def test_a_connection_that_fails_shows_no_password(home, dsn, monkeypatch, caplog):
    monkeypatch.setenv("PGPASSWORD", CANARY)
    with pytest.raises(InputError) as error:
        export_postgres(home, "wrong", dsn)
    chain, told = error.value, ""
    while chain is not None:
        told += str(chain)
        chain = None if chain.__suppress_context__ else chain.__context__
    assert "PostgreSQL" in told
    assert CANARY not in told + caplog.text
    assert "Traceback" not in told


def test_a_role_that_may_not_take_long_still_exports(home, ask, monkeypatch):
    ask("create role hasty login password 'h'; grant create on database postgres to hasty")
    ask("alter role hasty set transaction_timeout = 900")
    monkeypatch.setenv("PGUSER", "hasty")
    monkeypatch.setenv("PGPASSWORD", "h")
    monkeypatch.setenv("DAYBOOK_FAILPOINT", "export.table=sleep@1")
    assert export_postgres(home, "hasty").rows > 0


def test_a_name_that_postgresql_would_cut_is_refused(home):
    with pytest.raises(InputError, match="63 bytes"):
        export_postgres(home, "x" * 64)


def test_a_role_without_rights_is_told_so(home, ask, monkeypatch):
    ask("create role poor login password 'p'")
    monkeypatch.setenv("PGUSER", "poor")
    monkeypatch.setenv("PGPASSWORD", "p")
    with pytest.raises(InputError, match="PostgreSQL refused: permission denied for database"):
        export_postgres(home, "rights")


def test_a_schema_may_have_any_name(home, ask):
    name = "a \"b' %s;"
    for _ in range(2):
        export_postgres(home, name, wanted=["events"])
    quoted = '"' + name.replace('"', '""') + '"'
    assert ask(f"select count(*) from {quoted}.events") == [(3,)]
