"""Turns at web hosts, shared by all workers of a lake: two of them never ask one host at once, nor too soon after each other."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from extract.errors import LakeUnreachable
from extract.store.lake.catalog import open_catalog
from extract.store.lake.locks import key_of
from extract.store.lake.place import LakePlace

if TYPE_CHECKING:
    from psycopg2 import extensions

_STARTED = (
    "insert into daybook.hosts (host, started_at) values (%s, clock_timestamp()) "
    "on conflict (host) do update set started_at = excluded.started_at"
)


class LakeHosts:
    """A lock of PostgreSQL for each host, and a row that tells when its last request started, by the database's clock.

    Hosts are written down as numbers. A process that dies lets its locks go.
    """

    def __init__(self, connection: "extensions.connection") -> None:
        self._connection = connection

    def try_hold(self, host: str) -> bool:
        """Take the host if no other process has it; false where one has."""
        return bool(self._ask("select pg_try_advisory_lock(%s)", _key(host)))

    def release(self, host: str) -> None:
        """Let the host go; one that is not held is left alone."""
        # Where the database is gone, the lock is too.
        with suppress(LakeUnreachable):
            self._ask("select pg_advisory_unlock(%s)", _key(host))

    def seconds_since_start(self, host: str) -> float | None:
        """How long ago the last request to the host started, in any process; None where none did."""
        since = "select extract(epoch from clock_timestamp() - started_at)::float from daybook.hosts where host = %s"
        seconds = self._ask(since, _key(host))
        return None if seconds is None else max(0.0, float(str(seconds)))

    def note_start(self, host: str) -> None:
        """A request to the host starts now; called by the holder."""
        self._ask(_STARTED, _key(host))

    def _ask(self, sql: str, key: int) -> object:
        import psycopg2  # noqa: PLC0415 - who has no lake need not have it

        try:
            with self._connection.cursor() as cursor:
                cursor.execute(sql, [key])
                found = cursor.fetchone() if cursor.description else None
        except psycopg2.Error as error:
            raise LakeUnreachable(
                f"the catalogue of the lake failed while pages were fetched: {' '.join(str(error).split())}",
                hint="check that PostgreSQL runs, then daybook fetch-pages",
            ) from error
        return found[0] if found else None


@contextmanager
def open_lake_hosts(place: LakePlace) -> Iterator[LakeHosts]:
    """The turns of a lake, with a connection of their own; what is held is let go at the end."""
    with open_catalog(place, "hosts") as connection:
        yield LakeHosts(connection)


def _key(host: str) -> int:
    return key_of(f"host:{host}")
