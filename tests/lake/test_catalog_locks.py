"""Locks over many machines, on a real PostgreSQL: who holds them, who waits, and what happens when a session is lost."""

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import asdict, replace
from functools import partial

import psycopg2
import pytest
from lakes import context_of

from extract.contract.derive import arrow_table
from extract.contract.tables import Page
from extract.errors import LakeUnreachable, NewerHome, WarehouseError, WarehouseLocked
from extract.pipeline.context import hold_step, hold_warehouse, hold_whole
from extract.store.home import THIS
from extract.store.lake.locks import catalog_lock, key_of, require_all_held
from extract.store.lake.maker import read_lake_maker

pytestmark = [pytest.mark.extended, pytest.mark.xdist_group("lake")]

# Another worker: it says that it holds the lock, and waits for a line before it lets go.
HOLD = """
import signal, sys
# Where tests run in the background, their children ignore Ctrl-C.
signal.signal(signal.SIGINT, signal.default_int_handler)
from extract.pipeline.context import open_context
from extract.store.lake.locks import catalog_lock
name, kind, command = sys.argv[1:]
with catalog_lock(open_context().lake, name, shared=kind == "shared", command=command, wait_seconds=60):
    print("held", flush=True)
    sys.stdin.readline()
print("free", flush=True)
"""


