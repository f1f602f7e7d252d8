"""Opening the published warehouse for reading, so that a query can read its tables and nothing else."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb

from extract.contract.quoting import literal
from extract.errors import WarehouseError, WarehouseLocked
from extract.store.lake.connection import explain_lake
from extract.store.lake.place import LakePlace
from extract.store.warehouse import explain_newer, wal_path

# What DuckDB raises where the file itself fails it: a query has no other file to read.
_FILE_ERRORS = (duckdb.IOException, duckdb.SerializationException, duckdb.FatalException)


# Set in this order for every reader: the last one locks the others.
_SANDBOX = (
    # read_only alone is no sandbox: it would still read any file of the machine, load extensions and look at Python's variables.
    "set autoinstall_known_extensions = false",
    "set autoload_known_extensions = false",
    "set python_enable_replacements = false",
    # What does not fit into memory is an error, not a file: DuckDB would make it beside the published one.
    "set temp_directory = ''",
    "set enable_external_access = false",
    "set search_path = 'marts,meta'",
    "set TimeZone = 'UTC'",
    "set lock_configuration = true",
)


@dataclass(frozen=True, slots=True)
class QueryLimits:
    """What the queries of one reader may take: memory as DuckDB writes it, threads, and seconds a query."""

    memory: str = "2GB"
    threads: int = 2
    seconds: float = 300


DEFAULT_LIMITS = QueryLimits()


def published_path(home: Path) -> Path:
    """The file that readers open."""
    return home / "published" / "daybook.duckdb"


def is_published(where: Path | LakePlace) -> bool:
    """Whether readers have anything."""
    if isinstance(where, LakePlace):
        from extract.store.lake.published import is_lake_published  # noqa: PLC0415 - it needs packages that a home does not

        return is_lake_published(where)
    return published_path(where).exists()


def require_published(home: Path) -> Path:
    """The file that readers open. Raises WarehouseError where nothing is published, or the log of a writer lies beside it."""
    path = published_path(home)
    if not path.exists():
        raise WarehouseError(f"nothing is published in {home}", hint="daybook run FOLDER_OF_PAGES")
    if (wal := wal_path(path)).exists():
        raise WarehouseError(
            f"{wal} lies beside the published file, and would add rows to it that nobody published",
            hint=f"close what has {path.name} open for writing and mv {wal} elsewhere",
        )
    return path


def open_published(where: Path | LakePlace, limits: QueryLimits = DEFAULT_LIMITS) -> duckdb.DuckDBPyConnection:
    """A read-only connection, in UTC, that cannot touch files, attach or install, within limits of memory and threads.

    One door stays open: DuckDB lets SQL write the log (`.wal`) of a file that it has open, with COPY. Who runs statements of
    others lets none through that `extract.serving.statements` refuses. Raises WarehouseError where nothing is published, the
    file is damaged, or the log of a writer lies beside it.
    """
    with explain_damage(where):
        connection = _open(where)
        connection.execute(f"set memory_limit = {literal(limits.memory)}")
        connection.execute(f"set threads = {limits.threads:d}")
        for statement in _SANDBOX:
            connection.execute(statement)
    return connection


def _open(where: Path | LakePlace) -> duckdb.DuckDBPyConnection:
    if isinstance(where, LakePlace):
        from extract.store.lake.published import open_lake_for_reading  # noqa: PLC0415 - it needs packages that a home does not

        return open_lake_for_reading(where)
    connection = duckdb.connect(str(require_published(where)), read_only=True)
    connection.execute("set allow_persistent_secrets = false")
    return connection


def publication_identity(where: Path | LakePlace) -> tuple[int, ...]:
    """What changes when something else is published. Raises WarehouseError where nothing is."""
    if isinstance(where, LakePlace):
        from extract.store.lake.published import published_files  # noqa: PLC0415 - as above

        found = published_files(where)
        return found.snapshot, hash(found.files)
    path = published_path(where)
    try:
        status = path.stat()
    except FileNotFoundError as error:
        raise WarehouseError(f"nothing is published in {where}", hint="daybook run FOLDER_OF_PAGES") from error
    return (status.st_dev, status.st_ino, status.st_mtime_ns)


@contextmanager
def explain_damage(where: Path | LakePlace) -> Iterator[None]:
    """Turn what DuckDB says of a published file, or a lake, that it cannot read into WarehouseError; other errors pass."""
    if isinstance(where, LakePlace):
        with explain_lake(where):
            yield
        return
    path = published_path(where)
    try:
        yield
    except duckdb.Error as error:
        if newer := explain_newer(path, str(error)):
            raise newer from error
        if not isinstance(error, _FILE_ERRORS):
            raise
        first = str(error).splitlines()[0]
        if "Could not set lock" in first:
            raise WarehouseLocked(f"{path} is open for writing elsewhere: {first}", hint="close it there") from error
        raise WarehouseError(
            f"{path} is damaged or of another DuckDB: {first}",
            hint="daybook load, then every step after it: they publish anew",
        ) from error
