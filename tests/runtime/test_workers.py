"""Worker processes: whatever an item does to its worker, it is one outcome and the next item goes on."""

import gc
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from extract.errors import PageError
from extract.runtime.workers import Limits, Workers, usable_cpus

# What items do to their worker. In a module of its own: workers import it by name.
DEEDS = """
import ctypes, os, signal, subprocess, sys, time
from extract.errors import PageError

warmed = []

def warm_up():
    warmed.append(os.getpid())

def do(deed, value=None):
    return globals()[deed](value)

def double(value): return 2 * value
def pid(_): return os.getpid(), os.getppid(), warmed
def main_module(_): return getattr(sys.modules["__main__"], "__file__", None), os.environ.get("DAYBOOK_TEST_MAIN")
def open_files(_): return len(os.listdir("/proc/self/fd"))
def grow(megabytes): kept.append(bytearray(megabytes * 2**20)); return os.getpid()
def refuse(_): raise PageError("too_short", "three words")
def break_down(_): raise KeyError("no such key")
def recurse(_): return recurse(_)
def give_up(_): sys.exit(3)
def exit_hard(code): os._exit(code)
def crash(_): ctypes.string_at(0)
def kill_self(_): os.kill(os.getpid(), signal.SIGKILL)
def allocate(_): return len(bytearray(2 * 2**30))
def allocate_slowly(_):
    held = []
    while True:
        held.append(b"x" * 2**20 + bytes(len(held)))
def talk(value): return "x" * value
def stop(_): os.kill(os.getpid(), signal.SIGSTOP)
def sleep(seconds): time.sleep(seconds); return seconds
def spin(_):
    while True: pass
def spin_in_c(_): return (10**8) ** (10**8)
def ignore_alarm(_):
    signal.signal(signal.SIGALRM, signal.SIG_IGN)
    while True: pass
def print_much(_): print("this is no output"); return 1
def have_child(path):
    child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    open(path, "w").write(str(child.pid))
    while True: pass
kept = []
"""

QUICK = Limits(seconds=0.5, memory_bytes=200_000_000)
SLOW = Limits(seconds=20, memory_bytes=200_000_000)
linux = pytest.mark.skipif(sys.platform != "linux", reason="only Linux limits memory and ends orphans")


@pytest.fixture(scope="module")
def deeds(tmp_path_factory):
    folder = tmp_path_factory.mktemp("deeds")
    (folder / "deeds.py").write_text(DEEDS, encoding="utf-8")
    return folder


@pytest.fixture
def start_workers(deeds, monkeypatch):
    monkeypatch.syspath_prepend(deeds)
    started = []

    def start(count=1, limits=SLOW, **more):
        started.append(Workers("deeds:do", count=count, limits=limits, **more))
        return started[-1]

    yield start
    for workers in started:
        workers.close()


def failures(outcomes):
    return [outcome.failure and outcome.failure.reason for outcome in outcomes]


def test_outcomes_come_in_the_order_of_the_items(start_workers):
    items = [("sleep", 0.3), *(("double", number) for number in range(20)), ("sleep", 0.1)]
    outcomes = list(start_workers(3).run(items))
    assert [outcome.result for outcome in outcomes] == [0.3, *range(0, 40, 2), 0.1]
    assert failures(outcomes) == [None] * 22


def test_items_are_not_read_far_ahead(start_workers):
    taken = []

    def items():
        for number in range(1000):
            taken.append(number)
            yield "double", number

    run = start_workers(2).run(items())
    for _ in range(10):
        next(run)
    assert len(taken) <= 10 + 2 * 4
    run.close()


@pytest.mark.parametrize(
    ("deed", "reason", "detail"),
    [
        (("exit_hard", 7), "worker_died", "exited with code 7"),
        (("exit_hard", 0), "worker_died", "exited with code 0"),
        (("crash",), "worker_died", "killed by SIGSEGV"),
        (("spin",), "timed_out", "not done after 0.5 s"),
        (("spin_in_c",), "timed_out", "not done after 0.5 s"),
        (("sleep", 60), "timed_out", "not done after 0.5 s"),
        (("ignore_alarm",), "timed_out", "not done after 0.5 s"),
        (("stop",), "timed_out", "not done after 0.5 s"),
        (("kill_self",), "out_of_memory", "killed by the system"),
        (("break_down",), "raised", "KeyError: 'no such key'"),
        (("recurse",), "raised", "RecursionError: maximum recursion depth exceeded"),
        (("give_up",), "raised", "SystemExit: 3"),
        (("talk", 5000), "answer_too_big", "more than 4,000"),
    ],
)
def test_whatever_an_item_does_it_is_one_outcome_and_the_next_goes_on(start_workers, deed, reason, detail):
    workers = start_workers(limits=Limits(seconds=0.5, answer_bytes=4000))
    first, broken, *others = workers.run([("double", 1), deed, ("double", 2), ("double", 3)])
    assert (broken.failure.reason, broken.result) == (reason, None)
    assert detail in broken.failure.detail
    assert [outcome.result for outcome in (first, *others)] == [2, 4, 6]


