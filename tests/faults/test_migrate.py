"""A home that an earlier contract made is named, brought to this one from the pages it holds, and never lost on the way."""

import json
import os
import signal
import subprocess
import threading
import time
from pathlib import Path

import duckdb
import pytest
from typer.testing import CliRunner

from extract.cli.main import app
from extract.contract.derive import CONTRACT_VERSION
from extract.contract.tables import Page
from extract.errors import NewerHome
from extract.pipeline import check_batches, fetch_pages, link, load, open_context
from extract.pipeline.migrating import plan_migration
from extract.pipeline.status import read_status
from extract.settings import load_settings
from extract.store.digest import digest
from extract.store.ledger import Ledger
from extract.store.published import open_published, published_path
from extract.store.warehouse import candidate_path

pytestmark = [pytest.mark.promise(19), pytest.mark.xdist_group("migrate")]

ROOT = Path(__file__).parents[2]
PAGES = ROOT / "tests/store/homes/pages"
STEPS = ("fetch_pages", "extract_articles", "read_facts")
FETCH = """
import sys
from pathlib import Path
from extract.pipeline import fetch_pages, open_context
from extract.settings import load_settings
fetch_pages(open_context(load_settings(home=Path(sys.argv[1]))))
"""


def at(home):
    return open_context(load_settings(home=home, lock_wait_seconds=5))


def run(*words, failpoint=""):
    command = [ROOT / ".venv/bin/daybook", *map(str, words)]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("DAYBOOK_")}
    if failpoint:
        environment["DAYBOOK_FAILPOINT"] = failpoint
    return subprocess.run(command, capture_output=True, text=True, check=False, env=environment)


def names(home):
    return {problem["name"]: problem for problem in read_status(at(home))["problems"]}


def test_status_names_an_older_home_and_what_to_do(earlier_home):
    problem = names(earlier_home)["older_contract"]
    assert problem["what"].startswith("6 batches of steps and the published file were made under contract 4")
    assert problem["hint"].startswith("daybook migrate")
    status = read_status(at(earlier_home))["contract"]
    assert (status["current"], status["batches"], status["published"]) == (CONTRACT_VERSION, {"4": 6}, 4)


def test_a_dry_run_lists_each_batch_by_step_and_changes_nothing(earlier_home, tree):
    before = tree(earlier_home)
    done = CliRunner().invoke(app, ["--home", str(earlier_home), "migrate", "--dry-run"])
    assert done.exit_code == 0, done.output
    listed = json.loads(done.stdout.strip().splitlines()[-1])
    assert listed == {step: ["monday-0000", "tuesday-0000"] for step in STEPS} | {"publish": "batches are made anew"}
    assert "read_facts tuesday-0000  (contract 4)" in done.output
    assert "generation 2 of contract 4: 3 articles" in done.output
    assert tree(earlier_home) == before


def as_contract(home, version):
    """The home with manifests that say another contract, as if it were what made them."""
    for path in sorted((home / "batches").glob("*/*/_manifest.json")):
        path.write_text(json.dumps(json.loads(path.read_text()) | {"contract_version": version}))


@pytest.mark.parametrize("has_maker", [True, False])
def test_a_newer_home_is_refused_by_every_writer_and_stays(earlier_home, tree, has_maker):
    as_contract(earlier_home, 99)
    if has_maker:
        said = {"contract_version": 99, "ledger_version": 2, "daybook_version": "9.0"}
        (earlier_home / "home.json").write_text(json.dumps(said))
    before, old = tree(earlier_home), digest(published_path(earlier_home))
    pages = str(PAGES / "monday")
    commands = [
        ("run", pages), ("discover", pages), ("fetch-pages",), ("extract-articles",), ("read-facts",), ("load",),
        ("check-batches",), ("link",), ("build",), ("check-marts",), ("publish",), ("publish", "--rollback"), ("migrate",),
        ("backup", str(earlier_home.parent / "backups")),
    ]  # fmt: skip
    for words in commands:
        done = CliRunner().invoke(app, ["--home", str(earlier_home), *words])
        assert isinstance(done.exception, NewerHome), (words, done.output, done.exception)
        assert (
            f"contract {CONTRACT_VERSION}" in done.exception.message
            or f"has {CONTRACT_VERSION}" in done.exception.message
        )
        assert "99" in done.exception.message
        assert "install that Daybook" in done.exception.hint
    assert tree(earlier_home) == before
    assert digest(published_path(earlier_home)) == old
    assert next(iter(names(earlier_home))) == "newer_home"


@pytest.mark.parametrize(
    "place", ["file.rename@2", "batch.moved", pytest.param("batch.rename@2", marks=pytest.mark.extended)]
)
def test_captures_survive_a_kill_while_they_are_written_anew(earlier_home, run_python, place):
    """Their files are long gone: what says when and where they were captured is in the batch alone."""
    name, passage_mark, passage = place.partition("@")
    done = run_python(FETCH, earlier_home, failpoint=f"{name}=kill{passage_mark}{passage}")
    assert done.returncode == -signal.SIGKILL, done.stderr
    fetch_pages(at(earlier_home))
    store = at(earlier_home).batches
    pages = [
        row
        for batch_id in store.batch_ids("fetch_pages")
        for row in store.read("fetch_pages", batch_id, Page).to_pylist()
    ]
    assert sorted(page["page_uri"] for page in pages) == [
        "/srv/news/monday/harbour.html", "/srv/news/monday/talks.html", "/srv/news/tuesday/talks_go_on.html",
    ]  # fmt: skip
    assert {page["captured"][:4] for page in pages} == {"2025"}


