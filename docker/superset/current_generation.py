"""Opens the published warehouse for Superset: the next query sees a publish, those before end on the file they began with.

Daybook publishes by renaming a new file over the old one. DuckDB keeps one instance per path in a process for as long as any
connection to it is open, so a server that is never idle would go on reading the file that is gone. Here each generation of the
file is attached to an instance of its own; the connections of queries are cursors of it.
"""

import os
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
from duckdb_engine import ConnectionWrapper
from questions import Questions
from sqlalchemy.engine.url import URL

WAREHOUSE = Path(os.environ.get("SUPERSET_WAREHOUSE", "/srv/published/daybook.duckdb"))
# Readers look at one file, and change neither it nor what they may open. Two workers, each with one generation or two.
LIMITS = {"memory_limit": "1GB", "threads": "2"}
READ_ONLY = {"access_mode": "READ_ONLY", "enable_external_access": "false", "lock_configuration": "true"}
ADDRESS = f"duckdb:///{WAREHOUSE}?" + "&".join(f"{key}={value}" for key, value in {**READ_ONLY, **LIMITS}.items())


@dataclass(frozen=True)
class Generation:
    """One published file that is open. identity: what tells it from the file that takes its place."""

    identity: tuple[int, int, int]
    instance: duckdb.DuckDBPyConnection


class CurrentGeneration:
    """The generation that is published, opened when it is first asked for."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock = threading.Lock()
        self._open: Generation | None = None

    def connect(self) -> duckdb.DuckDBPyConnection:
        """A connection to what is published now. Raises duckdb.IOException where nothing is."""
        with self._lock:
            # Asked before it is opened: a file that is swapped in between counts as new once more, never as known.
            identity = identity_of(self.path)
            if self._open is None or self._open.identity != identity:
                # The instance before lives until its last query has ended.
                self._open = Generation(identity, attach(self.path))
            connection = self._open.instance.cursor()
        # A cursor does not take over which schema names are looked up in.
        connection.execute("use daybook.marts")
        return connection


def identity_of(path: Path) -> tuple[int, int, int]:
    """What tells a file from another that was renamed over it."""
    try:
        found = path.stat()
    except FileNotFoundError as error:
        raise duckdb.IOException(f"nothing is published at {path} yet: run `daybook run` or `make demo`") from error
    return found.st_ino, found.st_mtime_ns, found.st_size


def attach(path: Path) -> duckdb.DuckDBPyConnection:
    """An instance of DuckDB that holds a file, opens no other, and spills nothing to disk."""
    instance = duckdb.connect(":memory:", config={**LIMITS, "temp_directory": ""})
    quoted = str(path).replace("'", "''")
    instance.execute(f"attach '{quoted}' as daybook (read_only)")
    instance.execute("set global TimeZone = 'UTC'")
    instance.execute("set enable_external_access = false")
    instance.execute("set lock_configuration = true")
    return instance


_CURRENT = CurrentGeneration(WAREHOUSE)


def open_for_superset(
    uri: URL, params: dict[str, Any], username: str | None, security_manager: object, source: object
) -> tuple[URL, dict[str, Any]]:
    """Superset's DB_CONNECTION_MUTATOR: a connection to the warehouse is one to its current generation."""
    del username, security_manager, source
    if is_duckdb(uri):
        require_warehouse(uri)
        params = {**params, "creator": lambda: ConnectionWrapper(Questions(_CURRENT.connect()))}
    return uri, params


def require_warehouse(uri: URL) -> None:
    """Superset's DB_SQLA_URI_VALIDATOR: DuckDB for the warehouse alone. Raises ValueError."""
    if is_duckdb(uri) and uri.database != str(WAREHOUSE):
        raise ValueError(f"DuckDB opens the published warehouse alone, {WAREHOUSE}, and not {uri.database}")


def is_duckdb(uri: URL) -> bool:
    """Whether an address is one of DuckDB's."""
    return bool(uri.drivername.partition("+")[0] == "duckdb")
