"""Turns at web hosts, shared by all processes of a home: two tasks never ask one host at once, nor too soon after each other."""

import hashlib
import os
import time
from pathlib import Path

from filelock import FileLock, Timeout


class HostFiles:
    """The folder `hosts/` of a home: for each host a lock, and a file whose age tells when its last request started.

    A process that dies lets its locks go; what is left of it are empty files.
    """

    def __init__(self, home: Path) -> None:
        self.folder = home / "hosts"
        self._held: dict[str, FileLock] = {}

    def try_hold(self, host: str) -> bool:
        """Take the host if no other process has it; false where one has."""
        self.folder.mkdir(parents=True, exist_ok=True)
        lock = FileLock(self._path(host, "lock"))
        try:
            lock.acquire(blocking=False)
        except Timeout:
            return False
        self._held[host] = lock
        return True

    def release(self, host: str) -> None:
        """Let the host go; one that is not held is left alone."""
        if lock := self._held.pop(host, None):
            lock.release()

    def seconds_since_start(self, host: str) -> float | None:
        """How long ago the last request to the host started, in any process; None where none did."""
        try:
            started = self._path(host, "last").stat().st_mtime
        except FileNotFoundError:
            return None
        # A clock that was set back says nothing.
        return max(0.0, time.time() - started)

    def note_start(self, host: str) -> None:
        """A request to the host starts now; called by the holder."""
        path = self._path(host, "last")
        path.touch()
        os.utime(path)

    def _path(self, host: str, ending: str) -> Path:
        # A host's name comes from the web: only its hash becomes a file's name.
        return self.folder / f"{hashlib.sha256(host.encode()).hexdigest()[:20]}.{ending}"