def test_pages_that_no_run_has_fetched_are_no_part_of_it(earlier_home):
    CliRunner().invoke(app, ["--home", str(earlier_home), "discover", str(PAGES / "monday"), "--run-id", "new"])
    assert at(earlier_home).batches.batch_ids("discover") == ["monday-0000", "new-0000", "tuesday-0000"]
    plan = plan_migration(at(earlier_home))
    assert {batch_id for batches in plan.batches.values() for batch_id in batches} == {"monday-0000", "tuesday-0000"}


def rows_of(home, folder):
    """Every table of the marts as readers have it, where the pages lay left out.

    Not the redirects: ids that an earlier version gave lead on from there, which a new home never gave.
    """
    with duckdb.connect(str(published_path(home)), read_only=True) as connection:
        tables = connection.execute("select table_name from duckdb_tables() where schema_name = 'marts' order by 1")
        found = {}
        for (table,) in tables.fetchall():
            columns = connection.execute(f'describe marts."{table}"').fetchall()
            rows = connection.execute(f'from marts."{table}"').fetchall()
            found[table] = (
                [column[:2] for column in columns],
                sorted(repr(row).replace(str(folder), "") for row in rows),
            )
    found.pop("id_redirects")
    return found


@pytest.fixture(scope="module")
def fresh(tmp_path_factory):
    """What this version makes of the same pages."""
    home = tmp_path_factory.mktemp("fresh") / "home"
    for day in ("monday", "tuesday"):
        done = run("--home", home, "run", PAGES / day, "--run-id", day)
        assert done.returncode == 0, done.stderr
    return rows_of(home, PAGES)


@pytest.mark.extended
def test_what_is_migrated_equals_what_is_made_anew_and_readers_read_on(earlier_home, fresh):
    seen, stop = [], threading.Event()

    def read():
        while not stop.is_set():
            with open_published(earlier_home) as connection:
                seen.extend(
                    connection.execute("select generation, (select count(*) from articles) from publication").fetchall()
                )
            time.sleep(0.05)

    reader = threading.Thread(target=read)
    reader.start()
    try:
        done = run("--home", earlier_home, "migrate")
    finally:
        stop.set()
        reader.join()
    assert done.returncode == 0, done.stderr
    assert "before: fetch_pages 2 of contract 4" in done.stderr
    assert f"read_facts 2 of contract {CONTRACT_VERSION}; generation 3 of contract {CONTRACT_VERSION}" in done.stderr
    assert set(seen) <= {(2, 3), (3, 3)}
    assert (2, 3) in seen
    assert rows_of(earlier_home, "/srv/news") == fresh
    status = read_status(at(earlier_home), is_verified=True)
    assert (status["problems"], status["damaged"], set(status["due"].values())) == ([], {}, {0})
    # Again, it does nothing; an ordinary run goes on from there.
    again = run("--home", earlier_home, "migrate")
    assert "Nothing is to be done" in again.stderr
    assert [line.generation for line in Ledger(earlier_home).read() if line.event == "published"] == [1, 2, 3]


@pytest.mark.extended
@pytest.mark.timeout(1200)
def test_killed_at_every_step_it_goes_on_to_the_same(earlier_home, fresh):
    old = digest(published_path(earlier_home))
    places = [
        "file.fsync@5", "batch.moved@3", "candidate.rename", "load.commit@2", "load.committed", "ledger.fsync",
        "publish.rename", "publish.promote",
    ]  # fmt: skip
    for place in places:
        name, mark, passage = place.partition("@")
        done = run("--home", earlier_home, "migrate", failpoint=f"{name}=kill{mark}{passage}")
        assert done.returncode == -signal.SIGKILL, (place, done.stderr)
        is_swapped = places.index(place) > places.index("publish.rename")
        assert (digest(published_path(earlier_home)) == old) is not is_swapped
    assert run("--home", earlier_home, "migrate").returncode == 0
    assert rows_of(earlier_home, "/srv/news") == fresh
    assert read_status(at(earlier_home))["problems"] == []


@pytest.mark.extended
def test_the_steps_alone_do_the_same_and_leave_the_rest_to_it(earlier_home):
    context = at(earlier_home)
    fetch_pages(context)
    plan = plan_migration(context)
    assert plan.batches["fetch_pages"] == {}
    assert set(plan.batches["extract_articles"]) == {"monday-0000", "tuesday-0000"}
    # What waits for a step is not loaded: readers keep their rows.
    for step in (load, check_batches, link):
        step(context)
    with duckdb.connect(str(candidate_path(earlier_home)), read_only=True) as connection:
        assert connection.execute("select count(*) from raw.articles").fetchall() == [(3,)]
    assert plan_migration(context).publish == "batches are made anew"
