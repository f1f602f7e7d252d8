"""One writer at a time: a lock that names its holder, a file of a home or a row of a lake's PostgreSQL.

Whoever changes a home as a whole is alone in it.
"""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from filelock import FileLock, Timeout

from extract.errors import WarehouseLocked
from extract.store.home import note_maker, require_usable
from extract.store.home_lock import shared_home
from extract.store.lake.place import LakePlace

# The name of a lake as a whole: every step shares it.
_WHOLE = "whole"


class Held(Protocol):
    """A lock that this process holds."""

    def require_held(self) -> None:
        """Raise WarehouseError where the lock is lost: nothing may be committed any more."""


class FileHeld:
    """A lock of this machine: the operating system keeps it as long as its process lives."""

    def require_held(self) -> None:
        """Nothing: it cannot be lost."""


@contextmanager
def lake_write_lock(place: LakePlace, command: str, wait_seconds: float, *, is_shared: bool = False) -> Iterator[Held]:
    """Hold the warehouse of a lake, alone or with others; the same process may take it again inside.

    Raises WarehouseLocked, naming the holder, after `wait_seconds`; NewerHome for a lake of a newer Daybook.
    """
    with _hold_in_lake(place, "warehouse", command, wait_seconds, is_shared=is_shared) as held:
        yield held


@contextmanager
def lake_step_lock(place: LakePlace, step: str, wait_seconds: float, batch_id: str = "") -> Iterator[Held]:
    """Hold a step of a lake, or a batch of it. Raises as `lake_write_lock` does."""
    name = f"step:{step}:{batch_id}" if batch_id else f"step:{step}"
    with _hold_in_lake(place, name, f"daybook {step.replace('_', '-')}", wait_seconds, is_shared=False) as held:
        yield held


@contextmanager
def whole_lake(place: LakePlace, command: str, wait_seconds: float) -> Iterator[Held]:
    """Have a lake to oneself; steps that are running end first, others wait. Raises as `lake_write_lock` does."""
    from extract.store.lake.locks import catalog_lock  # noqa: PLC0415 - psycopg2 is loaded by whoever has a lake
    from extract.store.lake.maker import take_lake  # noqa: PLC0415

    with catalog_lock(place, _WHOLE, shared=False, command=command, wait_seconds=wait_seconds) as lock:
        take_lake(place, lock.connection)
        yield lock


@contextmanager
def _hold_in_lake(place: LakePlace, name: str, command: str, wait_seconds: float, *, is_shared: bool) -> Iterator[Held]:
    # psycopg2 is loaded by whoever has a lake.
    from extract.store.lake.locks import catalog_lock  # noqa: PLC0415
    from extract.store.lake.maker import take_lake  # noqa: PLC0415

    with (
        catalog_lock(place, _WHOLE, shared=True, command=command, wait_seconds=wait_seconds),
        catalog_lock(place, name, shared=is_shared, command=command, wait_seconds=wait_seconds) as lock,
    ):
        take_lake(place, lock.connection)
        yield lock


@contextmanager
def write_lock(home: Path, command: str, wait_seconds: float) -> Iterator[Held]:
    """Hold the warehouse's write lock; the same process may take it again inside.

    command: what holds it, for the message of those who wait. Raises WarehouseLocked, naming the holder, after `wait_seconds`;
    NewerHome or WarehouseError for a home that this program may not write (`require_usable`).
    """
    path, what = home / "warehouse" / ".lock", f"the warehouse in {home} is being written"
    with shared_home(home, wait_seconds), _hold(path, what, command, wait_seconds):
        _take(home)
        yield FileHeld()


@contextmanager
def step_lock(home: Path, step: str, wait_seconds: float, batch_id: str = "") -> Iterator[Held]:
    """Hold a step, of the whole home or of one batch. Raises as `write_lock` does."""
    what = f"batch {batch_id} of {step}" if batch_id else step
    command = f"daybook {step.replace('_', '-')}"
    path = home / "batches" / ".locks" / (f"{step}.{batch_id}" if batch_id else step)
    with shared_home(home, wait_seconds), _hold(path, f"{what} in {home} is being done", command, wait_seconds):
        _take(home)
        yield FileHeld()


@contextmanager
def folder_lock(folder: Path, command: str, wait_seconds: float) -> Iterator[None]:
    """Hold a folder of backups. Raises WarehouseLocked, naming the holder, after `wait_seconds`."""
    with _hold(folder / ".lock", f"{folder} is being written", command, wait_seconds):
        yield


def _take(home: Path) -> None:
    """Every writer passes here: what it cannot write rightly is refused before anything is changed."""
    require_usable(home)
    note_maker(home)


@contextmanager
def _hold(path: Path, what: str, command: str, wait_seconds: float) -> Iterator[None]:
    path.parent.mkdir(parents=True, exist_ok=True)
    lock = FileLock(path, is_singleton=True)
    try:
        lock.acquire(timeout=wait_seconds)
    except Timeout as error:
        raise WarehouseLocked(
            f"{what} by {_holder(path)} (waited {wait_seconds:g} s)",
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
