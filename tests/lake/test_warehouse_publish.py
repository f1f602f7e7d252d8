"""Publishing a lake: readers see the old snapshot or the new one; rolled back, held, brought back; compacted, all is the same."""

import os
import subprocess
import sys

import pytest
from lakes import as_environment, publish_batches, publish_now

from extract.errors import InputError, WarehouseError
from extract.serving.session import open_session
from extract.store.candidate import discard_candidate, open_candidate
from extract.store.history import generations_of
from extract.store.lake.connection import open_lake
from extract.store.lake.maintenance import compact_lake
from extract.store.lake.published import published_files
from extract.store.published import open_published
from extract.store.rollback import roll_back

pytestmark = [pytest.mark.extended, pytest.mark.xdist_group("lake")]

PUBLISH = """
import sys
from datetime import UTC, datetime
from extract.pipeline.context import open_context
from extract.store.publish import publish_candidate
publish_candidate(open_context().warehouse, daybook_version="0", run_id="r", published_at=datetime(2025, 7, 4, tzinfo=UTC))
"""
COMPACT = """
from extract.pipeline.compacting import compact
from extract.pipeline.context import open_context
compact(open_context())
"""
READ = """
import sys, time
from extract.pipeline.context import open_context
from extract.serving.session import open_session
last, reads, generation = int(sys.argv[1]), 0, 0
ask = ("select (select generation from meta.publication), (select batch_count from meta.publication), "
    "(select count(*) from marts.articles), (select count(*) from marts.figures), "
    "(select row_count from meta.tables where table_name = 'articles')")
with open_session(open_context().warehouse) as session:
    print("ready", flush=True)
    while generation < last:
        session.follow()
        (statement,) = session.split(ask)
        with session.run(statement) as result:
            (found,) = result.rows()
        generation = found[0]
        assert found == (generation,) * 5, found
        reads += 1
        time.sleep(0.1)
print(reads)
"""


