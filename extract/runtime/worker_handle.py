"""A worker process as its parent sees it: a number, a socket, the item it has, and what of an answer has come."""

import pickle
import socket
import time
from dataclasses import dataclass, field

from extract.runtime.outcomes import Failure, Outcome
from extract.runtime.worker_process import LENGTH, Answer, send_message

_CHUNK = 1 << 20


@dataclass(eq=False, slots=True)
class Task:
    """An item, and what became of it."""

    item: tuple[object, ...]
    outcome: Outcome | None = None


@dataclass(eq=False, slots=True)
class WorkerHandle:
    """began: when it was given its task, by the monotonic clock."""

    number: int
    socket: socket.socket
    task: Task | None = None
    began: float = 0.0
    is_ready: bool = False
    is_killed: bool = False
    _received: bytearray = field(default_factory=bytearray)

    @property
    def is_free(self) -> bool:
        """Whether it waits for an item."""
        return self.is_ready and self.task is None

    @property
    def is_busy(self) -> bool:
        """Whether it works on an item: an answer that has begun to come was done in time."""
        return self.task is not None and not self.is_killed and not self._received

    def send(self, task: Task) -> None:
        """Give it a task. Raises BrokenPipeError or ConnectionResetError where it has died, TimeoutError where it is stuck."""
        self.task, self.began = task, time.monotonic()
        send_message(self.socket, pickle.dumps(task.item, pickle.HIGHEST_PROTOCOL))

    def read(self) -> bytes | None:
        """Add up what has come: a whole message, or None while there is more to come.

        Raises EOFError at the end, BlockingIOError where nothing is there.
        """
        try:
            data = self.socket.recv(_CHUNK, socket.MSG_DONTWAIT)
        except ConnectionResetError:
            data = b""
        if not data:
            self.is_ready = False
            raise EOFError
        self._received += data
        if len(self._received) < LENGTH.size:
            return None
        end = LENGTH.size + LENGTH.unpack_from(self._received)[0]
        if len(self._received) < end:
            return None
        # It says one thing at a time: nothing stands behind a message.
        message = bytes(memoryview(self._received)[LENGTH.size : end])
        self._received = bytearray()
        return message


def read_outcome(answer: Answer) -> Outcome:
    """What an answer says of its item."""
    if answer.payload is not None:
        result = pickle.loads(answer.payload)  # noqa: S301 - from our own worker
        return Outcome(result, None, answer.seconds, answer.peak_rss_bytes)
    error = pickle.loads(answer.error) if answer.error else None  # noqa: S301 - the same
    failure = Failure(answer.reason, answer.detail, error, answer.traceback)
    return Outcome(None, failure, answer.seconds, answer.peak_rss_bytes)
