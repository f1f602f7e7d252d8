"""The process that starts workers: its script is not run again, and they end with it, however it ends."""

import json
import os
import signal
import subprocess
import sys
import time

import psutil
import pytest

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


@pytest.mark.promise(18)
@pytest.mark.skipif(sys.platform != "linux", reason="only Linux ends orphans")
@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT, signal.SIGTERM])
def test_workers_end_with_the_process_that_started_them(run_parent, how, assert_gone):
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