@contextmanager
def worker(name="warehouse", kind="alone", command="daybook link"):
    """A process that takes a lock."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, name, kind, command], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def holds(process) -> bool:
    return process.stdout.readline() == "held\n"


def let_go(process) -> None:
    process.stdin.write("\n")
    process.stdin.flush()
    assert process.stdout.readline() == "free\n"


@pytest.fixture
def place(lake_settings):
    return lake_settings


def take(place, name="warehouse", *, shared=False, wait_seconds=0.3):
    return catalog_lock(place, name, shared=shared, command="daybook load", wait_seconds=wait_seconds)


@pytest.fixture
def ask(place):
    """Statements by another connection."""
    connection = psycopg2.connect(place.catalog)
    connection.autocommit = True

    def run(sql, *values):
        with connection.cursor() as cursor:
            cursor.execute(sql, values)
            return cursor.fetchall()

    yield run
    connection.close()


def waiting(ask) -> list[str]:
    """The names of the sessions that wait for a lock."""
    return [name for (name,) in ask(
        "select application_name from pg_stat_activity join pg_locks using (pid) where locktype = 'advisory' and not granted"
    )]  # fmt: skip


def wait_until(is_so) -> None:
    until = time.monotonic() + 60
    while not is_so():
        assert time.monotonic() < until
        time.sleep(0.05)


def test_a_lock_is_held_alone_and_its_holder_named(place):
    with worker() as other:
        assert holds(other)
        with pytest.raises(WarehouseLocked) as error, take(place):
            pass
        assert error.value.message == (
            f"the warehouse ({place.store}) is held by `daybook link` on {socket.gethostname()[:24]}, "
            f"process {other.pid} (waited 0.3 s)"
        )
        let_go(other)
        with take(place) as lock:
            lock.require_held()


def test_loaders_share_and_who_builds_is_alone(place):
    with worker(kind="shared", command="daybook load") as other:
        assert holds(other)
        with take(place, shared=True), worker(kind="shared") as third:
            assert holds(third)
            let_go(third)
        with pytest.raises(WarehouseLocked, match="held by `daybook load`"), take(place):
            pass
    with worker(kind="alone") as other:
        assert holds(other)
        with pytest.raises(WarehouseLocked, match="held by `daybook link`"), take(place, shared=True):
            pass


def test_other_names_do_not_wait_for_one_another(place):
    with worker("step:read_facts:b-0001"), take(place, "step:read_facts:b-0002"), take(place, "warehouse"):
        require_all_held(place)
    assert key_of("warehouse") != key_of("step:read_facts:b-0001")


def test_a_batch_is_named_by_its_step(place):
    with worker("step:read_facts:b-0001", command="daybook read-facts") as other:
        assert holds(other)
        with pytest.raises(WarehouseLocked) as error, take(place, "step:read_facts:b-0001"):
            pass
        assert error.value.message.startswith(f"batch b-0001 of read_facts ({place.store}) is held by")


def test_a_process_may_take_again_what_it_holds(place, ask):
    with take(place) as outer, take(place, shared=True) as inner:
        assert inner is outer
        assert ask("select count(*) from pg_locks where locktype = 'advisory'") == [(1,)]
    assert ask("select count(*) from pg_locks where locktype = 'advisory'") == [(0,)]
    with take(place, shared=True), pytest.raises(WarehouseError, match="cannot be had alone"), take(place):
        pass
    with worker() as other:
        assert holds(other)


def test_threads_of_a_process_hold_it_together_until_the_last_leaves(place, ask):
    inside, leave = threading.Barrier(5), threading.Event()

    def work():
        with take(place, wait_seconds=60):
            inside.wait(60)
            leave.wait(60)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    inside.wait(60)
    assert ask("select count(*) from pg_locks where locktype = 'advisory'") == [(1,)]
    leave.set()
    for thread in threads:
        thread.join()
    assert ask("select count(*) from pg_locks where locktype = 'advisory'") == [(0,)]


def test_a_killed_holder_frees_its_lock(place):
    with worker() as other:
        assert holds(other)
        other.send_signal(signal.SIGKILL)
        with take(place, wait_seconds=60) as lock:
            lock.require_held()


def test_a_lost_session_is_noticed_before_anything_is_committed(place, ask):
    with take(place) as lock:
        lock.require_held()
        require_all_held(place)
        ask("select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory'")
        with pytest.raises(WarehouseError, match="the lock on the warehouse was lost"):
            lock.require_held()
        with pytest.raises(WarehouseError, match="was lost"):
            require_all_held(place)
        with pytest.raises(WarehouseError, match="was lost"), take(place):
            pass
    require_all_held(place)
    with take(place) as lock:
        lock.require_held()


def test_a_lock_that_the_session_let_go_is_noticed(place):
    """As behind a pooler that hands sessions around."""
    with take(place) as lock:
        with lock.connection.cursor() as cursor:
            cursor.execute("select pg_advisory_unlock_all()")
        with pytest.raises(WarehouseError, match="was lost"):
            lock.require_held()


def test_one_who_wants_it_alone_is_not_kept_out_by_those_who_share_it(ask):
    with worker(kind="shared", command="daybook load") as first:
        assert holds(first)
        with worker(command="daybook link") as alone:
            wait_until(lambda: len(waiting(ask)) == 1)
            assert "daybook link" in waiting(ask)[0]
            # Who comes later waits behind it, though the lock is shared now.
            with worker(kind="shared", command="daybook load") as late:
                wait_until(lambda: len(waiting(ask)) == 2)
                let_go(first)
                assert holds(alone)
                assert len(waiting(ask)) == 1
                let_go(alone)
                assert holds(late)


def test_who_waits_can_be_stopped(ask):
    with worker() as first:
        assert holds(first)
        with worker(command="daybook build") as other:
            wait_until(lambda: len(waiting(ask)) == 1)
            other.send_signal(signal.SIGINT)
            assert other.wait(60) != 0
            wait_until(lambda: not waiting(ask))


def test_a_forked_process_holds_nothing_of_its_parent_and_takes_nothing_from_it(place):
    with take(place) as lock:
        child = os.fork()
        if not child:
            code = 1
            try:
                with take(place, wait_seconds=0.1):
                    pass
            except WarehouseLocked:
                code = 0
            finally:
                os._exit(code)
        assert os.waitpid(child, 0)[1] == 0
        lock.require_held()


def test_a_database_that_is_not_there_is_named_with_its_setting(place):
    away = replace(place, catalog="postgresql://daybook:not-a-secret@127.0.0.1:9/none")
    with pytest.raises(LakeUnreachable, match="cannot be reached") as error, take(away):
        pass
    assert "DAYBOOK_LAKE_CATALOG" in error.value.hint
    assert "not-a-secret" not in str(error.value)


MODES = "select mode, count(*) from pg_locks where locktype = 'advisory' group by 1 order by 1"
SAY = """
from extract.pipeline.context import hold_warehouse, open_context
with hold_warehouse(open_context(), "load") as held:
    held.require_held()
