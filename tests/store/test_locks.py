"""One writer: waited for, then named."""

import os
import subprocess
import sys

import pytest

from extract.errors import WarehouseError, WarehouseLocked
from extract.store.candidate import open_candidate
from extract.store.locks import write_lock
from extract.store.warehouse import candidate_path, explain_errors, open_warehouse


@pytest.fixture
def hold():
    """A process that runs some code, says it is ready, and waits until its input closes."""
    processes = []

    def start(code, *arguments):
        process = subprocess.Popen(
            [sys.executable, "-c", code, *map(str, arguments)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        assert process.stdout.readline() == b"ready\n"
        processes.append(process)
        return process

    yield start
    for process in processes:
        process.communicate(timeout=10)


LOCK = """
import sys
from pathlib import Path
from extract.store.locks import write_lock
with write_lock(Path(sys.argv[1]), "daybook load", 5):
    print("ready", flush=True)
    sys.stdin.read()
"""
OPEN = """
import sys, duckdb
connection = duckdb.connect(sys.argv[1])
print("ready", flush=True)
sys.stdin.read()
"""


@pytest.mark.promise(26)
def test_who_waits_too_long_is_told_who_holds_the_lock(tmp_path, hold):
    process = hold(LOCK, tmp_path)
    with (
        pytest.raises(WarehouseLocked, match=f"`daybook load`, process {process.pid}") as error,
        write_lock(tmp_path, "daybook publish", 0.2),
    ):
        pass
    assert "DAYBOOK_LOCK_WAIT_SECONDS" in error.value.hint


@pytest.mark.promise(26)
def test_the_lock_is_waited_for_and_free_once_its_holder_is_gone(tmp_path, hold):
    process = hold(LOCK, tmp_path)
    process.kill()
    with write_lock(tmp_path, "daybook publish", 10):
        assert str(os.getpid()) in (tmp_path / "warehouse" / ".lock").read_text()


def test_a_process_may_take_its_lock_again(tmp_path):
    with write_lock(tmp_path, "daybook run", 1), write_lock(tmp_path, "daybook load", 0):
        assert "daybook run" in (tmp_path / "warehouse" / ".lock").read_text()


@pytest.mark.promise(26)
def test_another_program_that_has_the_file_open_is_named(tmp_path, hold):
    with open_candidate(tmp_path):
        pass
    process = hold(OPEN, candidate_path(tmp_path))
    with pytest.raises(WarehouseLocked, match=f"is held by process {process.pid}"), open_candidate(tmp_path):
        pass


@pytest.mark.promise(13)
def test_a_full_disk_says_so(tmp_path):
    with pytest.raises(WarehouseError, match="disk is full") as error, explain_errors(tmp_path / "x.duckdb"):
        raise OSError(28, "No space left on device")
    assert error.value.hint == f"df -h {tmp_path}"


LIMITED = """
import resource, sys
from pathlib import Path
resource.setrlimit(resource.RLIMIT_FSIZE, (2_000_000, 2_000_000))
import signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
from extract.errors import WarehouseError
from extract.store.warehouse import open_warehouse
try:
    with open_warehouse(Path(sys.argv[1])) as connection:
        connection.execute("create table t as select random() as r from range(5_000_000)")
        connection.execute("checkpoint")
except WarehouseError as error:
    print(error)
"""


@pytest.mark.promise(13)
def test_a_file_that_cannot_grow_is_a_full_disk(tmp_path, run_python):
    done = run_python(LIMITED, tmp_path / "x.duckdb")
    assert "the disk is full" in done.stdout, done.stdout + done.stderr


def test_other_mistakes_stay_what_they_are(tmp_path):
    import duckdb

    with pytest.raises(duckdb.CatalogException), open_warehouse(tmp_path / "x.duckdb") as connection:
        connection.execute("select * from nothing")
