"""Opening the published warehouse for reading, so that a query can read its tables and nothing else."""

from pathlib import Path

import duckdb

from extract.errors import WarehouseError


def published_path(home: Path) -> Path:
    """The file that readers open."""
    return home / "published" / "daybook.duckdb"


def open_published(home: Path) -> duckdb.DuckDBPyConnection:
    """A read-only connection that cannot touch files, attach or install. Raises WarehouseError where nothing is published."""
    path = published_path(home)
    if not path.exists():
        raise WarehouseError(f"nothing is published in {home}", hint=f"daybook --home {home} run FOLDER_OF_PAGES")
    try:
        connection = duckdb.connect(str(path), read_only=True)
    except duckdb.Error as error:
        raise WarehouseError(f"{path} cannot be opened: {error}", hint="daybook publish") from error
    # read_only alone is no sandbox: it would still read any file of the machine.
    connection.execute("set enable_external_access = false")
    connection.execute("set search_path = 'marts,meta'")
    connection.execute("set lock_configuration = true")
    return connection
