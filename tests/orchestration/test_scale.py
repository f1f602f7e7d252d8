"""Many machines: 2,000 pages of archives through two Celery workers on a lake, one killed midway; beside it one machine."""

import os
import sys
import time
from pathlib import Path

import pytest
from archive_set import write_archives
from cluster import WORKERS, Cluster
from running import run_daybook, wait_for
from servers import s3, servers
from tries import print_table, tries_of

sys.path.insert(0, str(Path(__file__).parents[1] / "lake"))
from lakes import as_environment, new_bucket, new_database
from same_marts import differences

from extract.contract.tables import Discovery
from extract.pipeline.earlier_offers import run_of
from extract.store.lake.connection import open_lake
from extract.store.lake.place import LakePlace
from extract.store.object_batches import ObjectBatches
from extract.store.objects import ObjectStore
from extract.store.published import published_path

pytestmark = [pytest.mark.scale, pytest.mark.timeout(3600)]

# 2,000 pages; fewer where somebody tries the test itself.
ARCHIVES, PAGES = 8, int(os.environ.get("SCALE_PAGES", "250"))
FAST = {"DAYBOOK_LANGUAGE_MODEL": "en_core_web_sm", "DAYBOOK_BATCH_PAGES": 50, "DAYBOOK_READ_WORKERS": 1}


class Machines(Cluster):
    """A cluster whose workers have nothing in common but the servers: each has a home of its own."""

    def _start(self, name, command, **more):
        own = {"DAYBOOK_HOME": str(self.home / name)} if name in WORKERS else {}
        super()._start(name, command, **own, **more)


def test_two_workers_on_a_lake_read_every_page_exactly_once_though_one_is_killed(tmp_path, capsys):
    archives = write_archives(tmp_path, ARCHIVES, PAGES)
    home = tmp_path / "home"
    home.mkdir()
    with servers() as (database, broker), s3() as store:
        server = database.replace("+psycopg2", "")
        with new_database(server) as catalog:
            address = f"s3://{new_bucket(store)}/lake"
            place = LakePlace(catalog, address, endpoint=store, key_id="daybook", secret="not a secret")  # noqa: S106
            settings = {**as_environment(place), **FAST, "DAYBOOK_MAPPED_TASKS": 4}
            cluster = Machines(home, database, broker, **settings)
            began = time.monotonic()
            try:
                cluster.up()
                killed = backfill(cluster, archives)
                table = tries_of(cluster, ("backfill_archive", "publish_warehouse"))
            finally:
                cluster.down()
            took = time.monotonic() - began
            require_each_once(place)
            published = beside_one_machine(place, archives, tmp_path / "reference")
            # When a source was asked is the clock of each.
            found = differences(place, published, left_out=frozenset({"checked_at"}))
    with capsys.disabled():
        print_table(table, killed)
        print(f"{ARCHIVES * PAGES:,} pages in {took:.0f} s, the start of Airflow and the loss of a worker included")
    assert found == {}
    done = {row["worker"] for row in table if row["state"] == "success"}
    lost = [row for row in table if row["state"] != "success"]
    assert done == set(WORKERS)
    assert lost
    assert {row["worker"] for row in lost} == {killed}


def backfill(cluster, archives):
    """Take the archives, kill the worker that reads facts first, publish once. Returns its name."""
    cluster.ask("PATCH", "/dags/backfill_archive", json={"is_paused": False})
    cluster.trigger("backfill_archive", archives=[str(path) for path in archives])
    reading = wait_for(
        lambda: [one for one in cluster.tasks("backfill_archive") if one["task_id"] == "read_facts" and one["pid"]],
        bool,
        900,
        "a task that reads facts",
    )
    killed = reading[0]["hostname"]
    assert cluster.kill(killed) > 1
    # A machine that comes back, as one of a group that grows and shrinks does.
    cluster.start_worker(killed)
    taken, *_ = cluster.wait_for_runs("backfill_archive", 1, seconds=2400)
    assert taken["state"] == "success"
    cluster.ask("PATCH", "/dags/publish_warehouse", json={"is_paused": False})
    # What was told while it was paused woke nobody: once for all archives.
    cluster.trigger("publish_warehouse")
    published, *_ = cluster.wait_for_runs("publish_warehouse", 1, seconds=900)
    assert published["state"] == "success"
    return killed


def require_each_once(place):
    """Every page is in the lake once, and every batch was loaded once."""
    with open_lake(place, read_only=True) as connection:
        for query, wanted in (
            ("select count(*), count(distinct page_uri) from raw.pages", ARCHIVES * PAGES),
            ("select count(*), count(distinct article_version_id) from raw.articles", ARCHIVES * PAGES),
            ("select count(*), count(distinct batch_id) from raw.loaded_batches", ARCHIVES * -(-PAGES // 50)),
        ):
            assert connection.execute(query).fetchall() == [(wanted, wanted)], query


def beside_one_machine(place, archives, home):
    """The same archives in the same runs, on files, without Airflow; returns what it published."""
    home.mkdir()
    batches = ObjectBatches(ObjectStore(place))
    runs = {}
    for batch_id in batches.batch_ids("discover"):
        (uri,) = set(batches.read("discover", batch_id, Discovery)["archive_uri"].to_pylist())
        runs[uri] = run_of(batch_id)
    assert sorted(runs) == sorted(str(path) for path in archives)
    for uri, run_id in runs.items():
        run_daybook(home, "discover-archive", uri, "--run-id", run_id, **FAST)
    empty = home / "empty"
    empty.mkdir()
    run_daybook(home, "run", empty, **FAST | {"DAYBOOK_READ_WORKERS": 0})
    return published_path(home)
