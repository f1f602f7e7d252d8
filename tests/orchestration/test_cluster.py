"""Several workers: Celery, Redis and PostgreSQL. One worker dies while it reads; the other does its work, and nothing differs."""

import shutil

import pytest
from cluster import WORKERS, Cluster
from running import ROOT, offered_by, run_daybook, wait_for
from servers import servers
from tries import print_table, tries_of

from extract.store.digest import digest

pytestmark = [pytest.mark.promise(18), pytest.mark.cluster, pytest.mark.timeout(1500)]

PAGES = sorted((ROOT / "tests" / "golden" / "pages").glob("*.html"))
ARROW = ("collect_news", "read_facts", "publish_warehouse")


def test_a_worker_that_is_killed_loses_nothing_and_changes_nothing(tmp_path, capsys):
    home, inbox = tmp_path / "home", tmp_path / "inbox"
    home.mkdir()
    inbox.mkdir()
    for page in PAGES:
        shutil.copy(page, inbox)
    with servers() as (database, broker):
        cluster = Cluster(home, database, broker, DAYBOOK_PAGES=inbox, DAYBOOK_BATCH_PAGES=2)
        try:
            cluster.up()
            killed = go_through(cluster)
            table = tries_of(cluster, ARROW)
        finally:
            cluster.down()
    with capsys.disabled():
        print_table(table, killed)
    workers = {row["worker"] for row in table if row["state"] == "success"}
    lost = [row for row in table if row["state"] != "success"]
    assert set(WORKERS) >= workers
    assert {row["worker"] for row in lost} == {killed}
    # What it did was done again, by the other.
    assert {row["task"] for row in lost} <= {
        row["task"] for row in table if row["state"] == "success" and row["worker"] != killed
    }
    other = tmp_path / "reference"
    other.mkdir()
    for run_id, pages in offered_by(home):
        run_daybook(other, "discover", *pages, "--run-id", run_id, DAYBOOK_BATCH_PAGES=2)
    run_daybook(other, "run", inbox)
    published = [one / "published" / "daybook.duckdb" for one in (home, other)]
    assert digest(published[0]) == digest(published[1])


def go_through(cluster):
    """From pages to readers, by hand; kill the worker that reads facts first. Returns its name."""
    for dag_id in ARROW:
        cluster.ask("PATCH", f"/dags/{dag_id}", json={"is_paused": False})
    # Unpaused, the hour that has passed is collected.
    reading = wait_for(
        lambda: [one for one in cluster.tasks("read_facts") if one["task_id"] == "read_facts" and one["pid"]],
        bool,
        300,
        "a task that reads facts",
    )
    killed = reading[0]["hostname"]
    assert cluster.kill(killed) > 1
    published, *_ = cluster.wait_for_runs("publish_warehouse", 1, seconds=900)
    assert published["state"] == "success"
    return killed
