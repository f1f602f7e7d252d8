"""Opening the published warehouse for reading, so that a query can read its tables and nothing else."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from extract.errors import WarehouseError, WarehouseLocked

# What DuckDB raises where the file itself fails it: a query has no other file to read.
_FILE_ERRORS = (duckdb.IOException, duckdb.SerializationException, duckdb.FatalException)


def published_path(home: Path) -> Path:
    """The file that readers open."""
    return home / "published" / "daybook.duckdb"


def open_published(home: Path) -> duckdb.DuckDBPyConnection:
    """A read-only connection, in UTC, that cannot touch files, attach or install.

    Raises WarehouseError where nothing is published or the file is damaged.
    """
    path = published_path(home)
    if not path.exists():
        raise WarehouseError(f"nothing is published in {home}", hint="daybook run FOLDER_OF_PAGES")
    with explain_damage(home):
        connection = duckdb.connect(str(path), read_only=True)
        # read_only alone is no sandbox: it would still read any file of the machine.
        connection.execute("set enable_external_access = false")
        connection.execute("set search_path = 'marts,meta'")
        connection.execute("set TimeZone = 'UTC'")
        connection.execute("set lock_configuration = true")
    return connection


@contextmanager
def explain_damage(home: Path) -> Iterator[None]:
    """Turn what DuckDB says of a published file that it cannot read into WarehouseError; other errors pass."""
    path = published_path(home)
    try:
        yield
    except _FILE_ERRORS as error:
        first = str(error).splitlines()[0]
        if "Could not set lock" in first:
            raise WarehouseLocked(f"{path} is open for writing elsewhere: {first}", hint="close it there") from error
        raise WarehouseError(
            f"{path} is damaged or of another DuckDB: {first}",
            hint="daybook load, then every step after it: they publish anew",
        ) from error
