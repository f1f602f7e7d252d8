"""Starts a zygote (see zygote.py), gives it orders and takes its reports."""

import contextlib
import json
import os
import pickle
import socket
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import cast

from extract.errors import DaybookError
from extract.runtime.worker_process import Limits
from extract.runtime.zygote import COMMAND, DIED, ENVIRONMENT, FORK, KILL, ORDER, READY, REFUSED, REPORT

# Imports and warm-up, on a machine that does other things too.
_START_SECONDS = 120.0
_END_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class Death:
    """A worker has ended. wait_status: as `os.wait` gives it; peak_rss_bytes: the most memory it ever held."""

    number: int
    wait_status: int
    peak_rss_bytes: int


class ZygoteClient:
    """A running zygote for one function. `control` becomes readable when it has something to report."""

    def __init__(self, function: str, warm_up: Sequence[str], limits: Limits) -> None:
        """Start it. warm_up: a function and its arguments. Raises the DaybookError that it raised.

        Raises RuntimeError where it does not start for another reason; what it says of that stands on stderr.
        """
        self.control, its = socket.socketpair()
        with its:
            arguments = [
                json.dumps(sys.path),
                str(its.fileno()),
                function,
                json.dumps(warm_up),
                json.dumps(asdict(limits)),
            ]
            # -P: a `json.py` in the working folder is none of ours. A session of its own: Ctrl-C is for us, and closing the
            # socket ends it. Nothing that it prints is our output.
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-c", COMMAND, *arguments],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                env=os.environ | ENVIRONMENT,
                pass_fds=[its.fileno()],
                start_new_session=True,
            )
        try:
            self._await_start(function)
        except BaseException:
            self._process.kill()
            self.close()
            raise

    def _await_start(self, function: str) -> None:
        self.control.settimeout(_START_SECONDS)
        try:
            report = self._receive()
        except TimeoutError as error:
            raise RuntimeError(f"the workers for {function} did not start within {_START_SECONDS:g} s") from error
        if report.startswith(REFUSED):
            # Its report has the length of what follows it.
            said = self.control.recv(REPORT.unpack(report)[-1], socket.MSG_WAITALL)
            raise cast("DaybookError", pickle.loads(said))  # noqa: S301 - from our own zygote
        if not report.startswith(READY):
            raise RuntimeError(f"the workers for {function} did not start: the error is shown above")
        self.control.settimeout(None)

    def fork_worker(self, number: int) -> socket.socket:
        """Order a worker; the socket to talk with it. Raises OSError where the zygote has died."""
        ours, its = socket.socketpair()
        with its:
            try:
                socket.send_fds(self.control, [ORDER.pack(FORK, number)], [its.fileno()])
            except OSError:
                ours.close()
                raise
        return ours

    def kill_worker(self, number: int) -> None:
        """Order a worker's death, with all that it started; it is reported as any death."""
        with contextlib.suppress(OSError):
            self.control.sendall(ORDER.pack(KILL, number))

    def read_report(self) -> Death | None:
        """The next death; None where the zygote itself has died. Raises OSError where the system forks no more processes."""
        report = self._receive()
        if len(report) < REPORT.size:
            return None
        what, number, status, peak = REPORT.unpack(report)
        if what != DIED:
            raise OSError(status, f"no worker process can be started: {os.strerror(status)}")
        return Death(number, status, peak)

    def close(self) -> None:
        """End the zygote and all its workers."""
        # It ends when the socket closes.
        self.control.close()
        try:
            self._process.wait(_END_SECONDS)
        except subprocess.TimeoutExpired:
            # Its workers end with it (Linux), or find their sockets closed.
            self._process.kill()
            self._process.wait()

    def _receive(self) -> bytes:
        try:
            return self.control.recv(REPORT.size, socket.MSG_WAITALL)
        except ConnectionResetError:
            return b""
