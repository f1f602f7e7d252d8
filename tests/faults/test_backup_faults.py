"""Promise 19: a backup that was killed is never taken for one, a restore goes on; a full disk leaves nothing half made."""

import errno
import os
import shutil
import signal

import pytest

from extract.errors import WarehouseError
from extract.pipeline import open_context
from extract.pipeline.backing_up import back_up, look_at_backups
from extract.pipeline.restoring import restore
from extract.settings import load_settings
from extract.store.digest import digest
from extract.store.locks import write_lock
from extract.store.published import published_path
from extract.store.warehouse import build_path

pytestmark = [pytest.mark.promise(19), pytest.mark.xdist_group("backup_faults")]

BACK_UP = """
import sys
from pathlib import Path
from extract.pipeline import open_context
from extract.pipeline.backing_up import back_up
from extract.settings import load_settings
back_up(open_context(load_settings(home=Path(sys.argv[1]))), Path(sys.argv[2]), keep=1)
"""
RESTORE = """
import sys
from pathlib import Path
from extract.pipeline import open_context
from extract.pipeline.restoring import restore
from extract.settings import load_settings
restore(open_context(load_settings(home=Path(sys.argv[1]))), Path(sys.argv[2]), is_replaced=True)
"""
EXTENDED = pytest.mark.extended
# Where a backup is killed, and whether it was whole by then.
KILLS = [
    pytest.param("backup.copy@2", False, marks=EXTENDED),
    pytest.param("backup.fsync", False, marks=EXTENDED),
    ("backup.book", False),
    pytest.param("file.fsync", False, marks=EXTENDED),
    pytest.param("file.rename", False, marks=EXTENDED),
    ("backup.rename", False),
    pytest.param("backup.synced", True, marks=EXTENDED),
    ("backup.forget", True),
]
# Where a restore is killed, and whether it goes on by itself from there.
RESTORE_KILLS = [
    pytest.param("restore.copy@20", False, marks=EXTENDED),
    pytest.param("restore.ready", False, marks=EXTENDED),
    ("restore.swap", True),
    pytest.param("restore.swap@3", True, marks=EXTENDED),
    pytest.param("restore.rename@2", True, marks=EXTENDED),
    ("restore.rename@9", True),
    pytest.param("restore.rename@10", True, marks=EXTENDED),
    pytest.param("restore.done", True, marks=EXTENDED),
]


def at(home):
    return open_context(load_settings(home=home))


def digests(home):
    return digest(published_path(home)), digest(build_path(home))


def killing(place):
    """The failpoint that kills at a place; `name@3` at its third passage."""
    name, at_passage, passage = place.partition("@")
    return f"{name}=kill{at_passage}{passage}"


@pytest.mark.parametrize(("place", "is_whole"), KILLS)
def test_a_backup_that_was_killed_is_none_until_it_is_whole(earlier_home, tmp_path, run_python, place, is_whole):
    folder = tmp_path / "backups"
    first = back_up(at(earlier_home), folder).path
    # Not all is shared with the first one.
    for page in (earlier_home / "pages").glob("*/*.gz"):
        os.utime(page)
    done = run_python(BACK_UP, earlier_home, folder, failpoint=killing(place))
    assert done.returncode == -signal.SIGKILL, done.stderr
    found = look_at_backups(at(earlier_home), folder, is_verified=True)
    assert [one.damaged for one in found] == [()] * len(found)
    assert (first in [one.path for one in found]) or is_whole
    assert len(found) == (2 if place == "backup.synced" else 1)
    made = back_up(at(earlier_home), folder, keep=1)
    assert [path for path in folder.iterdir() if path.name != ".lock"] == [made.path]
    restore(at(tmp_path / "new"), made.path)
    assert digests(tmp_path / "new") == digests(earlier_home)


@pytest.fixture
def other(earlier_home, tmp_path):
    """Another home: its readers have the generation before, a batch has other bytes, and it has sources."""
    other = shutil.copytree(earlier_home, tmp_path / "other")
    shutil.copyfile(other / "published/generations/daybook-000001.duckdb", published_path(other))
    (other / "sources.yml").write_text("sources: []\n")
    (other / "batches/read_facts/monday-0000/figures.parquet").write_bytes(b"other")
    return other


@pytest.mark.parametrize(("place", "goes_on"), RESTORE_KILLS)
def test_a_restore_that_was_killed_changed_nothing_or_goes_on(earlier_home, other, run_python, tree, place, goes_on):  # noqa: PLR0917 - fixtures
    made = back_up(at(earlier_home), other.parent / "backups")
    before, old = tree(other), digest(published_path(other))
    done = run_python(RESTORE, other, made.path, failpoint=killing(place))
    assert done.returncode == -signal.SIGKILL, done.stderr
    # Readers have one of both, whatever happened.
    assert digest(published_path(other)) in (old, digests(earlier_home)[0])
    if goes_on:
        with pytest.raises(WarehouseError, match=r"a restore of .* was cut off"), write_lock(other, "daybook load", 0):
            pass
    else:
        assert {name: data for name, data in tree(other).items() if not name.startswith(".restore/")} == before
    restored = restore(at(other), made.path, is_replaced=True)
    assert digests(other) == digests(earlier_home)
    assert not (other / ".restore").exists()
    kept = {name: data for name, data in tree(earlier_home).items() if name != "home.json"}
    assert {name: data for name, data in tree(other).items() if name != "home.json"} == kept
    # What was there is whole, aside.
    assert tree(other.parent / restored.aside) == before
    with write_lock(other, "daybook load", 0):
        pass


@pytest.mark.parametrize("place", ["backup.copy@9", pytest.param("backup.book", marks=EXTENDED)])
def test_a_full_disk_says_so_and_leaves_no_half_backup(earlier_home, tmp_path, monkeypatch, place):
    folder = tmp_path / "backups"
    name, at_passage, passage = place.partition("@")
    monkeypatch.setenv("DAYBOOK_FAILPOINT", f"{name}=enospc{at_passage}{passage}")
    with pytest.raises(WarehouseError, match="the disk is full") as error:
        back_up(at(earlier_home), folder)
    assert error.value.hint.startswith("df -h")
    assert [path.name for path in folder.iterdir()] == [".lock"]


def test_a_full_disk_while_restoring_leaves_the_home_as_it_was(earlier_home, tmp_path, monkeypatch, tree):
    made = back_up(at(earlier_home), tmp_path / "backups")
    before = tree(earlier_home)
    monkeypatch.setenv("DAYBOOK_FAILPOINT", "restore.copy=enospc")
    with pytest.raises(WarehouseError, match="the disk is full"):
        restore(at(earlier_home), made.path, is_replaced=True)
    assert tree(earlier_home) == before
    assert not (earlier_home / ".restore").exists()


def test_without_hard_links_files_are_copied(earlier_home, tmp_path, monkeypatch):
    def refuse(*_):
        raise OSError(errno.EPERM, "no links here")

    back_up(at(earlier_home), tmp_path / "backups")
    monkeypatch.setattr(os, "link", refuse)
    made = back_up(at(earlier_home), tmp_path / "backups")
    assert made.linked == 0
    assert [found.damaged for found in look_at_backups(at(earlier_home), made.path, is_verified=True)] == [()]
