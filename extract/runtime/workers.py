"""Runs a function over items in worker processes that can be killed: an item that breaks its worker is one outcome.

    with Workers("package.module:function", count=2, limits=Limits(seconds=5)) as workers:
        for outcome in workers.run([(1, b"..."), (2, b"...")]):    # function(1, b"..."), in the order of the items
            outcome.result if outcome.failure is None else outcome.failure.reason

What a worker may take is in `Limits`. On Linux all of it holds; on macOS memory is not limited (it ignores the limit), a worker
is recycled by the most memory it ever held, and one that computes when its parent is killed ends at its deadline.
This guards against pages that break parsers, not against code that takes over the process: an answer is unpickled.
"""

import os
import pickle
import selectors
import sys
import time
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from types import TracebackType
from typing import Self

from extract.runtime.outcomes import Failure, Outcome, why_dead
from extract.runtime.worker_handle import Task, WorkerHandle, read_outcome
from extract.runtime.worker_process import Answer, Limits
from extract.runtime.zygote_client import ZygoteClient

# A worker ends itself at its deadline; one that cannot (it is stopped, or took the alarm) is killed so much later.
_GRACE_SECONDS = 1.0
# How far outcomes may be ahead of the one that is waited for, in items a worker: bodies are held meanwhile.
_LOOK_AHEAD = 4
# Workers that die one after the other before they take an item: something is wrong with all of them.
_MAX_FAILED_STARTS = 5


def usable_cpus(most: int = 4) -> int:
    """How many CPUs this process may use, at most `most`."""
    cpus = len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count() or 1
    return max(1, min(most, cpus))


