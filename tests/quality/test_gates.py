"""The gates: what breaks a rule is named, with its batch; what cannot be checked is not good; no text reaches the Data Docs."""

import dataclasses
import json
from datetime import UTC, datetime

import duckdb
import pytest

from extract.contract.tables import EventParticipant, Figure, Participant, Statement
from extract.errors import GateFailed
from extract.quality.gates import check_batches, check_marts
from extract.quality.mart_rules import losses_query
from extract.store.candidate import open_candidate
from extract.store.engine import read_only_url
from extract.store.load import load_batch
from extract.store.warehouse import candidate_path

pytestmark = pytest.mark.xdist_group("gates")

NOON = datetime(2025, 7, 4, 12, tzinfo=UTC)
HOSTILE = "<script>alert('x')</script>"


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


def only(table, /, **values):
    """Change the first row of a table."""
    seen = []

    def change(row):
        if isinstance(row, table) and not seen:
            seen.append(row)
            return dataclasses.replace(row, **values)
        return row

    return change


def every(table, /, **values):
    """Change every row of a table."""
    return lambda row: dataclasses.replace(row, **values) if isinstance(row, table) else row


def test_good_batches_pass_and_can_be_read_about(tmp_path, check, make_batch):
    report = check(make_batch("b1", range(5)), make_batch("b2", range(3, 8)))
    assert (report.failures, report.warnings, report.red_batches) == ((), (), {})
    assert len(report.results) > 100
    # What the tables' own DDL holds is no check: it cannot fail.
    assert not [result for result in report.results if result.rule == "not_null"]
    index = (tmp_path / "quality" / "index.html").read_text()
    assert report.page.relative_to(tmp_path / "quality").as_posix() in index
    assert report.page.exists()
    # Nobody holds the file any more: the next step can write.
    with open_candidate(tmp_path):
        pass


def test_nothing_new_is_nothing_to_check(check):
    assert check().results == ()


# One run for all: a run costs seconds, and a rule must be named with its own batch among others that are broken.
BROKEN = {
    "evidence": (only(Figure, evidence="other words"), "figures: evidence is the slice"),
    "figure_text": (only(Figure, figure_text="9"), "figures: figure_text is the slice"),
    "offsets": (only(Participant, char_end=10_000), "participants: evidence is the slice"),
    "list": (only(Figure, kind=HOSTILE), "figures: kind is on the closed list (broken by 1: "),
    "bounds": (only(Figure, confidence=1.5), "char_end, confidence, figure_start"),
    "length": (only(Figure, item="x" * 301), " item)"),
    "speaker": (only(Statement, speaker_participant_id="nobody"), "speaker_participant_id is found in participants"),
    "event": (only(EventParticipant, event_mention_id="nothing"), "event_mention_id is found in event_mentions"),
    "same_id": (every(Figure, figure_id="same"), "figures: figure_id, batch_id is unique (broken by 10: same"),
    "unread": ({"unread": 3}, "at most a fifth of a batch's articles could not be read"),
    "untitled": ({"untitled": 3}, "at most a fifth of a batch's articles have no title"),
}
FINE = {
    "fine": {},
    # Its only figure has the id that another batch has twice.
    "one_of_same_id": {"change": every(Figure, figure_id="same"), "numbers": range(1)},
    "two_untitled": {"untitled": 2},
    "two_unread": {"unread": 2},
}


def test_each_broken_rule_is_named_with_its_batch(check, make_batch):
    batches = [make_batch(name, **{"numbers": range(10), **options}) for name, options in FINE.items()]
    for name, (broken, _) in BROKEN.items():
        options = broken if isinstance(broken, dict) else {"change": broken}
        batches.append(make_batch(name, range(10), **options))
    report = check(*batches)
    assert set(report.red_batches) == set(BROKEN)
    assert {name: says for name, (_, says) in BROKEN.items() if says not in report.red_batches[name]} == {}
    document = json.loads(report.page.with_suffix(".json").read_text())
    assert document["red_batches"] == report.red_batches
    assert all(failure["remedy"] and failure["ids"] for failure in document["failures"])


def test_data_docs_show_no_value_from_the_news(tmp_path, check, make_batch):
    check(make_batch("b1", range(3), change=only(Figure, kind=HOSTILE, evidence=HOSTILE, item=HOSTILE * 20)))
    pages = [path for path in (tmp_path / "quality").rglob("*") if path.suffix in (".html", ".json")]
    assert len(pages) > 10
    assert not [path for path in pages if "alert(" in path.read_text() or "Ministers" in path.read_text()]


@pytest.fixture
def check_built(tmp_path, make_batch, make_marts):
    """Load a batch, make the marts, break them with SQL, and check them."""

    def run(*statements):
        with open_candidate(tmp_path) as candidate:
            load_batch(candidate, make_batch("b1", range(3)))
            make_marts(candidate)
            for statement in statements:
                candidate.connection.execute(statement)
        return check_marts(read_only_url(candidate_path(tmp_path)), tmp_path / "quality", run_name="1", checked_at=NOON)

    return run


def test_good_marts_pass(tmp_path, check_built):
    report = check_built()
    assert report.failures == ()
    assert {row[0] for row in report.rows()} >= {"articles", "events", "figures"}
    assert "check_marts/" in (tmp_path / "quality" / "index.html").read_text()


def test_red_marts_say_what_how_many_and_what_to_do(tmp_path, check_built):
    with pytest.raises(GateFailed) as error:
        check_built(
            "delete from marts.articles",
            "insert into marts.events from marts.events limit 1",
            "update marts.events set status = 'perhaps'",
            "update marts.figures set figure_id = null",
            "delete from marts.participants",
            "delete from marts.event_mentions",
        )
    assert "readers keep the warehouse they have" in error.value.message
    assert "more; nothing is published" in error.value.message
    report = tmp_path / "quality" / "red" / "check_marts-1.json"
    assert str(report.with_suffix(".html")) in error.value.hint
    broken = {(each["table"], each["expectation"]) for each in json.loads(report.read_text())["failures"]}
    assert broken >= {
        ("articles", "there are articles where raw articles were loaded"),
        ("events", "is unique"),
        ("events", "is on the closed list"),
        ("events", "there are no more events than mentions of them"),
        ("figures", "is not null"),
        ("event_participants", "participant_id is found in participants"),
    }


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


def test_a_missing_mart_is_a_broken_check(check_built):
    with pytest.raises(GateFailed, match="the check itself broke"):
        check_built("drop table marts.figures")


def test_a_check_that_raises_is_a_failure(check, make_batch, monkeypatch):
    monkeypatch.setenv("DAYBOOK_FAILPOINT", "gate.check=raise")
    with pytest.raises(GateFailed, match=r"nothing counts as checked: failpoint gate\.check") as error:
        check(make_batch("b1", range(2)))
    assert error.value.exit_code == 3


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
