"""Promise 13: a full disk says so and loses nothing acknowledged; a flipped byte is named, or what it hit is made again."""

import shutil
from datetime import UTC, datetime

import pytest

from extract.errors import WarehouseError
from extract.store.candidate import open_candidate
from extract.store.digest import digest
from extract.store.ledger import Ledger
from extract.store.load import load_batch
from extract.store.publish import publish_candidate
from extract.store.published import published_path
from extract.store.warehouse import build_path, candidate_path, wal_path

pytestmark = [pytest.mark.promise(13), pytest.mark.xdist_group("damage"), pytest.mark.extended]

NOON = datetime(2025, 7, 4, 12, tzinfo=UTC)
LIMITED = """
import json, resource, sys
from datetime import UTC, datetime
from pathlib import Path
from extract.errors import WarehouseError
from extract.store.candidate import open_candidate
from extract.store.load import BatchFiles, load_batch
from extract.store.publish import publish_candidate
home, limit, step = Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
try:
    if step == "publish":
        publish_candidate(home, daybook_version="0", run_id="r", published_at=datetime(2025, 7, 4, tzinfo=UTC))
    else:
        with open_candidate(home) as candidate:
            for batch_id, sha256, files in json.loads(Path(step).read_text()):
                load_batch(candidate, BatchFiles(batch_id, sha256, files))
                print(batch_id, flush=True)
except WarehouseError as error:
    print(error)
    sys.exit(error.exit_code)
"""
KILLED = """
import json, os, signal, sys
from pathlib import Path
from extract.store.candidate import open_candidate
from extract.store.load import BatchFiles, load_batch
with open_candidate(Path(sys.argv[1])) as candidate:
    for batch_id, sha256, files in json.loads(Path(sys.argv[2]).read_text()):
        load_batch(candidate, BatchFiles(batch_id, sha256, files))
    os.kill(os.getpid(), signal.SIGKILL)
"""


def publish(home):
    return publish_candidate(home, daybook_version="0", run_id="r", published_at=NOON)


@pytest.fixture(scope="module")
def template(tmp_path_factory):
    """Where the first test that needs a home makes it, for the others to copy."""
    return tmp_path_factory.mktemp("template") / "home"


@pytest.fixture
def home(tmp_path, make_batch, make_marts, template):
    """A home with a published file, and a candidate with one more batch that is ready."""
    if not template.exists():
        for number in (1, 2):
            with open_candidate(template) as candidate:
                load_batch(candidate, make_batch(f"b{number}", range(number, number + 1)))
                make_marts(candidate)
            if number == 1:
                publish(template)
    return shutil.copytree(template, tmp_path / "home")


def flip(path, share):
    data = bytearray(path.read_bytes())
    data[int(len(data) * share)] ^= 0xFF
    path.write_bytes(data)


def test_a_disk_that_fills_up_while_loading_keeps_what_was_acknowledged(home, make_batch, describe, run_python):
    old = digest(published_path(home))
    batches = [make_batch(f"more{number}", range(number * 50, number * 50 + 50)) for number in (1, 2, 3, 4)]
    done = run_python(LIMITED, home, 150_000, describe(*batches))
    *loaded, said, _hint = done.stdout.splitlines()
    assert done.returncode == 4, done.stderr
    assert "the disk is full" in said
    assert len(loaded) < len(batches)
    assert digest(published_path(home)) == old
    with open_candidate(home) as candidate:
        outcomes = [load_batch(candidate, batch) for batch in batches]
        assert outcomes[: len(loaded)] == ["up_to_date"] * len(loaded)
        assert candidate.connection.execute("select count(*) from raw.articles").fetchall() == [(202,)]


def test_a_disk_that_fills_up_while_publishing_keeps_the_old_file(home, run_python):
    old, new = digest(published_path(home)), digest(candidate_path(home))
    done = run_python(LIMITED, home, published_path(home).stat().st_size // 2, "publish")
    assert done.returncode == 4, done.stderr
    assert "the disk is full" in done.stdout
    assert "try: df -h" in done.stdout
    assert digest(published_path(home)) == old
    assert publish(home).digest == new


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
def test_a_byte_of_the_log_that_flips_loses_no_acknowledged_batch(home, make_batch, describe, run_python, share):
    batches = [make_batch(f"more{number}", range(number * 5, number * 5 + 3)) for number in (1, 2, 3)]
    assert run_python(KILLED, home, describe(*batches)).returncode == -9
    flip(wal_path(candidate_path(home)), share)
    with open_candidate(home) as candidate:
        for batch in batches:
            load_batch(candidate, batch)
        acknowledged = Ledger(home).acknowledged(candidate.number)
        held = candidate.connection.execute("select batch_id, count(*) from raw.articles group by all").fetchall()
    assert {"more1", "more2", "more3", "b1"} <= set(acknowledged)
    assert {(f"more{number}", 3) for number in (1, 2, 3)} | {("b1", 1)} <= set(held)


def test_a_flipped_byte_of_a_database_file_is_named_or_hit_nothing(home):
    for path in (published_path(home), candidate_path(home), build_path(home)):
        whole, before = path.read_bytes(), digest(path)
        outcomes = []
        for step in range(12):
            flip(path, step / 12 + 0.001)
            try:
                outcomes.append(digest(path))
            except WarehouseError as error:
                outcomes.append("damaged" if str(path) in error.message else "not named")
            path.write_bytes(whole)
        # A free block, or a table that is not of the marts.
        assert {*outcomes} <= {before, "damaged"}
        assert "damaged" in outcomes


def test_a_published_file_with_a_flipped_byte_is_published_anew(home):
    path = published_path(home)
    new = digest(candidate_path(home))
    # The header's checksum covers the first blocks.
    flip(path, 100 / path.stat().st_size)
    with pytest.raises(WarehouseError, match="is damaged"):
        digest(path)
    assert publish(home).digest == digest(path) == new
