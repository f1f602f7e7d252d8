"""Whoever changes a home as a whole is alone in it, and is not kept out by steps that follow one another."""

import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from extract.errors import WarehouseLocked
from extract.store.home_lock import whole_home
from extract.store.locks import step_lock, write_lock

ROOT = Path(__file__).parents[2]
HOLD = (
    "import sys, time; from pathlib import Path; from extract.store.home_lock import {name}\n"
    "with {name}(Path(sys.argv[1]), {command} 5): print('held', flush=True); time.sleep(60)"
)


@pytest.fixture
def hold(tmp_path):
    """Another process that is in the home: `whole_home` or `shared_home`."""
    started = []

    def start(name: str) -> None:
        code = HOLD.format(name=name, command="'daybook erase'," if name == "whole_home" else "")
        process = subprocess.Popen(
            [sys.executable, "-c", code, str(tmp_path)], stdout=subprocess.PIPE, text=True, cwd=ROOT
        )
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        started.append(process)

    yield start
    for process in started:
        process.kill()
        process.wait()
        process.stdout.close()


def test_steps_wait_for_an_erasure_and_name_it(hold, tmp_path):
    hold("whole_home")
    with (
        pytest.raises(WarehouseLocked, match=r"`daybook erase`, process \d+ \(waited 0\.3 s\)"),
        step_lock(tmp_path, "discover", 0.3),
    ):
        pass
    with pytest.raises(WarehouseLocked, match="changed as a whole"), write_lock(tmp_path, "daybook load", 0.3):
        pass


def test_an_erasure_waits_for_steps(hold, tmp_path):
    hold("shared_home")
    with pytest.raises(WarehouseLocked, match="steps are working"), whole_home(tmp_path, "daybook erase", 0.3):
        pass
    # The others go on.
    with step_lock(tmp_path, "discover", 0.3), write_lock(tmp_path, "daybook load", 0.3):
        pass


def test_a_killed_process_holds_nothing(tmp_path):
    code = HOLD.format(name="whole_home", command="'daybook erase',")
    with subprocess.Popen(
        [sys.executable, "-c", code, str(tmp_path)], stdout=subprocess.PIPE, text=True, cwd=ROOT
    ) as process:
        assert process.stdout is not None
        process.stdout.readline()
        process.kill()
    with step_lock(tmp_path, "discover", 1), write_lock(tmp_path, "daybook load", 1):
        pass


def test_the_steps_of_an_erasure_are_let_in(tmp_path):
    with (
        whole_home(tmp_path, "daybook erase", 1),
        step_lock(tmp_path, "read_facts", 0.1, "one-0000"),
        write_lock(tmp_path, "daybook load", 0.1),
    ):
        pass
    with whole_home(tmp_path, "daybook erase", 0.1):
        pass


def test_steps_that_follow_one_another_do_not_keep_an_erasure_out(tmp_path):
    """Two processes that are always in, one or the other; without a door the erasure would wait for ever."""
    code = (
        "import sys, time; from pathlib import Path; from extract.store.home_lock import shared_home\n"
        "print('on', flush=True)\n"
        "while True:\n"
        "    with shared_home(Path(sys.argv[1]), 60): time.sleep(.2)"
    )
    command = [sys.executable, "-c", code, str(tmp_path)]
    steps = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) for _ in range(3)]
    try:
        for step in steps:
            assert step.stdout is not None
            step.stdout.readline()
            time.sleep(0.07)
        with whole_home(tmp_path, "daybook erase", 30):
            pass
    finally:
        for step in steps:
            step.kill()
            step.wait()
            step.stdout.close()  # type: ignore[union-attr]


def test_threads_of_one_process_share_a_home(tmp_path):
    entered = threading.Barrier(3, timeout=10)

    def work(name: str) -> None:
        with step_lock(tmp_path, name, 5):
            entered.wait()

    threads = [threading.Thread(target=work, args=(name,)) for name in ("discover", "read_facts")]
    for thread in threads:
        thread.start()
    entered.wait()
    for thread in threads:
        thread.join(10)
    with whole_home(tmp_path, "daybook erase", 1):
        pass
