"""The warehouse's DuckDB files: where they lie, how one is opened, its raw tables, and what DuckDB's errors mean to a user."""

import errno
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from extract.contract.derive import create_table_sql, fields
from extract.contract.quoting import identifier, literal
from extract.contract.tables import BATCH_TABLES, LINK_TABLES, IdRedirect
from extract.errors import NewerHome, WarehouseError, WarehouseLocked
from extract.store.lake.place import LakePlace

# Every DuckDB from 1.5 on reads it; pinned so that a newer writer does not lock older readers out.
STORAGE_VERSION = "v1.5.0"

# What the loader adds to each row of a batch.
LOADER_COLUMNS = {
    "batch_id": ("varchar not null", "The batch that brought the row."),
    "load_seq": ("bigint not null", "Number of the change to the warehouse that brought the row."),
}

# The loader's own tables: (name, what a row is, columns).
_BOOKS = (
    ("candidate", "One row: which candidate this file is, the one it was copied from, and its latest change.",
     "candidate_id bigint not null, base_id bigint, load_seq bigint not null"),
    ("loaded_batches", "One row per batch whose rows are in the raw tables.",
     "batch_id varchar not null, sha256 varchar not null, load_seq bigint not null, row_count bigint not null"),
    ("quarantined_batches", "One row per batch that was refused; it is tried again once its bytes change.",
     "batch_id varchar not null, sha256 varchar not null, load_seq bigint not null, reason varchar not null"),
    ("article_changes", "One row per change and article version that it touched.",
     "article_version_id varchar not null, load_seq bigint not null, op varchar not null, article_id varchar"),
    ("link_changes", "One row per article or entity whose links changed since the marts were last built.",
     "kind varchar not null, id varchar not null"),
    ("build_rules", "One row: the dbt project that built the marts; none where a build was begun and did not end.",
     "made_by varchar not null"),
    ("link_rules", "One row: the rules and the decisions of people that made the links.", "made_by varchar not null"),
    ("steps_done", "One row per step: the latest change that it has seen.",
     "step varchar not null, load_seq bigint not null"),
    ("published_counts", "One row per table of the marts that a gate holds against the build this file was copied from.",
     "table_name varchar not null, row_count bigint not null"),
    ("quality_results", "One row per check in the latest run of a gate.",
     "gate varchar not null, table_name varchar not null, expectation varchar not null, column_name varchar, "
     "is_success boolean not null, unexpected_count bigint, severity varchar"),
)  # fmt: skip


def build_path(home: Path) -> Path:
    """The last good build."""
    return home / "warehouse" / "build.duckdb"


def candidate_path(home: Path) -> Path:
    """The copy of the build that is being worked on."""
    return home / "warehouse" / "candidate.duckdb"


def build_of(where: Path | LakePlace) -> Path | LakePlace:
    """The last good build of a home; a lake is one place, its builds are snapshots."""
    return where if isinstance(where, LakePlace) else build_path(where)


def candidate_of(where: Path | LakePlace) -> Path | LakePlace:
    """What is being worked on: a file of a home, or the latest snapshot of a lake."""
    return where if isinstance(where, LakePlace) else candidate_path(where)


def wal_path(path: Path) -> Path:
    """The write-ahead log that DuckDB keeps beside a file."""
    return path.with_name(path.name + ".wal")


def remove_database(path: Path) -> None:
    """Remove a DuckDB file with its log."""
    path.unlink(missing_ok=True)
    wal_path(path).unlink(missing_ok=True)


# A batch brings some megabytes. By default (16 MB) every fourth commit would write half-filled row groups anew, which is more
# than half of what loading takes. After a power cut so much is read again, in seconds.
_LOG_SIZE = "256MB"


