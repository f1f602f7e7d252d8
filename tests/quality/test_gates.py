"""The gates: red marts are refused with a reason; what cannot be checked is not good. `damage/` proves the rules of batches."""

import json
from datetime import UTC, datetime

import duckdb
import pytest

from extract.errors import GateFailed, WarehouseError
from extract.pipeline import audit, open_context
from extract.quality.gates import check_batches
from extract.quality.mart_rules import losses_query
from extract.quality.rules import Rule, TableRules
from extract.settings import Settings
from extract.store.candidate import open_candidate
from extract.store.engine import read_only_url
from extract.store.load import load_batch
from extract.store.warehouse import build_path, candidate_path

pytestmark = pytest.mark.xdist_group("gates")

NOON = datetime(2025, 7, 4, 12, tzinfo=UTC)


@pytest.fixture
def check(tmp_path):
    """Load batches and check them."""

    def run(*batches):
        with open_candidate(tmp_path) as candidate:
            for batch in batches:
                load_batch(candidate, batch)
        return check_batches(
            read_only_url(candidate_path(tmp_path)),
            [batch.batch_id for batch in batches],
            tmp_path / "quality",
            run_name="1",
            checked_at=NOON,
        )

    return run


def test_nothing_new_is_nothing_to_check(check):
    assert check().results == ()


@pytest.mark.promise(3)
def test_a_check_that_raises_is_a_failure(check, make_batch, monkeypatch):
    monkeypatch.setenv("DAYBOOK_FAILPOINT", "gate.check=raise")
    with pytest.raises(GateFailed, match=r"nothing counts as checked: failpoint gate\.check") as error:
        check(make_batch("b1", range(2)))
    assert error.value.exit_code == 3


@pytest.mark.promise(3)
@pytest.mark.parametrize(
    ("before", "now", "lost"),
    [
        (12, 0, ["articles"]), (0, 0, []), (19, 1, []), (20, 10, []),
        (20, 9, ["articles", "event_mentions", "events", "figures"]),
    ],
)  # fmt: skip
def test_half_of_many_rows_may_go_and_few_may_but_not_every_article(before, now, lost):
    with duckdb.connect() as connection:
        connection.execute(
            "create schema raw; create table raw.published_counts (table_name varchar, row_count bigint)"
        )
        connection.execute("create schema marts")
        for table in ("articles", "event_mentions", "events", "figures"):
            connection.execute("insert into raw.published_counts values ($1, $2)", [table, before])
            connection.execute(f"create table marts.{table} as from range({now})")
        assert sorted(connection.execute(losses_query()).fetchall()) == [(table, before, now) for table in lost]


@pytest.mark.promise(3)
def test_a_query_that_cannot_be_run_is_a_broken_check(tmp_path):
    from extract.quality.validation import open_project

    with duckdb.connect(str(tmp_path / "x.duckdb")) as connection:
        connection.execute("create schema marts")
    rules = TableRules(
        "marts", "select 1 as n", (Rule("key", "is there", "select n as id from {batch}, marts.gone", ""),)
    )
    with (
        open_project(read_only_url(tmp_path / "x.duckdb"), tmp_path / "quality") as project,
        pytest.raises(RuntimeError, match=r"marts: whether each row is there: .*gone does not exist"),
    ):
        project.validate([rules], "check_marts", NOON)


def test_the_url_cannot_write(tmp_path):
    import sqlalchemy

    with duckdb.connect(str(tmp_path / "x.duckdb")) as connection:
        connection.execute("create table t as select 1 as n")
    engine = sqlalchemy.create_engine(read_only_url(tmp_path / "x.duckdb"))
    with engine.connect() as connection:
        assert connection.execute(sqlalchemy.text("select n from t")).fetchall() == [(1,)]
        with pytest.raises(sqlalchemy.exc.DBAPIError, match="read-only"):
            connection.execute(sqlalchemy.text("drop table t"))
    engine.dispose()


def test_an_audit_says_what_is_red_and_leaves_all_as_it_is(tmp_path, make_batch, make_marts):
    with open_candidate(tmp_path) as candidate:
        load_batch(candidate, make_batch("b1", range(3)))
        load_batch(candidate, make_batch("b2", range(3, 6)))
        make_marts(candidate)
        candidate.connection.execute("update raw.figures set evidence = 'other words' where batch_id = 'b1'")
        candidate.connection.execute("update marts.events set status = 'perhaps'")
        candidate.connection.execute(
            "update marts.figures set figure_id = null where figure_id = (select min(figure_id) from marts.figures)"
        )
        candidate.connection.execute("delete from marts.participants")
    candidate_path(tmp_path).rename(build_path(tmp_path))
    before = build_path(tmp_path).read_bytes()
    with pytest.raises(GateFailed, match=r"raw\.figures: evidence is the slice .* \(broken by 3: ") as error:
        audit(open_context(Settings(home=tmp_path)))
    assert error.value.exit_code == 3
    failures = json.loads(next((tmp_path / "quality" / "red").glob("audit-*.json")).read_text())["failures"]
    assert all(each["remedy"] and each["ids"] for each in failures)
    broken = {(each["table"], each["expectation"]): each["unexpected_count"] for each in failures}
    assert [(said.split(" (")[0], count) for (table, said), count in broken.items() if table == "marts.events"] == [
        ("values are on their closed lists", 6)
    ]
    assert broken["marts.figures", "no value is null (figure_id, value)"] == 1
    assert broken["marts.event_participants", "participant_id is found in participants"] == 6
    assert build_path(tmp_path).read_bytes() == before
    assert [path.suffix for path in sorted((tmp_path / "quality" / "red").glob("audit-*"))] == [".html", ".json"]


def test_an_audit_of_nothing_says_so(tmp_path):
    with pytest.raises(WarehouseError, match="nothing is built yet"):
        audit(open_context(Settings(home=tmp_path)))
