"""Worker processes: whatever an item does to its worker, it is one outcome and the next item goes on."""

import gc
import os
import signal
import sys
import time

import psutil
import pytest

from extract.errors import PageError
from extract.runtime.workers import Limits, Workers, usable_cpus

QUICK = Limits(seconds=0.5, memory_bytes=200_000_000)
SLOW = Limits(seconds=20, memory_bytes=200_000_000)
linux = pytest.mark.skipif(sys.platform != "linux", reason="only Linux limits memory and ends orphans")


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


@pytest.mark.promise(5)
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


@pytest.mark.promise(5)
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


@pytest.mark.promise(21)
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


@pytest.mark.promise(18)
@linux
def test_what_an_item_started_is_killed_with_its_worker(start_workers, tmp_path, assert_gone):
    note = tmp_path / "child"
    (broken,) = start_workers(limits=Limits(seconds=2)).run([("have_child", str(note))])
    assert broken.failure.reason == "timed_out"
    assert_gone(int(note.read_text(encoding="utf-8")))


@pytest.mark.promise(18)
@linux
def test_a_zygote_that_dies_is_replaced(start_workers, assert_gone):
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


@pytest.mark.promise(21)
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
