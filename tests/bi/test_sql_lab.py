"""SQL Lab of the running Superset: any question, no change, no other file. It comes before `test_superset.py`, which stops it."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from superset_server import text_of

pytestmark = [pytest.mark.bi, pytest.mark.xdist_group("bi"), pytest.mark.timeout(600)]


def test_the_first_questions_may_come_at_once(world):
    # Of those that a worker is asked first, each found a task half bound: see FLASK_APP_MUTATOR in superset_config.py.
    world.superset.list("database")
    with ThreadPoolExecutor(16) as pool:
        answers = list(pool.map(world.superset.sql, ["select 1 as one"] * 16))
    assert [(answer.status_code, answer.json()["data"]) for answer in answers] == [(200, [{"one": 1}])] * 16


def test_sql_lab_reads_the_warehouse_by_short_names(world):
    answer = world.superset.sql("select count(*) as n from events")
    assert answer.status_code == 200, answer.text
    assert answer.json()["data"] == [{"n": world.superset.warehouse("select count(*) from marts.events")[0][0]}]
    assert world.superset.sql("from search_articles('floods')").json()["data"]


@pytest.mark.promise(12)
@pytest.mark.parametrize(
    "statement",
    [
        "select * from read_text('/etc/passwd')",
        "select * from read_csv('/etc/passwd')",
        "from '/etc/passwd'",
        "create table marts.mine as select 1",
        "create table memory.main.mine as select 1",
        "insert into marts.units values ('a', 'b', 'c', 'd')",
        "delete from marts.events",
        "drop table marts.events",
        "attach '/etc/passwd' as other",
        "copy marts.units to '/tmp/units.csv'",
        "copy (select 1) to '{warehouse}.wal' (format csv)",
        "explain analyze copy (select 1) to '{warehouse}.wal' (format csv)",
        "select 1; copy (select 1) to '{warehouse}.wal' (format csv)",
        "prepare p as copy (select 1) to '{warehouse}.wal'",
        "set enable_external_access = true",
        "install httpfs",
        "load sqlite_scanner",
        "select getenv('SUPERSET_SECRETS')",
    ],
)
def test_sql_lab_changes_nothing_and_opens_no_file(world, statement):
    before = world.superset.warehouse("select count(*) from duckdb_tables()")
    published = world.home / "published" / "daybook.duckdb"
    answer = world.superset.sql(statement.replace("{warehouse}", str(published)))
    assert answer.status_code >= 400, text_of(answer)
    assert [path.name for path in published.parent.iterdir() if "wal" in path.name] == []
    assert "root:" not in text_of(answer)
    assert world.superset.warehouse("select count(*) from duckdb_tables()") == before


def test_no_other_database_of_duckdb_can_be_added(world):
    for address in ("duckdb:///:memory:", "duckdb:////etc/passwd", f"duckdb:////{world.home}/warehouse/build.duckdb"):
        new = {"database_name": "other", "sqlalchemy_uri": address}
        assert world.superset.client.post("/database/", json=new).status_code >= 400
    assert len(world.superset.list("database")) == 1
