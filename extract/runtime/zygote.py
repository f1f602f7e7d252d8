"""A small process that has imported what workers need, and forks them: a new worker costs milliseconds, not an import.

It is started fresh, not forked: the one that asks for workers may have threads, and may be a daemon. It never sees an item.

Orders, one message each: `fork` with the worker's end of a socket, `kill`. Reports: `died` with the wait status and the peak
memory, `failed` with the error number of a fork. Workers have numbers, given by who asks for them: a process id may come again.
"""

import contextlib
import gc
import json
import os
import pickle
import select
import signal
import socket
import struct
import sys
from collections.abc import Callable
from importlib import import_module
from types import FrameType
from typing import cast

from extract.errors import DaybookError
from extract.runtime.worker_process import Limits, die_with, peak_of, serve_items

FORK, KILL = b"F", b"K"
ORDER = struct.Struct("!cI")
READY, DIED, FAILED, REFUSED = b"R", b"D", b"E", b"X"
# What happened, the worker's number, the wait status or error number, the peak memory in bytes (of REFUSED, the length of the
# pickled error behind it).
REPORT = struct.Struct("!cIiQ")
# Numeric libraries start a thread for each core where they are not told: forks want none.
ENVIRONMENT = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
# How `serve` is started: with the sys.path of who starts it, and without its __main__.
COMMAND = "import sys, json; sys.path[:] = json.loads(sys.argv[1]); from extract.runtime.zygote import serve; serve()"


def find_function(path: str) -> Callable[..., object]:
    """The function that `module:name` names."""
    module, _, name = path.partition(":")
    return cast("Callable[..., object]", getattr(import_module(module), name))


class _Zygote:
    def __init__(self, control: socket.socket, function: Callable[..., object], limits: Limits) -> None:
        self._control = control
        self._function = function
        self._limits = limits
        self._numbers: dict[int, int] = {}  # process id -> the worker's number
        self._parent = os.getppid()
        # A byte comes here when a child has ended.
        self._ended, self._wake = socket.socketpair()
        for end in (self._ended, self._wake):
            end.setblocking(False)

    def run(self) -> None:
        """Fork and kill as ordered, until who orders has gone; then nothing is left running."""
        signal.signal(signal.SIGCHLD, _note)
        signal.set_wakeup_fd(self._wake.fileno(), warn_on_full_buffer=False)
        self._report(READY, 0, 0, 0)
        try:
            # The parent is looked for, too: its end of the socket may have been inherited by a process that lives on.
            while os.getppid() == self._parent:
                ready, _, _ = select.select([self._control, self._ended], [], [], 1.0)
                if self._ended in ready:
                    self._ended.recv(4096)
                self._reap()
                if self._control in ready and not self._obey():
                    return
        finally:
            for process in self._numbers:
                _kill(process)
            # Taken off the list of processes, too: where nobody is there to do that for orphans, they would stay on it.
            for process in self._numbers:
                with contextlib.suppress(ChildProcessError):
                    os.waitpid(process, 0)

    def _obey(self) -> bool:
        try:
            data, descriptors, _, _ = socket.recv_fds(self._control, ORDER.size, 1)
        except ConnectionResetError:
            # It went without reading our last report.
            return False
        if len(data) < ORDER.size:
            return False
        order, number = ORDER.unpack(data)
        if order == FORK:
            worker = socket.socket(fileno=descriptors[0])
            self._fork(number, worker)
            worker.close()
        else:
            for process, its_number in list(self._numbers.items()):
                if its_number == number:
                    _kill(process)
        return True

    def _fork(self, number: int, worker: socket.socket) -> None:
        zygote = os.getpid()
        try:
            process = os.fork()
        except OSError as error:
            self._report(FAILED, number, error.errno or 0, 0)
            return
        if process == 0:
            self._become_worker(zygote, worker)
        # Both sides set it: whoever comes first, it can be killed with its children from here on.
        with contextlib.suppress(OSError):
            os.setpgid(process, process)
        self._numbers[process] = number

    def _become_worker(self, zygote: int, worker: socket.socket) -> None:
        try:
            os.setpgid(0, 0)
            signal.set_wakeup_fd(-1)
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            signal.signal(signal.SIGTERM, signal.SIG_DFL)
            die_with(zygote)
            for end in (self._control, self._ended, self._wake):
                end.close()
            serve_items(worker, self._function, self._limits)
        finally:
            # Whatever broke: never back into the zygote's loop.
            os._exit(1)

    def _reap(self) -> None:
        while self._numbers:
            process, status, usage = os.wait4(-1, os.WNOHANG)
            if process == 0:
                return
            # What it started goes with it.
            _kill(process)
            number = self._numbers.pop(process, None)
            if number is not None:
                self._report(DIED, number, status, peak_of(usage))

    def _report(self, what: bytes, number: int, status: int, peak: int) -> None:
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            self._control.sendall(REPORT.pack(what, number, status, peak))


def _note(_signal: int, _frame: FrameType | None) -> None:
    """A handler must be set for the system to wake us."""


def _kill(process: int) -> None:
    """Kill a worker with all it started."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process, signal.SIGKILL)


def _warm_up(control: socket.socket, function: str, *given: str) -> None:
    """Load what is loaded late. An error that the user can act on goes to who asked; any other ends the process, on stderr."""
    try:
        if function:
            find_function(function)(*given)
    except DaybookError as error:
        said = pickle.dumps(error)
        control.sendall(REPORT.pack(REFUSED, 0, 0, len(said)) + said)
        os._exit(1)


def serve() -> None:
    """Run as the zygote. Given: sys.path, the control socket, the function, what warms up (and its arguments), limits."""
    descriptor, function, warm_up, limits = sys.argv[2:]
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    control = socket.socket(fileno=int(descriptor))
    found = find_function(function)
    _warm_up(control, *json.loads(warm_up))
    # What is there now is shared by all workers: the collector must not touch, and so copy, it.
    gc.collect()
    gc.freeze()
    _Zygote(control, found, Limits(**json.loads(limits))).run()
    os._exit(0)
