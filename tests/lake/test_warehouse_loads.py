"""Loaders of a lake beside each other, killed on the way: each batch is there once, whole, and none is lost."""

import json
import os
import subprocess
import sys
import time

import pytest
from lakes import as_environment, publish_batches

from extract.contract.tables import BATCH_TABLES
from extract.errors import WarehouseLocked
from extract.store.candidate import open_candidate
from extract.store.lake.connection import open_lake
from extract.store.load import load_batch
from extract.store.locks import lake_write_lock

pytestmark = [pytest.mark.promise(1), pytest.mark.extended, pytest.mark.xdist_group("lake")]

LOAD = """
import json, sys
from pathlib import Path
from extract.pipeline.context import hold_warehouse, open_context
from extract.store.candidate import open_candidate
from extract.store.load import BatchFiles, load_batch
context = open_context()
with hold_warehouse(context, "load"), open_candidate(context.warehouse) as candidate:
    print("open", flush=True)
    sys.stdin.readline()
    for batch_id, sha256, files in json.loads(Path(sys.argv[1]).read_text()):
        outcome = load_batch(candidate, BatchFiles(batch_id, sha256, files))
        print(batch_id, outcome, flush=True)
"""


@pytest.fixture
def loader(place, tmp_path):
    """Start a process that loads batches in the given order once it is told to; a failpoint may kill it."""
    started = []

    def start(batches, failpoint=""):
        listed = tmp_path / f"batches-{len(started)}.json"
        files = [
            [one.batch_id, one.sha256, {name: [str(p) for p in paths] for name, paths in one.files.items()}]
            for one in batches
        ]
        listed.write_text(json.dumps(files))
        environment = os.environ | as_environment(place) | {"DAYBOOK_HOME": str(tmp_path / f"home-{len(started)}")}
        process = subprocess.Popen(
            [sys.executable, "-c", LOAD, listed],
            env=environment | {"DAYBOOK_FAILPOINT": failpoint},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        started.append(process)
        return process

    yield start
    for process in started:
        if process.poll() is None:
            process.kill()
        process.communicate()


def ready(processes):
    for process in processes:
        assert process.stdout.readline() == "open\n", process.communicate()[1]
    for process in processes:
        process.stdin.write("go\n")
        process.stdin.flush()


def ended(process):
    """What a loader said of each batch, and how it ended."""
    out, err = process.communicate(timeout=240)
    assert process.returncode in (0, -9), err
    return dict(line.split() for line in out.splitlines()), process.returncode


def require_once(place, batches, articles):
    """Fail unless the lake holds each batch once, with that many rows of every table, each under the number of its load."""
    with open_lake(place, read_only=True) as connection:
        books = connection.execute("select batch_id, sha256, load_seq from raw.loaded_batches order by 1").fetchall()
        assert [(batch_id, sha256) for batch_id, sha256, _ in books] == [(b.batch_id, b.sha256) for b in batches]
        numbers = {batch_id: load_seq for batch_id, _, load_seq in books}
        assert len({*numbers.values()}) == len(numbers)
        for table in BATCH_TABLES[:-1]:
            query = f"select batch_id, load_seq, count(*) from raw.{table.table} group by all order by all"
            wanted = [(one, number, articles) for one, number in sorted(numbers.items())]
            assert connection.execute(query).fetchall() == wanted, table.table


def test_three_loaders_at_once_load_each_batch_once(place, make_batch, loader, tried):
    batches = [make_batch(f"b{number:03}", range(10 * number, 10 * number + 2)) for number in range(8)]
    loaders = [loader(batches), loader(batches[::-1]), loader(batches[4:] + batches[:4])]
    ready(loaders)
    said = [ended(one) for one in loaders]
    assert [code for _, code in said] == [0, 0, 0]
    loaded = [batch_id for outcomes, _ in said for batch_id, outcome in outcomes.items() if outcome == "loaded"]
    assert sorted(loaded) == [one.batch_id for one in batches]
    require_once(place, batches, 2)
    tried(len(batches))


@pytest.mark.parametrize("failpoint", ["load.commit", "load.committed"])
def test_a_loader_killed_between_others_leaves_nothing_half(place, make_batch, loader, failpoint, tried):
    batches = [make_batch(f"b{number:03}", range(10 * number, 10 * number + 2)) for number in range(6)]
    loaders = [loader(batches), loader(batches[3:] + batches[:3], f"{failpoint}=kill"), loader(batches[::-1])]
    ready(loaders)
    said = [ended(one) for one in loaders]
    assert [code for _, code in said] == [0, -9, 0]
    loaded = [batch_id for outcomes, _ in said for batch_id, outcome in outcomes.items() if outcome == "loaded"]
    assert len({*loaded}) == len(loaded)
    # The one that was killed had at most one batch more in the lake than it said.
    assert len(batches) - len(loaded) in ((0,) if failpoint == "load.commit" else (0, 1))
    require_once(place, batches, 2)
    tried(1)


def test_a_batch_made_anew_replaces_itself_while_others_load(place, make_batch, loader):
    old = [make_batch(f"b{number:03}", range(10 * number, 10 * number + 2)) for number in range(4)]
    with open_candidate(place) as candidate:
        assert [load_batch(candidate, one) for one in old] == ["loaded"] * 4
    anew = [make_batch(f"b{number:03}", range(10 * number, 10 * number + 2), wording=" again") for number in range(4)]
    more = [make_batch(f"c{number:03}", range(100 * number, 100 * number + 2)) for number in range(4)]
    loaders = [loader(anew[:2]), loader(anew[2:]), loader(more)]
    ready(loaders)
    assert [(set(said.values()), code) for said, code in map(ended, loaders)] == [({"loaded"}, 0)] * 3
    require_once(place, anew + more, 2)


def test_loaders_share_the_lake_and_a_publish_has_it_alone(place, make_batch, make_marts, loader):
    publish_batches(place, make_marts, make_batch("b1", range(1, 3)))
    with lake_write_lock(place, "daybook publish", 60):
        waiting = loader([make_batch("b2", range(3, 5))])
        time.sleep(2)
        assert waiting.poll() is None
        with open_lake(place, read_only=True) as connection:
            assert connection.execute("select batch_id from raw.loaded_batches").fetchall() == [("b1",)]
    assert waiting.stdout.readline() == "open\n"
    with pytest.raises(WarehouseLocked, match="daybook load"), lake_write_lock(place, "daybook publish", 0.5):
        pass
    with lake_write_lock(place, "daybook load", 0.5, is_shared=True):
        pass
    waiting.stdin.write("go\n")
    waiting.stdin.flush()
    assert ended(waiting) == ({"b2": "loaded"}, 0)
    with lake_write_lock(place, "daybook publish", 60):
        pass
