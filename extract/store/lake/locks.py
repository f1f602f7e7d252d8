"""Locks of a lake, over all its machines: advisory locks of PostgreSQL, each held by a session that says who it is.

PostgreSQL frees a lock with its session, which ends with its process, or when nothing is heard of its machine for a minute. Who
waits is served in order: those who share a lock do not keep out one who wants it alone. A pooler that hands a session from one
client to another (PgBouncer's `transaction` mode) holds no lock: the catalogue's address is that of the server itself.
"""

import hashlib
import os
import re
import socket
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from extract.errors import LakeUnreachable, WarehouseError, WarehouseLocked
from extract.store.lake.catalog import connect
from extract.store.lake.place import LakePlace

if TYPE_CHECKING:
    from psycopg2 import extensions

# Longer than PostgreSQL takes, with "daybook " before and the command and the process around it.
_MAX_HOST_CHARS = 24
# The server, too, asks after a machine that is silent; limits that a role may have do not end a session that waits or holds.
_PREPARE = """
set tcp_keepalives_idle = 30; set tcp_keepalives_interval = 10; set tcp_keepalives_count = 3;
set statement_timeout = 0; set idle_session_timeout = 0; set lock_timeout = {milliseconds};
"""
# What PostgreSQL shows of a lock by a key of 64 bits, which it splits in two.
_OF_KEY = (
    "l.locktype = 'advisory' and l.granted and l.objsubid = 1 and l.classid::bigint = (%(key)s::bigint >> 32) & 4294967295 "
    "and l.objid::bigint = %(key)s::bigint & 4294967295 "
    "and l.database = (select oid from pg_database where datname = current_database())"
)
_WHO = f"select a.application_name from pg_locks l join pg_stat_activity a using (pid) where {_OF_KEY} order by a.backend_start"
_MINE = f"select 1 from pg_locks l where l.pid = pg_backend_pid() and {_OF_KEY}"


class CatalogLock:
    """A lock that this process holds. name: what it locks."""

    def __init__(self, connection: "extensions.connection", name: str, *, is_shared: bool) -> None:
        self.connection = connection
        self.name = name
        self.is_shared = is_shared

    def require_held(self) -> None:
        """Raise WarehouseError where the lock is lost: another may have it by now, and nothing may be committed."""
        import psycopg2  # noqa: PLC0415 - who has no lake need not have it

        try:
            with self.connection.cursor() as cursor:
                cursor.execute(_MINE, {"key": key_of(self.name)})
                is_held = cursor.fetchone() is not None
        except psycopg2.Error as error:
            raise _lost(self.name) from error
        if not is_held:
            raise _lost(self.name)


@dataclass(slots=True)
class _Entry:
    """A name that this process holds or waits for. users: how many blocks; guard: whoever is in it takes or frees the lock."""

    users: int = 0
    holders: int = 0
    lock: CatalogLock | None = None
    guard: threading.Lock = field(default_factory=threading.Lock)


# By process: one that was forked holds nothing of its parent's.
_entries: dict[tuple[int, str, str], _Entry] = {}
_guard = threading.Lock()


@contextmanager
def catalog_lock(
    place: LakePlace, name: str, *, shared: bool, command: str, wait_seconds: float
) -> Iterator[CatalogLock]:
    """Hold a lock of the lake; the same process may take it again inside, but not alone what it shares.

    command: what holds it, for the message of those who wait. Raises WarehouseLocked, naming the holder, after `wait_seconds`,
    LakeUnreachable where the database does not answer.
    """
    key = os.getpid(), place.catalog, name
    with _guard:
        entry = _entries.setdefault(key, _Entry())
        entry.users += 1
    try:
        with entry.guard:
            if entry.lock is None:
                entry.lock = _take(place, name, command, wait_seconds, is_shared=shared)
            elif entry.lock.is_shared and not shared:
                raise WarehouseError(f"{_what(name)} cannot be had alone: this process shares it with others")
            else:
                entry.lock.require_held()
            entry.holders += 1
            lock = entry.lock
        try:
            yield lock
        finally:
            with entry.guard:
                entry.holders -= 1
                if not entry.holders:
                    entry.lock = None
                    _free(lock)
    finally:
        with _guard:
            entry.users -= 1
            if not entry.users:
                del _entries[key]


