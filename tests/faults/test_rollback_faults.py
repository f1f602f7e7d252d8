"""Promise 19: a rollback killed anywhere leaves the old file or the new one, and is remembered; a copied home is the same."""

import shutil
from datetime import UTC, datetime

import pytest

from extract.errors import WarehouseError
from extract.store.candidate import open_candidate
from extract.store.digest import digest
from extract.store.generations import kept_generations
from extract.store.history import read_history
from extract.store.load import load_batch
from extract.store.publish import publish_candidate
from extract.store.published import published_path
from extract.store.rollback import roll_back
from extract.store.warehouse import wal_path

pytestmark = [pytest.mark.promise(19), pytest.mark.xdist_group("rollback_faults"), pytest.mark.extended]

NOON = datetime(2025, 7, 4, 12, tzinfo=UTC)
ROLL_BACK = """
import sys
from pathlib import Path
from extract.store.rollback import roll_back
roll_back(Path(sys.argv[1]))
"""
KILLS = ["rollback.fsync", "rollback.keep", "rollback.rename", "rollback.folder_sync", "ledger.fsync", "ledger.synced"]


def publish(home):
    return publish_candidate(home, daybook_version="0", run_id="r", published_at=NOON)


@pytest.fixture
def prepare(make_batch, make_marts):
    """Load one more article into a home's candidate and make its marts."""

    def run(home, number):
        with open_candidate(home) as candidate:
            load_batch(candidate, make_batch(f"b{number}", range(number, number + 1)))
            make_marts(candidate)

    return run


@pytest.fixture(scope="module")
def template(tmp_path_factory):
    """Where the first test that needs a home makes it, for the others to copy."""
    return tmp_path_factory.mktemp("template") / "home"


@pytest.fixture
def home(tmp_path, prepare, template):
    """A home with two generations."""
    if not template.exists():
        for number in (1, 2):
            prepare(template, number)
            publish(template)
    return shutil.copytree(template, tmp_path / "home")


@pytest.mark.parametrize("place", KILLS)
def test_killed_anywhere_readers_have_one_of_both_and_the_rollback_holds_once_it_landed(home, run_python, place, tried):
    old, new = digest(kept_generations(home)[1]), digest(published_path(home))
    done = run_python(ROLL_BACK, home, failpoint=f"{place}=kill")
    assert done.returncode == -9, done.stderr
    landed = KILLS.index(place) > KILLS.index("rollback.rename")
    assert digest(published_path(home)) == (old if landed else new)
    assert read_history(home).rolled_back_from == ((2,) if landed else ())
    if landed:
        assert digest(kept_generations(home)[2]) == new
        # Nobody told the ledger, and yet the same rows do not come back.
        assert publish(home).is_held
        with pytest.raises(WarehouseError, match="no generation earlier"):
            roll_back(home)
        assert roll_back(home, to=2) == (2, 1)
    else:
        assert roll_back(home) == (1, 2)
    assert read_history(home).missing is None
    tried(1)


def test_a_stale_log_or_a_full_disk_leaves_readers_what_they_have(home, monkeypatch):
    new = digest(published_path(home))
    for path in (published_path(home), kept_generations(home)[1]):
        wal_path(path).write_bytes(b"left by a killed program")
        with pytest.raises(WarehouseError, match="lies beside"):
            roll_back(home)
        wal_path(path).unlink()
    monkeypatch.setenv("DAYBOOK_FAILPOINT", "rollback.rename=enospc")
    with pytest.raises(WarehouseError, match="the disk is full"):
        roll_back(home)
    assert digest(published_path(home)) == new


def test_a_copied_home_has_the_same_digest_and_goes_on(home, tmp_path, prepare):
    copy = shutil.copytree(home, tmp_path / "restored")
    shutil.move(home, tmp_path / "gone")
    again = publish(copy)
    assert (again.is_new, again.digest) == (False, digest(published_path(tmp_path / "gone")))
    prepare(copy, 3)
    assert publish(copy).row_counts["articles"] == 3
    assert roll_back(copy) == (2, 3)
    assert digest(published_path(copy)) == again.digest
