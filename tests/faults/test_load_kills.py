"""Killed at any moment, not only at a failpoint: what was acknowledged outside the database is there, once and whole."""

import random
import subprocess
import sys
import time

import pytest

from extract.contract.tables import BATCH_TABLES
from extract.store.candidate import open_candidate

pytestmark = [pytest.mark.promise(1), pytest.mark.extended, pytest.mark.xdist_group("load_kills")]

KILLS = 30
LOAD = """
import json, sys
from pathlib import Path
from extract.store.candidate import open_candidate
from extract.store.load import BatchFiles, load_batch
with open_candidate(Path(sys.argv[1])) as candidate:
    print("open", flush=True)
    for batch_id, sha256, files in json.loads(Path(sys.argv[2]).read_text()):
        if load_batch(candidate, BatchFiles(batch_id, sha256, files)) == "loaded":
            print(batch_id, flush=True)
"""


@pytest.mark.timeout(600)
def test_killed_at_any_moment_every_acknowledged_batch_is_there_once(tmp_path, make_batch, describe, tried):
    home, batches = tmp_path / "home", [make_batch(f"b{number:03}", range(number, number + 2)) for number in range(60)]
    listed, moments = describe(*batches), random.Random(7)  # noqa: S311 - moments of kills, no secret
    acknowledged, killed = [], 0
    for _ in range(KILLS):
        loader = subprocess.Popen([sys.executable, "-c", LOAD, home, listed], stdout=subprocess.PIPE, text=True)
        assert loader.stdout.readline() == "open\n"
        acknowledged += [loader.stdout.readline().strip() for _ in range(moments.randrange(3))]
        time.sleep(moments.random() * 0.2)
        loader.kill()
        acknowledged += [line.strip() for line in loader.stdout if line.endswith("\n")]
        killed += loader.wait() == -9
    # The ledger of the test is a list in its own memory: nothing was acknowledged twice, nor lost and loaded anew.
    assert len(set(acknowledged)) == len(acknowledged)
    with open_candidate(home) as candidate:
        counts = [
            dict(
                candidate.connection.execute(
                    f"select batch_id, count(*) from raw.{table.table} group by all"
                ).fetchall()
            )
            for table in BATCH_TABLES[:-1]
        ]
    assert set(acknowledged) <= set(counts[0])
    assert all(count == dict.fromkeys(counts[0], 2) for count in counts)
    assert killed > KILLS / 3
    assert len(acknowledged) > KILLS / 3, len(acknowledged)
    tried(killed)