@pytest.fixture
def run_on_lake(place, tmp_path):
    """Start Python code in a process that has the lake in its settings."""

    def start(code, *arguments, failpoint=""):
        environment = (
            os.environ | as_environment(place) | {"DAYBOOK_HOME": str(tmp_path), "DAYBOOK_FAILPOINT": failpoint}
        )
        return subprocess.Popen(
            [sys.executable, "-c", code, *map(str, arguments)],
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    return start


def seen(place):
    """What readers have: generation, articles, and what the tables say of themselves."""
    with open_published(place) as connection:
        row = connection.execute(
            "select generation, (select count(*) from articles), (select count(*) from figures), "
            "(select row_count from meta.tables where table_name = 'articles') from meta.publication"
        ).fetchone()
    return row[0], row[1:]


@pytest.fixture
def grow(place, make_batch, make_marts):
    """Load one more article, and publish it where that is asked for."""

    def add(number, **more):
        return publish_batches(place, make_marts, make_batch(f"b{number}", range(number, number + 1)), **more)

    return add


@pytest.mark.promise(2)
def test_killed_anywhere_readers_see_the_old_snapshot_or_the_new(place, grow, run_on_lake, tried):
    grow(1)
    for number, failpoint in enumerate(("publish.build", "publish.swap"), start=2):
        grow(number, is_published=False)
        killed = run_on_lake(PUBLISH, failpoint=f"{failpoint}=kill")
        assert killed.wait(60) == -9, killed.communicate()[1]
        assert seen(place) == (number - 1, (number - 1,) * 3)
        again = publish_now(place)
        assert (again.generation, again.is_new) == (number, True)
        assert seen(place) == (number, (number,) * 3)
        assert not publish_now(place).is_new
        tried(1)


@pytest.mark.promise(2)
def test_readers_over_publications_and_compactions_see_no_error_and_no_mixture(place, grow, run_on_lake, tried):
    grow(1)
    readers = [run_on_lake(READ, 4) for _ in range(3)]
    for reader in readers:
        assert reader.stdout.readline() == "ready\n", reader.communicate()[1]
    grow(2)
    compact_lake(place, 2)
    grow(3)
    compact_lake(place, 2)
    grow(4)
    for reader in readers:
        out, err = reader.communicate(timeout=90)
        assert reader.returncode == 0, err
        tried(int(out), "reads across swaps")


def test_marts_that_are_the_same_are_not_published_again(place, grow, make_marts):
    first = grow(1)
    before = published_files(place)
    with open_candidate(place) as candidate:
        make_marts(candidate)
    again = publish_now(place)
    assert (first.is_new, again.is_new, again.generation, again.digest) == (True, False, 1, first.digest)
    assert published_files(place) == before


def test_marts_that_a_gate_refused_leave_readers_and_are_made_whole_again(place, grow):
    grow(1)
    grow(2, is_published=False)
    discard_candidate(place, "a test is red")
    assert seen(place) == (1, (1,) * 3)
    with open_candidate(place) as candidate:
        assert candidate.connection.execute("select * from raw.build_rules").fetchall() == []
        assert candidate.connection.execute("select count(*) from raw.loaded_batches").fetchall() == [(2,)]
    with pytest.raises(WarehouseError, match="`build` has not seen"):
        publish_now(place)
    grow(2)
    assert seen(place) == (2, (2,) * 3)


@pytest.mark.promise(19)
def test_what_was_rolled_back_from_is_held_until_it_is_brought_back(place, grow, caplog):
    with pytest.raises(WarehouseError, match="nothing was ever published"):
        roll_back(place)
    for number in (1, 2, 3):
        grow(number)
    assert roll_back(place) == (2, 3)
    assert seen(place) == (2, (2,) * 3)
    with caplog.at_level("WARNING", "daybook"):
        held = publish_now(place)
    assert (held.is_held, held.is_new, held.generation) == (True, False, 2)
    assert "are held: readers keep generation 2" in caplog.text
    assert roll_back(place) == (1, 2)
    with pytest.raises(WarehouseError, match="no generation earlier than 1 is kept"):
        roll_back(place)
    with pytest.raises(InputError, match="generation 1 is what readers have"):
        roll_back(place, 1)
    with pytest.raises(InputError, match="generation 7 is not kept; kept are: 2, 3"):
        roll_back(place, 7)
    assert roll_back(place, 3) == (3, 1)
    assert seen(place) == (3, (3,) * 3)
    assert not publish_now(place).is_held
    # Of 2 somebody went back, too.
    assert roll_back(place) == (1, 3)
    assert publish_now(place, even_if_withdrawn=True).generation == 4
    assert seen(place) == (4, (3,) * 3)
    assert roll_back(place) == (1, 4)
    # Other rows are published as they come.
    grow(4)
    assert seen(place) == (5, (4,) * 3)


def rows(connection):
    tables = connection.execute(
        "select table_name from duckdb_tables() where schema_name = 'marts' order by 1"
    ).fetchall()
    return {name: sorted(map(repr, connection.execute(f"from marts.{name}").fetchall())) for (name,) in tables}


def test_compacting_changes_no_row_and_keeps_the_generations(place, grow, run_on_lake, tried):
    for number in range(1, 6):
        grow(number)
    with open_published(place) as connection:
        before = rows(connection)
    roll_back(place)
    with open_session(place) as session:
        (statement,) = session.split("select count(*) from articles")
        for failpoint in ("compact.rewritten", "compact.rewritten=kill@2", "compact.expired"):
            name, _, action = failpoint.partition("=")
            killed = run_on_lake(COMPACT, failpoint=f"{name}={action or 'kill'}")
            assert killed.wait(60) == -9, killed.communicate()[1]
            assert seen(place) == (4, (4,) * 3)
            tried(1)
        done = compact_lake(place, 3)
        assert done.files_after <= done.files_before
        # The last good build stays, too.
        assert generations_of(place)[1] == [2, 3, 5]
        # Whoever reads goes on, from the files that hold the rows now.
        session.follow()
        with session.run(statement) as result:
            assert list(result.rows()) == [(4,)]
    with pytest.raises(InputError, match="generation 1 is not kept; kept are: 2, 3, 5"):
        roll_back(place, 1)
    assert roll_back(place) == (3, 4)
    assert seen(place) == (3, (3,) * 3)
    assert roll_back(place, 2) == (2, 3)
    assert seen(place) == (2, (2,) * 3)
    grow(6)
    assert seen(place) == (6, (6,) * 3)
    compact_lake(place, 2)
    with open_lake(place, read_only=True) as connection:
        assert len(before) == len(rows(connection))
        for name, said in before.items():
            assert set(said) <= set(rows(connection)[name]), name
