"""Every batch three times, shuffled, its articles in other batches too, by two loaders at once: equal digests."""

import random
import subprocess
import sys

import pytest

from extract.store.candidate import open_candidate
from extract.store.digest import digest_schema
from extract.store.load import load_batch

pytestmark = pytest.mark.promise(4)

LOAD = """
import json, sys
from pathlib import Path
from extract.store.candidate import open_candidate
from extract.store.load import BatchFiles, load_batch
from extract.store.locks import write_lock
home = Path(sys.argv[1])
for batch_id, sha256, files in json.loads(Path(sys.argv[2]).read_text()):
    with write_lock(home, "daybook load", 30), open_candidate(home) as candidate:
        print(load_batch(candidate, BatchFiles(batch_id, sha256, files)))
"""


def test_repeated_shuffled_and_parallel_delivery_gives_equal_digests(tmp_path, make_batch, make_marts, describe, tried):
    batches = [make_batch(f"b{number}", range(number, number + 3)) for number in range(6)]
    twice = [make_batch("late", range(4)), make_batch("again", range(2, 8))]

    def digest_of(home):
        with open_candidate(home) as candidate:
            make_marts(candidate)
            return digest_schema(candidate.connection, "marts")

    with open_candidate(tmp_path / "in order") as candidate:
        assert [load_batch(candidate, batch) for batch in batches] == ["loaded"] * 6
    delivered = (batches + twice) * 3
    loaders = []
    for seed in (1, 2):
        random.Random(seed).shuffle(delivered)  # noqa: S311 - an order, not a secret
        command = [sys.executable, "-c", LOAD, str(tmp_path / "shuffled"), str(describe(*delivered))]
        loaders.append(subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True))
    outcomes = []
    for loader in loaders:
        out, err = loader.communicate(timeout=60)
        assert loader.returncode == 0, err
        outcomes += out.split()
    assert outcomes.count("loaded") == 8
    assert outcomes.count("up_to_date") == 40
    assert digest_of(tmp_path / "shuffled") == digest_of(tmp_path / "in order")
    tried(len(outcomes))
