"""A reader of bench-serving sees what a publish may not do, and what it saw is told beside what went on meanwhile."""

import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest
from serving_readers.answers import Answer, Answers
from serving_readers.reader import DRAWN, QUERIES, Reader

from extract.store.published import published_path

HERE = Path(__file__).parent
COUNTED = ("articles", "events", "figures", "entities", "publishers")


def publish(home, generation, *, told=2, kind="organisation", prefix="id", also=""):
    """A file in which each table has two rows and says that it has so many as are told, swapped in as publishing does."""
    path = published_path(home)
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_suffix(".tmp")
    with duckdb.connect(str(beside)) as connection:
        connection.execute("create schema marts; create schema meta")
        for table in (*COUNTED, "stories"):
            connection.execute(
                f"create table marts.{table} as select '{prefix}-' || range as event_id, event_id as entity_id, "
                f"2 - range as article_count, 1 as event_count, 'One two' as title, 'A name' as name, '{kind}' as kind, "
                f"'FR' as country_code, date '2026-01-01' as first_published_date, first_published_date as published_at, "
                f"name as publisher_name, 1 as figure_count, event_id as article_id, event_id as story_id from range(2)"
            )
        connection.execute(
            "create table meta.tables as select unnest($1) as table_name, $2 as row_count", [COUNTED, told]
        )
        connection.execute(
            f"create table meta.publication as select {generation} as generation, now() as published_at, '1.0.0' as marts_version"
        )
        connection.execute(also)
    beside.replace(path)


@pytest.fixture(params=["keep", "connect"])
def reader(request, tmp_path):
    """A reader of each habit, of a home whose first file it has not asked yet."""
    publish(tmp_path, 1)
    return Reader(tmp_path, 1, keeps=request.param == "keep")


def test_all_that_queries_ask_for_is_drawn():
    assert len(QUERIES) == (HERE / "serving_readers" / "queries.sql").read_text("utf-8").count("-- name: ")
    assert {name for query in QUERIES.values() for name in re.findall(r"\$(\w+)", query)} == set(DRAWN)


def test_a_new_file_is_seen_by_the_next_query(reader, tmp_path):
    assert (reader.ask("how fresh").generation, reader.ask("how fresh").generation) == (1, 1)
    publish(tmp_path, 2)
    asked = reader.ask("row counts")
    assert (asked.generation, asked.rows, asked.error) == (2, 5, None)


def test_an_older_file_after_a_newer_one_is_an_error(reader, tmp_path):
    publish(tmp_path, 5)
    assert reader.ask("how fresh").error is None
    publish(tmp_path, 4)
    assert reader.ask("how fresh").error == "generation 4 after 5"


def test_other_rows_than_are_told_are_an_error(reader, tmp_path):
    publish(tmp_path, 2, told=3)
    assert re.fullmatch("generation 2 tells 3 rows of [a-z]+ and has 2", reader.ask("row counts").error)


def test_an_answer_without_rows_is_an_error_where_there_are_some(reader, tmp_path):
    assert (reader.ask("most active organisations").rows, reader.ask("most active organisations").error) == (2, None)
    publish(tmp_path, 2, kind="person")
    assert reader.ask("most active organisations").error == "no rows of generation 2"


def test_an_answer_without_rows_is_none_where_what_was_asked_for_is_gone(reader, tmp_path):
    publish(tmp_path, 2, also="update marts.articles set story_id = 'another'")
    assert reader.ask("a story").error == "no rows of generation 2"
    publish(tmp_path, 3, prefix="other")
    asked = reader.ask("a story")
    assert (asked.generation, asked.rows, asked.error) == (3, 0, None)


@pytest.mark.parametrize("harm", ["gone", "damaged"])
def test_what_cannot_be_read_is_an_error_and_no_end(reader, tmp_path, harm):
    path = published_path(tmp_path)
    path.unlink()
    if harm == "damaged":
        path.write_bytes(b"no database" * 1000)
    assert reader.ask("how fresh").error.startswith("WarehouseError" if harm == "damaged" else "FileNotFoundError")
    path.unlink(missing_ok=True)
    publish(tmp_path, 2)
    assert reader.ask("how fresh").error is None


def test_answers_are_laid_beside_the_step_in_which_they_were_asked(tmp_path):
    asked = (
        '{{"name": "how fresh", "at": {}, "seconds": {}, "cpu": 0.01, "generation": {}, "rows": 1, "error": null}}\n'
    )
    (tmp_path / "0.jsonl").write_text("".join(asked.format(at, at / 100, at // 20) for at in (5, 10, 19, 20, 41)))
    answers = Answers.read(tmp_path, [(10, "quiet"), (20, "publish"), (40, "quiet")])
    assert (len(answers), answers.percentile(0), answers.percentile(100)) == (4, 0.1, 0.41)
    assert answers.generations() == {"0": [0, 1, 2]}
    table = answers.by_step()
    assert [list(column.cells) for column in table.columns][:2] == [["nothing else", "publish", "all"], ["3", "1", "4"]]


def test_errors_are_counted_by_step_and_by_query():
    good = Answer("0", "build", "a story", 0.1, 0.1, 1, None)
    answers = Answers([good, replace(good, error="IOException: gone"), replace(good, name="how fresh")])
    assert [answer.error for answer in answers.errors()] == ["IOException: gone"]
    for table in (answers.by_step(), answers.by_query()):
        assert "1" in table.columns[2].cells


@pytest.mark.extended
@pytest.mark.timeout(900)
@pytest.mark.xdist_group("dbt")
def test_readers_of_a_small_home_go_through_a_publish_without_an_error(tmp_path):
    options = ("--facts=20000", "--publishes=1", "--readers=4", "--pause=0.3", "--quiet=5", "--hurried=2")
    command = [sys.executable, HERE / "bench_serving.py", *options, "--keep", tmp_path]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr[-3000:]
    assert re.search(
        r"queries of 4 readers, 0 errors; generations seen by each: 1 to 2, 1 to 2, 1 to 2, 1 to 2\n", done.stdout
    )
    assert all(name in done.stdout for name in QUERIES)