def require_all_held(place: LakePlace) -> None:
    """Raise WarehouseError where a lock that this process took on the lake is lost."""
    with _guard:
        held = [entry.lock for key, entry in _entries.items() if key[:2] == (os.getpid(), place.catalog)]
    for lock in held:
        if lock:
            lock.require_held()


def key_of(name: str) -> int:
    """The number that PostgreSQL knows a lock by: 64 bits of the name's hash, with a sign."""
    return int.from_bytes(hashlib.sha256(f"daybook:{name}".encode()).digest()[:8], signed=True)


def _take(place: LakePlace, name: str, command: str, wait_seconds: float, *, is_shared: bool) -> CatalogLock:
    connection = connect(
        place, f"{command.removeprefix('daybook ')} {socket.gethostname()[:_MAX_HOST_CHARS]} {os.getpid()}"
    )
    import psycopg2  # noqa: PLC0415 - who has no lake need not have it

    kind = "pg_advisory_lock_shared" if is_shared else "pg_advisory_lock"
    try:
        with connection.cursor() as cursor:
            # To PostgreSQL, 0 is for ever.
            cursor.execute(_PREPARE.format(milliseconds=max(1, round(wait_seconds * 1000))))
            _run(connection, f"select {kind}(%s)", key_of(name))
    except psycopg2.errors.LockNotAvailable as error:
        who = _holders(connection, name)
        connection.close()
        raise WarehouseLocked(
            f"{_what(name)} ({place.store}) is held by {who} (waited {wait_seconds:g} s)",
            hint="wait for it to end, or raise DAYBOOK_LOCK_WAIT_SECONDS",
        ) from error
    except psycopg2.Error as error:
        connection.close()
        said = " ".join(str(error).split())
        raise LakeUnreachable(
            f"the catalogue of the lake failed while {_what(name)} was waited for: {said}",
            hint="check that PostgreSQL runs, then do the same again",
        ) from error
    except BaseException:
        connection.close()
        raise
    return CatalogLock(connection, name, is_shared=is_shared)


def _run(connection: "extensions.connection", sql: str, *values: object) -> None:
    """Run a statement that may wait for long: in a thread, so that Ctrl-C ends it."""

    def execute() -> None:
        with connection.cursor() as cursor:
            cursor.execute(sql, values)

    running = None
    with ThreadPoolExecutor(1) as waiter:
        try:
            running = waiter.submit(execute)
            running.result()
        except BaseException:
            if running is None or not running.done():
                connection.cancel()
            raise


def _free(lock: CatalogLock) -> None:
    # The session's end frees it too, a moment later. Where the server is gone, there is nothing to free.
    with suppress(Exception):
        with lock.connection.cursor() as cursor:
            cursor.execute("select pg_advisory_unlock_all()")
        lock.connection.close()


def _holders(connection: "extensions.connection", name: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(_WHO, {"key": key_of(name)})
        names = [str(row[0] or "") for row in cursor.fetchall()]
    if not names:
        return "another process"
    first = re.fullmatch(r"(daybook .+) (\S+) (\d+)", names[0])
    said = f"`{first[1]}` on {first[2]}, process {first[3]}" if first else names[0] or "another process"
    return f"{said} and {len(names) - 1} more" if len(names) > 1 else said


def _what(name: str) -> str:
    kind, _, rest = name.partition(":")
    if kind == "whole":
        return "the lake as a whole"
    if kind == "load":
        return f"the load of batch {rest}"
    step, _, batch_id = rest.partition(":")
    if kind != "step":
        return f"the {name}"
    return f"batch {batch_id} of {step}" if batch_id else f"the step {step}"


def _lost(name: str) -> WarehouseError:
    return WarehouseError(
        f"the lock on {_what(name)} was lost with its connection to PostgreSQL: nothing was committed",
        hint="do the same again; daybook status",
    )