"""


def test_loaders_share_the_warehouse_and_other_steps_are_alone(place, ask, tmp_path):
    context = context_of(place, tmp_path / "home", lock_wait_seconds=0.3)
    with worker(kind="shared", command="daybook load") as other:
        assert holds(other)
        with hold_warehouse(context, "load") as held:
            held.require_held()
        for step in ("link", "build", "check_batches", "check_marts", "publish"):
            with pytest.raises(WarehouseLocked, match="held by `daybook load`"), hold_warehouse(context, step):
                pass
    with hold_warehouse(context, "run"), hold_warehouse(context, "load"), hold_warehouse(context, "publish"):
        assert ask(MODES) == [("ExclusiveLock", 1), ("ShareLock", 1)]
    with (
        hold_step(context, "read_facts", "b-0001"),
        hold_step(context, "read_facts", "b-0002"),
        hold_step(context, "discover"),
    ):
        assert ask(MODES) == [("ExclusiveLock", 3), ("ShareLock", 1)]
    assert not (tmp_path / "home").exists()


def test_who_changes_the_lake_as_a_whole_is_alone_in_it(place, ask, tmp_path):
    context = context_of(place, tmp_path / "home", lock_wait_seconds=0.3)
    with hold_whole(context, "daybook expire-pages"), worker("whole", "shared") as other:
        wait_until(lambda: len(waiting(ask)) == 1)
        assert other.poll() is None
    with worker("whole", "shared", command="daybook read-facts") as other:
        assert holds(other)
        with (
            pytest.raises(WarehouseLocked, match="`daybook read-facts`") as error,
            hold_whole(context, "daybook migrate"),
        ):
            pass
        assert error.value.message.startswith("the lake as a whole ")
        with hold_step(context, "read_facts", "b-0001"):
            pass
    with worker("whole", command="daybook expire-pages") as other:
        assert holds(other)
        with pytest.raises(WarehouseLocked, match="held by `daybook expire-pages`"), hold_step(context, "discover"):
            pass


def test_who_comes_first_makes_the_tables_and_several_may_come_at_once(place, run_python, ask):
    with ThreadPoolExecutor(4) as workers:
        done = list(workers.map(lambda _: run_python(SAY), range(4)))
    assert [one.returncode for one in done] == [0] * 4, done
    assert ask("select said->>'daybook_version' from daybook.maker") == [(THIS.daybook_version,)]
    assert read_lake_maker(place) == THIS


def test_a_lake_that_a_newer_daybook_wrote_is_refused(place, run_python, ask, tmp_path):
    assert run_python(SAY).returncode == 0
    newer = replace(THIS, contract_version=THIS.contract_version + 1, daybook_version="9.9")
    ask("update daybook.maker set said = %s returning 1", json.dumps(asdict(newer)))
    context = context_of(place, tmp_path)
    for hold in (partial(hold_warehouse, context, "load"), partial(hold_step, context, "read_facts", "b-0001")):
        with (
            pytest.raises(NewerHome, match=f"the lake {place.store} was written by a newer Daybook 9.9: contract"),
            hold(),
        ):
            pass
    assert read_lake_maker(place) == newer
    ask(
        "update daybook.maker set said = %s returning 1",
        json.dumps({"contract_version": 0, "ledger_version": 0, "daybook_version": "0"}),
    )
    with hold_warehouse(context, "load"):
        assert read_lake_maker(place) == THIS


def test_a_batch_is_not_sealed_by_a_worker_that_lost_the_lock_on_it(place, ask, tmp_path):
    context = context_of(place, tmp_path)
    rows = {Page: arrow_table(Page, [])}

    def seal(word):
        context.batches.write("fetch_pages", "b-0000", rows, input_sha256=word, versions={}, counts={})

    with hold_step(context, "fetch_pages", "b-0000"):
        seal("held")
        ask("select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory'")
        with pytest.raises(WarehouseError, match=r"the lock on .* was lost with its connection"):
            seal("lost")
    assert context.batches.manifest("fetch_pages", "b-0000").input_sha256 == "held"