class Workers:
    """Worker processes for one function; started when there is an item, ended by `close` or with the `with` block.

    function, warm_up: `module:name`, importable; warm_up is called once, with `warm_up_with`, before workers are forked, to load
    what is loaded late.
    An item is a tuple: the function's arguments. Not for several threads at a time.
    """

    def __init__(
        self,
        function: str,
        *,
        count: int = 1,
        limits: Limits | None = None,
        warm_up: str = "",
        warm_up_with: Sequence[str] = (),
    ) -> None:
        self._function = function
        self._warm_up = [warm_up, *warm_up_with]
        self._count = count
        self._limits = limits or Limits()
        self._zygote: ZygoteClient | None = None
        self._selector = selectors.DefaultSelector()
        self._workers: dict[int, WorkerHandle] = {}
        self._forked = 0
        self._failed_starts = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def run(self, items: Iterable[tuple[object, ...]]) -> Iterator[Outcome]:
        """The outcomes of the items, in their order; an item is taken when a worker is free for it.

        Raises RuntimeError or OSError where workers cannot be started, a DaybookError that warm_up raised, and whatever `items`
        raises.
        """
        source = iter(items)
        tasks: deque[Task] = deque()
        unsent: deque[Task] = deque()
        is_more = True
        try:
            while True:
                while tasks and (done := tasks[0].outcome):
                    tasks.popleft()
                    yield done
                self._send(unsent)
                while is_more and not unsent and len(tasks) < _LOOK_AHEAD * self._count and self._has_room():
                    item = next(source, None)
                    if item is None:
                        is_more = False
                    else:
                        tasks.append(Task(item))
                        unsent.append(tasks[-1])
                        self._send(unsent)
                if not tasks and not is_more:
                    return
                if not (tasks and tasks[0].outcome):
                    self._listen()
        finally:
            # Left early: what they do is asked for no more.
            for worker in self._workers.values():
                if worker.task:
                    self._kill(worker)
                    worker.task = None

    def rest(self) -> None:
        """End the workers; what warmed up stays, for the next items."""
        for worker in list(self._workers.values()):
            self._forget(worker)

    def close(self) -> None:
        """End the workers, and what they started."""
        self.rest()
        if self._zygote is not None:
            self._selector.unregister(self._zygote.control)
            self._zygote.close()
            self._zygote = None

    def _has_room(self) -> bool:
        """Whether an item would find a worker: one that is free, or one that may be started."""
        return len(self._workers) < self._count or any(worker.is_free for worker in self._workers.values())

    def _send(self, unsent: deque[Task]) -> None:
        """Give items to workers that are free, and start workers for the others, as many as may be."""
        for worker in self._workers.values():
            if unsent and worker.is_free:
                self._send_one(worker, unsent)
        starting = sum(not worker.is_ready and not worker.is_killed for worker in self._workers.values())
        for _ in range(min(len(unsent) - starting, self._count - len(self._workers))):
            self._start_worker()

    def _send_one(self, worker: WorkerHandle, unsent: deque[Task]) -> None:
        task = unsent.popleft()
        try:
            worker.send(task)
        except TimeoutError:
            self._kill(worker)
        except (BrokenPipeError, ConnectionResetError):
            # It died while it was idle: its death will be reported, and the item is sent to another.
            unsent.appendleft(task)
            worker.task, worker.is_ready = None, False

    def _start_worker(self) -> None:
        if self._zygote is None:
            self._zygote = ZygoteClient(self._function, self._warm_up, self._limits)
            self._selector.register(self._zygote.control, selectors.EVENT_READ, None)
        self._forked += 1
        try:
            worker = WorkerHandle(self._forked, self._zygote.fork_worker(self._forked))
        except OSError:
            # The zygote has died: `_listen` finds that out.
            return
        # For sending: one that is idle takes an item at once.
        worker.socket.settimeout(self._limits.seconds)
        self._workers[worker.number] = worker
        self._selector.register(worker.socket, selectors.EVENT_READ, worker)

    def _listen(self) -> None:
        """Wait for a worker's answer, death or deadline."""
        most = self._limits.seconds + _GRACE_SECONDS
        began = [worker.began for worker in self._workers.values() if worker.is_busy]
        events = self._selector.select(max(0.0, min(began) + most - time.monotonic()) if began else None)
        for key, _ in events:
            if key.data is not None:
                self._read(key.data)
        if any(key.data is None for key, _ in events):
            self._read_report()
        for worker in self._workers.values():
            if worker.is_busy and time.monotonic() > worker.began + most:
                self._kill(worker)

    def _read(self, worker: WorkerHandle) -> bool:
        """Take what a worker has sent; whether there may be more. An end says nothing: its death is reported, with the reason."""
        if worker.socket not in self._selector.get_map():
            return False
        try:
            message = worker.read()
        except BlockingIOError:
            return False
        except EOFError:
            self._selector.unregister(worker.socket)
            return False
        if message is not None:
            self._take_message(worker, message)
        return True

    def _take_message(self, worker: WorkerHandle, message: bytes) -> None:
        self._failed_starts = 0
        if not message:
            worker.is_ready = True
            return
        answer: Answer = pickle.loads(message)  # noqa: S301 - from our own worker
        if worker.task is not None:
            worker.task.outcome = read_outcome(answer)
            worker.task = None
        if answer.is_last:
            # It ends by itself; another takes its place.
            self._forget(worker)

    def _read_report(self) -> None:
        assert self._zygote is not None  # noqa: S101 - for the type checker: its socket was readable
        death = self._zygote.read_report()
        if death is None:
            self._lose_zygote()
            return
        worker = self._workers.get(death.number)
        if worker is None:
            return
        # It may have answered before it died; whoever it started may hold its socket open, and then there is no end.
        while self._read(worker):
            pass
        self._forget(worker)
        failure = why_dead(death.wait_status, self._limits, was_killed=worker.is_killed)
        self._end_task(worker, failure, death.peak_rss_bytes)

    def _lose_zygote(self) -> None:
        """The zygote has died, and all workers with it; the next item starts another."""
        failure = Failure("worker_died", "the process that starts workers has died")
        lost = list(self._workers.values())
        self.close()
        for worker in lost:
            self._end_task(worker, failure, 0)
        self._count_failed_start(failure)

    def _end_task(self, worker: WorkerHandle, failure: Failure, peak: int) -> None:
        """A worker has died: its item failed, where it had one."""
        if worker.task is not None:
            worker.task.outcome = Outcome(None, failure, time.monotonic() - worker.began, peak)
        elif not worker.is_killed:
            self._count_failed_start(failure)

    def _count_failed_start(self, failure: Failure) -> None:
        self._failed_starts += 1
        if self._failed_starts >= _MAX_FAILED_STARTS:
            raise RuntimeError(f"workers for {self._function} die before they take an item: {failure.detail}")

    def _kill(self, worker: WorkerHandle) -> None:
        worker.is_killed, worker.is_ready = True, False
        if self._zygote is not None:
            self._zygote.kill_worker(worker.number)

    def _forget(self, worker: WorkerHandle) -> None:
        if worker.socket in self._selector.get_map():
            self._selector.unregister(worker.socket)
        worker.socket.close()
        self._workers.pop(worker.number, None)
