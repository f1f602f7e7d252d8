"""One writer at a time: a lock file that names its holder."""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from extract.errors import WarehouseLocked


@contextmanager
def write_lock(home: Path, command: str, wait_seconds: float) -> Iterator[None]:
    """Hold the warehouse's write lock; the same process may take it again inside.

    command: what holds it, for the message of those who wait. Raises WarehouseLocked, naming the holder, after `wait_seconds`.
    """
    path = home / "warehouse" / ".lock"
    path.parent.mkdir(parents=True, exist_ok=True)
    lock = FileLock(path, is_singleton=True)
    try:
        lock.acquire(timeout=wait_seconds)
    except Timeout as error:
        raise WarehouseLocked(
            f"the warehouse in {home} is being written by {_holder(path)} (waited {wait_seconds:g} s)",
            hint="wait for it to end, or raise DAYBOOK_LOCK_WAIT_SECONDS",
        ) from error
    try:
        if lock.lock_counter == 1:
            # The operating system frees the lock of a dead process; its name in the file is then simply overwritten.
            path.write_text(json.dumps({"pid": os.getpid(), "command": command}))
        yield
    finally:
        lock.release()


def _holder(path: Path) -> str:
    try:
        holder = json.loads(path.read_text())
        return f"`{holder['command']}`, process {holder['pid']}"
    except (OSError, ValueError, KeyError, TypeError):
        return "another process"
