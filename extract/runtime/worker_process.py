"""The inside of a worker process: it takes one item, answers, takes the next, and is stopped by the system at its limits.

A message is a length (four bytes, network order) and that many bytes of pickle: items go in, answers come out.
"""

import contextlib
import os
import pickle
import resource
import signal
import socket
import struct
import sys
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NoReturn

from extract.errors import DaybookError

LENGTH = struct.Struct("!I")
# What a worker ends with when its memory is used up. Any number that Python and the shells do not use.
EXIT_OUT_OF_MEMORY = 77
_PR_SET_PDEATHSIG = 1
_TRACEBACK_CHARS = 3000
# Messages of parsers quote what they stumbled over, the whole page if need be.
_DETAIL_CHARS = 1000
_MIN_GROWTH_BYTES = 64 * 2**20


@dataclass(frozen=True, slots=True)
class Limits:
    """What one item may take, and when a worker is replaced by a fresh one.

    seconds: wall clock for an item, from when the worker begins it.
    memory_bytes: private memory over what the worker starts with; None: no limit. Linux only.
    answer_bytes: the longest pickled answer.
    recycle_after, recycle_rss_bytes: a worker that has answered so many items, or holds so much memory (and 64 MiB more than it
    started with), is replaced.
    """

    seconds: float = 5.0
    memory_bytes: int | None = 1_000_000_000
    answer_bytes: int = 64_000_000
    recycle_after: int = 200
    recycle_rss_bytes: int = 300 * 2**20


@dataclass(frozen=True, slots=True)
class Answer:
    """What a worker says of an item. payload: the pickled result; error: a DaybookError, pickled; is_last: it takes no more."""

    payload: bytes | None
    reason: str = ""
    detail: str = ""
    error: bytes | None = None
    traceback: str = ""
    seconds: float = 0.0
    peak_rss_bytes: int = 0
    is_last: bool = False


def serve_items(parent: socket.socket, function: Callable[..., object], limits: Limits) -> NoReturn:
    """Answer items until the parent closes the socket or the worker is due to be replaced. Never returns."""
    _limit_memory(limits.memory_bytes)
    answered = 0
    most = max(limits.recycle_rss_bytes, _rss() + _MIN_GROWTH_BYTES)
    with contextlib.suppress(BrokenPipeError, ConnectionResetError):
        # Ready: the clock of the first item must not run while the worker starts.
        send_message(parent, b"")
        while (message := receive_message(parent)) is not None:
            answered += 1
            answer = _answer(function, pickle.loads(message), limits)  # noqa: S301 - from our own parent
            answer = replace(answer, is_last=answered >= limits.recycle_after or _rss() > most)
            send_message(parent, pickle.dumps(answer, pickle.HIGHEST_PROTOCOL))
            if answer.is_last:
                break
    os._exit(0)


def _answer(function: Callable[..., object], item: tuple[object, ...], limits: Limits) -> Answer:
    began = time.monotonic()
    payload = error = None
    reason = detail = trace = ""
    # No handler: the system ends the process, in the middle of C code too, and whatever the parent is doing.
    signal.setitimer(signal.ITIMER_REAL, limits.seconds)
    try:
        payload = pickle.dumps(function(*item), pickle.HIGHEST_PROTOCOL)
        if len(payload) > limits.answer_bytes:
            reason, detail = (
                "answer_too_big",
                f"the answer has {len(payload):,} bytes, more than {limits.answer_bytes:,}",
            )
            payload = None
    except MemoryError:
        # Nothing that needs memory: the system reports the exit code.
        os._exit(EXIT_OUT_OF_MEMORY)
    except BaseException as raised:  # whatever it is, it is an answer: the parent decides what it means
        reason, detail = "raised", f"{type(raised).__name__}: {raised}"[:_DETAIL_CHARS]
        if isinstance(raised, DaybookError):
            error = pickle.dumps(raised)
        if not isinstance(raised, DaybookError) or raised.__cause__ is not None:
            trace = "".join(traceback.format_exception(raised))[-_TRACEBACK_CHARS:]
    signal.setitimer(signal.ITIMER_REAL, 0)
    return Answer(
        payload, reason, detail, error, trace,
        seconds=time.monotonic() - began,
        peak_rss_bytes=_peak_rss(),
    )  # fmt: skip


def send_message(to: socket.socket, message: bytes) -> None:
    """Send one message, whole."""
    to.sendall(LENGTH.pack(len(message)))
    to.sendall(message)


def receive_message(source: socket.socket) -> bytes | None:
    """The next message; None where the other side has closed."""
    head = _receive(source, LENGTH.size)
    return None if head is None else _receive(source, LENGTH.unpack(head)[0])


def _receive(source: socket.socket, length: int) -> bytes | None:
    data = bytearray()
    while len(data) < length:
        part = source.recv(min(length - len(data), 1 << 20))
        if not part:
            return None
        data += part
    return bytes(data)


def die_with(parent_pid: int) -> None:
    """Have the system kill this process when its parent ends, however that ends. Linux only: elsewhere it ends when idle."""
    if sys.platform != "linux":
        return
    import ctypes  # noqa: PLC0415 - in workers only

    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent_pid:
        # It ended before that was set.
        os._exit(0)


def _limit_memory(memory_bytes: int | None) -> None:
    if sys.platform != "linux":
        return
    with contextlib.suppress(OSError):
        # Where the machine runs out of memory, the kernel should take a worker, not who waits for it.
        Path("/proc/self/oom_score_adj").write_text("500", encoding="ascii")
    if memory_bytes is not None:
        # RLIMIT_DATA counts private writable memory. RLIMIT_AS would count what libraries only reserve, too.
        limit = int(_status("VmData")) + memory_bytes
        hard = resource.getrlimit(resource.RLIMIT_DATA)[1]
        if hard != resource.RLIM_INFINITY:
            limit = min(limit, hard)
        resource.setrlimit(resource.RLIMIT_DATA, (limit, limit))


def _status(name: str) -> int:
    """A figure of /proc/self/status in bytes."""
    for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
        if line.startswith(f"{name}:"):
            return int(line.split()[1]) * 1024
    return 0


def _rss() -> int:
    """The memory this process holds, in bytes; off Linux, the most it ever held."""
    return _status("VmRSS") if sys.platform == "linux" else _peak_rss()


def _peak_rss() -> int:
    return peak_of(resource.getrusage(resource.RUSAGE_SELF))


def peak_of(usage: resource.struct_rusage) -> int:
    """The most memory held, in bytes: Linux counts kilobytes, macOS bytes."""
    return usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024)
