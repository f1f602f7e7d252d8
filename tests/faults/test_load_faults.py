"""An acknowledged load survives kill -9, nothing is half written, and what landed unacknowledged is not loaded twice."""

import json

import pytest

from extract.contract.tables import BATCH_TABLES
from extract.store.candidate import open_candidate
from extract.store.ledger import Ledger
from extract.store.load import load_batch, quarantine_batch
from extract.store.warehouse import candidate_path, wal_path

pytestmark = pytest.mark.promise(1)

LOAD = """
import json, sys
from pathlib import Path
from extract.store.candidate import open_candidate
from extract.store.load import BatchFiles, load_batch, quarantine_batch
home = Path(sys.argv[1])
with open_candidate(home) as candidate:
    for batch_id, sha256, files in json.loads(Path(sys.argv[2]).read_text()):
        load_batch(candidate, BatchFiles(batch_id, sha256, files))
        print(batch_id, sha256, flush=True)
        if batch_id == "bad":
            quarantine_batch(candidate, batch_id, sha256, "test")
            print("quarantined", sha256, flush=True)
"""

KILLS = [
    *(f"load.commit=kill@{passage}" for passage in (1, 4)),
    *(f"load.committed=kill@{passage}" for passage in (1, 4)),
    # The first line of the ledger opens the candidate.
    *(f"ledger.fsync=kill@{passage}" for passage in (1, 2, 4)),
    *(f"ledger.synced=kill@{passage}" for passage in (1, 4)),
    "candidate.rename=kill",
    "quarantine.commit=kill",
]


def rows_by_batch(candidate):
    """Batch id and wording to the row counts of its tables."""
    found = {}
    for table in BATCH_TABLES[:-1]:
        query = f"select batch_id, count(*) from raw.{table.table} group by batch_id"
        for batch_id, number in candidate.connection.execute(query).fetchall():
            found.setdefault(batch_id, []).append(number)
    return found


@pytest.mark.parametrize("kill", KILLS)
def test_killed_anywhere_every_acknowledged_batch_is_there_once(
    tmp_path, make_batch, describe, run_python, *, kill, tried
):
    home = tmp_path / "home"
    # New batches, one that is quarantined, one that replaces itself, and the same articles in two batches.
    batches = [
        make_batch("b1", range(2)),
        make_batch("bad", range(9, 11)),
        make_batch("b2", range(1, 4)),
        make_batch("b1", range(3), wording=" again"),
        make_batch("b3", range(3)),
    ]
    done = run_python(LOAD, home, describe(*batches), failpoint=kill)
    assert done.returncode == -9, done.stderr
    returned = [tuple(line.split()) for line in done.stdout.splitlines()]
    latest = dict(pair for pair in returned if pair[0] != "quarantined")
    with open_candidate(home) as candidate:
        loaded = dict(candidate.connection.execute("select batch_id, sha256 from raw.loaded_batches").fetchall())
        held = rows_by_batch(candidate)
        # What was acknowledged is there, unless it was quarantined or replaced by a later version of itself since.
        later = {batch.batch_id: batch.sha256 for batch in batches}
        is_quarantined = candidate.connection.execute("select count(*) from raw.quarantined_batches").fetchone() == (1,)
        for batch_id, sha256 in latest.items():
            if batch_id == "bad" and is_quarantined:
                assert "bad" not in loaded
            else:
                assert loaded[batch_id] in (sha256, later[batch_id])
        # Whole or absent.
        assert set(held) == set(loaded)
        assert all(len(numbers) == len(BATCH_TABLES) - 1 and len(set(numbers)) == 1 for numbers in held.values())
        # What landed is not loaded twice: the next run finds every batch up to date or loads it for the first time.
        assert len(Ledger(home).acknowledged(candidate.number)) == len(loaded) + is_quarantined
        landed = set(loaded.items())
        outcomes = [load_batch(candidate, batch) for batch in batches if (batch.batch_id, batch.sha256) in landed]
        assert set(outcomes) <= {"up_to_date"}
        # And the next run ends where an undisturbed one would.
        for batch in batches[2:]:
            load_batch(candidate, batch)
        if "bad" in loaded:
            quarantine_batch(candidate, "bad", later["bad"], "test")
        assert rows_by_batch(candidate) == {name: [3] * (len(BATCH_TABLES) - 1) for name in ("b1", "b2", "b3")}
    tried(1)


def test_a_log_cut_short_is_noticed(tmp_path, make_batch, describe, run_python):
    home = tmp_path / "home"
    batches = [make_batch(f"b{number}", range(number, number + 1)) for number in range(4)]
    done = run_python(LOAD, home, describe(*batches), failpoint="ledger.synced=kill@5")
    assert done.returncode == -9, done.stderr
    # A power cut on a disk that lied: the database takes the rest for the whole, without a word.
    log = wal_path(candidate_path(home))
    log.write_bytes(log.read_bytes()[: log.stat().st_size * 6 // 10])
    with open_candidate(home) as candidate:
        assert [load_batch(candidate, batch) for batch in batches] == ["loaded"] * 4
    discarded = [json.loads(line) for line in Ledger(home).path.read_text().splitlines() if "discarded" in line]
    assert "acknowledged batches are lost: " in discarded[0]["reason"]