@contextmanager
def open_warehouse(path: Path, *, read_only: bool = False) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection to a DuckDB file, in UTC. Raises WarehouseLocked, or WarehouseError for a damaged file or a full disk."""
    with explain_errors(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        # A reader asks for nothing special: connections of one process to one file must agree on their configuration.
        config: dict[str, str | bool | int | float | list[str]]
        config = {} if read_only else {"storage_compatibility_version": STORAGE_VERSION}
        connection = duckdb.connect(str(path), read_only=read_only, config=config)
        try:
            connection.execute("set TimeZone = 'UTC'")
            if not read_only:
                connection.execute(f"set checkpoint_threshold = '{_LOG_SIZE}'")
            yield connection
        finally:
            connection.close()


def roll_back(connection: duckdb.DuckDBPyConnection) -> None:
    """End a transaction that failed. Where its commit failed it has ended: the first error is the one to show."""
    try:
        connection.execute("rollback")
    except duckdb.Error:
        return


@contextmanager
def explain_errors(path: Path) -> Iterator[None]:
    """Turn what DuckDB and the disk say about a file into WarehouseError; other errors pass."""
    try:
        yield
    except duckdb.Error as error:
        explained = explain(path, str(error))
        if explained is None:
            raise
        raise explained from error
    except OSError as error:
        if error.errno not in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
            raise
        raise _disk_full(path, str(error)) from error


def explain(path: Path, message: str) -> WarehouseError | None:
    """What DuckDB says about a file, as a person can act on it; None where that is nothing about the file."""
    first = message.splitlines()[0]
    if "Could not set lock" in message:
        holder = re.search(r"PID (\d+)", message)
        name = f"process {holder[1]}" if holder else "another process"
        return WarehouseLocked(
            f"{path} is held by {name}", hint="wait for it to end, or close the program that has the file open"
        )
    if re.search(
        r"No space left|[Dd]isk full|File too large|Could not write|failed to (write|allocate block)", message
    ):
        return _disk_full(path, first)
    if newer := explain_newer(path, message):
        return newer
    damaged = (
        "not a valid DuckDB database file|Could not read enough bytes|[Cc]orrupt|checksum|Serialization Error|"
        "older version|newer version"
    )
    if re.search(damaged, message):
        return WarehouseError(
            f"{path} is damaged or of another DuckDB: {first}",
            hint=f"mv {path} {path}.damaged, then daybook load (the batches are kept and loaded again)",
        )
    return None


def explain_newer(path: Path, message: str) -> NewerHome | None:
    """What DuckDB says of a file that a newer DuckDB wrote; None for anything else. The file is whole, and is left alone."""
    numbers = re.search(r"version number (\d+), but we can only read versions between \d+ and (\d+)", message)
    if not (numbers and int(numbers[1]) > int(numbers[2])) and "storage version greater than" not in message:
        return None
    said = f"storage version {numbers[1]}, this one reads up to {numbers[2]}" if numbers else message.splitlines()[0]
    return NewerHome(
        f"{path} was written by a newer DuckDB than {duckdb.__version__}: {said}",
        hint="install the Daybook that wrote it (daybook --version says which this is); nothing was changed",
    )


def _disk_full(path: Path, message: str) -> WarehouseError:
    return WarehouseError(f"{path} cannot be written, the disk is full: {message}", hint=f"df -h {path.parent}")


def add_missing_columns(connection: duckdb.DuckDBPyConnection) -> None:
    """Gives tables that an older version made the columns that they have since, and makes those that came; a whole one is left.

    Links of another shape are dropped: they are made anew, whole.
    """
    there, wanted, books = _columns(connection)
    if there and wanted <= there and not books <= there:
        connection.execute("begin")
        create_raw_tables(connection)
        connection.execute("commit")
    elif there and not wanted <= there:
        connection.execute("begin")
        if "link_rules" in {table for table, _ in there}:
            connection.execute("delete from raw.link_rules")
        _drop_other_links(connection, there)
        create_raw_tables(connection)
        connection.execute("commit")


def lacks_columns(connection: duckdb.DuckDBPyConnection) -> bool:
    """Whether tables that are there lack what `add_missing_columns` gives them."""
    there, wanted, books = _columns(connection)
    return bool(there) and not wanted | books <= there


def _columns(connection: duckdb.DuckDBPyConnection) -> tuple[set[tuple[str, str]], ...]:
    """Table and column of those that are there, of those that the contract has, and of the loader's books."""
    rows = connection.execute(
        "select table_name, column_name from duckdb_columns() where schema_name = 'raw'"
    ).fetchall()
    wanted = {
        (table.table, name) for table in (*BATCH_TABLES, *LINK_TABLES) for name in (f.name for f in fields(table))
    }
    books = {(name, column) for name, _, columns in _BOOKS for column, _ in _book_columns(columns)}
    return set(rows), wanted, books


def _drop_other_links(connection: duckdb.DuckDBPyConnection, there: set[tuple[str, str]]) -> None:
    # The redirects cannot be made again: they are the past.
    for table in LINK_TABLES:
        wanted = {(table.table, field.name) for field in fields(table)}
        if table is not IdRedirect and not wanted <= there:
            connection.execute(f"drop table if exists {identifier('raw', table.table)}")
            # What was linked is gone: `build` has to wait for `link`.
            connection.execute("delete from raw.steps_done where step = 'link'")
            connection.execute("drop table if exists raw.build_rules")


def _book_columns(columns: str) -> list[tuple[str, str]]:
    """Name and type of each column of a book."""
    return [(column, kind) for column, _, kind in (each.partition(" ") for each in columns.split(", "))]


def create_raw_tables(connection: duckdb.DuckDBPyConnection) -> None:
    """The raw schema with every table of the contract and the loader's own books; what exists stays."""
    connection.execute("create schema if not exists raw")
    for table in BATCH_TABLES:
        added = {name: kind for name, (kind, _) in LOADER_COLUMNS.items()}
        for statement in create_table_sql(table, extra=added):
            connection.execute(statement)
        for name, (_, meaning) in LOADER_COLUMNS.items():
            connection.execute(
                f"comment on column {identifier('raw', table.table)}.{identifier(name)} is {literal(meaning)}"
            )
    for table in LINK_TABLES:
        for statement in create_table_sql(table):
            connection.execute(statement)
    for name, meaning, columns in _BOOKS:
        connection.execute(f"create table if not exists raw.{name} ({columns})")
        for column, kind in _book_columns(columns):
            # What an earlier version did not keep is null in its rows.
            if "not null" not in kind:
                connection.execute(f"alter table raw.{name} add column if not exists {column} {kind}")
        connection.execute(f"comment on table raw.{identifier(name)} is {literal(meaning)}")