@linux
@pytest.mark.parametrize("deed", ["allocate", "allocate_slowly"])
def test_an_item_that_takes_too_much_memory_is_one_outcome(start_workers, deed):
    broken, after = start_workers().run([(deed,), ("double", 2)])
    assert broken.failure.reason == "out_of_memory"
    assert "200,000,000 bytes" in broken.failure.detail
    assert broken.peak_rss_bytes < 300_000_000
    assert after.result == 4


def test_an_error_of_ours_arrives_as_it_was_raised(start_workers):
    (refused,) = start_workers().run([("refuse",)])
    error = refused.failure.error
    assert (type(error), error.reason, error.message) == (PageError, "too_short", "three words")
    assert refused.failure.traceback == ""


def test_any_other_error_comes_with_its_traceback(start_workers):
    (broken,) = start_workers().run([("break_down",)])
    assert broken.failure.error is None
    assert "in break_down" in broken.failure.traceback


def test_the_deadline_does_not_count_while_nobody_asks_for_outcomes(start_workers):
    run = start_workers(limits=QUICK).run([("double", 1), ("talk", 3_000_000), ("double", 3)])
    assert next(run).result == 2
    time.sleep(2)
    assert [len(outcome.result) if isinstance(outcome.result, str) else outcome.result for outcome in run] == [
        3_000_000,
        6,
    ]


def test_a_worker_is_replaced_after_so_many_items(start_workers):
    workers = start_workers(limits=Limits(recycle_after=3))
    pids = [outcome.result[0] for outcome in workers.run([("pid",)] * 7)]
    assert [pids.count(pid) for pid in dict.fromkeys(pids)] == [3, 3, 1]


@linux
def test_a_worker_that_has_grown_is_replaced(start_workers):
    workers = start_workers(limits=Limits(recycle_rss_bytes=0))
    pids = [outcome.result for outcome in workers.run([("grow", 30)] * 6)]
    assert [pids.count(pid) for pid in dict.fromkeys(pids)] == [3, 3]


def test_workers_are_kept_from_run_to_run_and_warmed_up_once(start_workers):
    workers = start_workers(warm_up="deeds:warm_up")
    outcomes = [*workers.run([("pid",)]), *workers.run([("pid",)])]
    (first, zygote, warmed), again = (outcome.result for outcome in outcomes)
    assert again == (first, zygote, warmed)
    assert warmed == [zygote]


def test_a_run_left_early_leaves_nothing_behind_for_the_next(start_workers):
    workers = start_workers(2)
    run = workers.run([("double", 1), ("sleep", 15), ("double", 3)])
    assert next(run).result == 2
    run.close()
    assert [outcome.result for outcome in workers.run([("double", 4), ("double", 5)])] == [8, 10]


def test_an_error_of_the_items_ends_the_run(start_workers):
    def items():
        yield "double", 1
        raise PageError("damaged")

    workers = start_workers()
    with pytest.raises(PageError, match="damaged"):
        list(workers.run(items()))
    assert [outcome.result for outcome in workers.run([("double", 2)])] == [4]


@linux
def test_what_an_item_started_is_killed_with_its_worker(start_workers, tmp_path):
    note = tmp_path / "child"
    (broken,) = start_workers(limits=Limits(seconds=2)).run([("have_child", str(note))])
    assert broken.failure.reason == "timed_out"
    assert_gone(int(note.read_text(encoding="utf-8")))


@linux
def test_a_zygote_that_dies_is_replaced(start_workers):
    workers = start_workers(limits=SLOW)
    (first,) = workers.run([("pid",)])
    os.kill(first.result[1], signal.SIGKILL)
    assert_gone(first.result[0])
    assert [outcome.result for outcome in workers.run([("double", 1), ("double", 2)])][-1] == 4


def test_a_function_that_cannot_be_found_is_told(capfd):
    with (
        Workers("extract.runtime.workers:no_such_thing") as workers,
        pytest.raises(RuntimeError, match="did not start"),
    ):
        list(workers.run([(1,)]))
    assert "no_such_thing" in capfd.readouterr().err


def test_closing_ends_the_workers(start_workers):
    # Libraries of other tests may have left processes of their own.
    before = set(psutil.Process().children(recursive=True))
    workers = start_workers(2)
    pids = {outcome.result[0] for outcome in workers.run([("pid",)] * 4)}
    running = set(psutil.Process().children(recursive=True)) - before
    assert pids < {process.pid for process in running}
    workers.close()
    assert not [process for process in running if process.is_running()]


