"""Who changes a home as a whole is alone in it: steps share it, an erasure has it to itself.

Two files, locked by the operating system: at the `door` whoever comes in waits behind an erasure that waits, so that steps that
follow one another never keep it out; the `home` is held as long as one is in.
"""

import fcntl
import json
import os
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from extract.errors import WarehouseLocked
from extract.store.private_folders import make_private_folders

_POLL_SECONDS = 0.1

# Homes that this process is in, and how often; a step inside a step does not wait at the door again.
_inside: Counter[Path] = Counter()
_handles: dict[Path, int] = {}
_guard = threading.RLock()


@contextmanager
def shared_home(home: Path, wait_seconds: float) -> Iterator[None]:
    """Be in a home with others. Raises WarehouseLocked after `wait_seconds` in which somebody had it to themselves."""
    with _guard:
        if not _inside[home]:
            door = _lock(home, "door", fcntl.LOCK_SH, wait_seconds)
            try:
                _handles[home] = _lock(home, "home", fcntl.LOCK_SH, wait_seconds)
            finally:
                os.close(door)
        _inside[home] += 1
    try:
        yield
    finally:
        _leave(home)


@contextmanager
def whole_home(home: Path, command: str, wait_seconds: float) -> Iterator[None]:
    """Have a home to oneself; steps that are running end first, others wait. Raises WarehouseLocked after `wait_seconds`."""
    with _guard:
        door = _lock(home, "door", fcntl.LOCK_EX, wait_seconds)
        try:
            os.ftruncate(door, 0)
            os.pwrite(door, json.dumps({"pid": os.getpid(), "command": command}).encode(), 0)
            _handles[home] = _lock(home, "home", fcntl.LOCK_EX, wait_seconds)
        except BaseException:
            os.close(door)
            raise
        _inside[home] += 1
    try:
        yield
    finally:
        _leave(home)
        os.close(door)


def _leave(home: Path) -> None:
    with _guard:
        _inside[home] -= 1
        if not _inside[home]:
            # The operating system frees the lock with its last handle.
            os.close(_handles.pop(home))


def _lock(home: Path, name: str, kind: int, wait_seconds: float) -> int:
    path = home / "warehouse" / f".{name}.lock"
    make_private_folders(home)
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
    until = time.monotonic() + wait_seconds
    while True:
        with suppress(BlockingIOError):
            fcntl.flock(handle, kind | fcntl.LOCK_NB)
            return handle
        if time.monotonic() >= until:
            os.close(handle)
            raise WarehouseLocked(
                _who(home, kind, wait_seconds), hint="wait for it to end, or raise DAYBOOK_LOCK_WAIT_SECONDS"
            )
        time.sleep(_POLL_SECONDS)


def _who(home: Path, kind: int, wait_seconds: float) -> str:
    if kind == fcntl.LOCK_EX:
        return f"steps are working in {home} (waited {wait_seconds:g} s)"
    try:
        holder = json.loads((home / "warehouse" / ".door.lock").read_text())
        by = f"`{holder['command']}`, process {holder['pid']}"
    except (OSError, ValueError, KeyError, TypeError):
        by = "another process"
    return f"{home} is changed as a whole by {by} (waited {wait_seconds:g} s)"