@linux
def test_descriptors_do_not_grow_with_deaths(start_workers):
    workers = start_workers(limits=SLOW)
    (first,) = workers.run([("open_files",)])
    gc.collect()
    ours = psutil.Process().num_fds()
    outcomes = list(workers.run([("exit_hard", 1)] * 20 + [("open_files",)]))
    assert outcomes[-1].result == first.result
    # What others left open may have been closed meanwhile.
    assert psutil.Process().num_fds() <= ours


def test_a_cpu_count_is_at_least_one_and_bounded():
    assert 1 <= usable_cpus() <= 4
    assert usable_cpus(most=1) == 1


# A parent as scripts are: no guard around its work, and something to see if a worker ran it again.
# Its own handler: what a script puts in the background is started with SIGINT ignored, and `make test` may be.
PARENT = """
import os, signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)
os.environ["DAYBOOK_TEST_MAIN"] = str(os.getpid())
from extract.runtime.workers import Limits, Workers
workers = Workers("deeds:do", count=2, limits=Limits(seconds=60))
sleep = ("sleep", float(sys.argv[1]))
for outcome in workers.run([("print_much",), ("main_module",), ("pid",), sleep, sleep]):
    print(outcome.result, flush=True)
workers.close()
"""


@pytest.fixture
def run_parent(deeds, tmp_path):
    script = tmp_path / "parent.py"
    script.write_text(PARENT, encoding="utf-8")

    def run(seconds, *prefix, cwd=tmp_path):
        return subprocess.Popen(
            [sys.executable, *prefix, *([PARENT] if prefix else [script]), str(seconds)],
            cwd=cwd,
            env=os.environ | {"PYTHONPATH": str(deeds)},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    return run


@pytest.mark.parametrize("prefix", [[], ["-c"]], ids=["script", "-c"])
def test_workers_do_not_run_the_main_module_again_nor_print(run_parent, prefix):
    parent = run_parent(0, *prefix)
    out, err = parent.communicate(timeout=60)
    lines = out.splitlines()
    assert (len(lines), err, parent.returncode) == (5, "", 0)
    assert lines[:2] == ["1", f"(None, '{parent.pid}')"]


def test_files_of_the_working_folder_are_not_taken_for_modules(run_parent, tmp_path):
    folder = tmp_path / "work"
    folder.mkdir()
    for name in ("json", "socket", "extract"):
        (folder / f"{name}.py").write_text("raise SystemExit('imported')", encoding="utf-8")
    out, err = run_parent(0, cwd=folder).communicate(timeout=60)
    assert (len(out.splitlines()), err) == (5, "")


def children_of(pid, count):
    """The processes below one, as soon as there are so many: on a busy machine the second worker may still be starting."""
    deadline = time.monotonic() + 20
    children = psutil.Process(pid).children(recursive=True)
    while len(children) != count and time.monotonic() < deadline:
        time.sleep(0.05)
        children = psutil.Process(pid).children(recursive=True)
    assert len(children) == count
    return children


@linux
@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT, signal.SIGTERM])
def test_workers_end_with_the_process_that_started_them(run_parent, how):
    parent = run_parent(50)
    for _ in range(3):
        parent.stdout.readline()
    children = children_of(parent.pid, 3)
    parent.send_signal(how)
    _, err = parent.communicate(timeout=30)
    assert err.count("Traceback") == (how == signal.SIGINT)  # Python's own, of the script
    for child in children:
        assert_gone(child.pid)


def test_workers_start_in_a_daemon_that_has_threads(run_in_daemon):
    assert run_in_daemon() == [2, 4]


@pytest.fixture
def run_in_daemon(deeds, tmp_path):
    """A parent as task runners are: a daemonic process that may have no children, by multiprocessing's rules."""
    script = tmp_path / "daemon.py"
    script.write_text(
        "import multiprocessing, threading, time, json, sys\n"
        "def work():\n"
        "    threading.Thread(target=time.sleep, args=(30,), daemon=True).start()\n"
        "    from extract.runtime.workers import Workers\n"
        "    with Workers('deeds:do') as workers:\n"
        "        print(json.dumps([o.result for o in workers.run([('double', 1), ('double', 2)])]), flush=True)\n"
        "if __name__ == '__main__':\n"
        "    daemon = multiprocessing.get_context('spawn').Process(target=work, daemon=True)\n"
        "    daemon.start(); daemon.join()\n",
        encoding="utf-8",
    )

    def run():
        environment = os.environ | {"PYTHONPATH": str(deeds)}
        done = subprocess.run([sys.executable, script], env=environment, capture_output=True, text=True, check=True)
        return json.loads(done.stdout)

    return run


def assert_gone(pid: int) -> None:
    """The process ends within seconds; a zombie has ended."""
    until = time.monotonic() + 20
    while Path(f"/proc/{pid}").exists() and time.monotonic() < until:
        try:
            if psutil.Process(pid).status() == psutil.STATUS_ZOMBIE:
                return
        except psutil.NoSuchProcess:
            return
        time.sleep(0.02)
    assert not Path(f"/proc/{pid}").exists()
