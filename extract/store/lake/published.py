"""The published snapshot of a lake for reading, so that a query can read its marts and nothing else."""

from dataclasses import dataclass

import duckdb

from extract.contract.quoting import literal
from extract.store.lake.catalog import open_catalog
from extract.store.lake.connection import TABLES, attach, explain_lake, prepare
from extract.store.lake.history import lake_history, require_snapshot
from extract.store.lake.ledger import LakeLedger, read_lake_ledger
from extract.store.lake.place import LakePlace

# The files of the marts and of what they say of themselves, with those that name the rows deleted from them. A folder is not
# enough for a sandbox: one that is let in lets in what `..` leads to, and marts that nobody published.
_FILES = """
with places as (
    select tables.table_id, schemas.path as of_schema, schemas.path_is_relative as has_root,
        tables.path as of_table, tables.path_is_relative as has_schema
    from ducklake_table as tables inner join ducklake_schema as schemas using (schema_id)
    where schemas.schema_name in ('marts', 'meta')
        and tables.begin_snapshot <= %(snapshot)s and coalesce(tables.end_snapshot > %(snapshot)s, true)
        and schemas.begin_snapshot <= %(snapshot)s and coalesce(schemas.end_snapshot > %(snapshot)s, true)
), files as (
    select table_id, path, path_is_relative, begin_snapshot, end_snapshot from ducklake_data_file union all
    select table_id, path, path_is_relative, begin_snapshot, end_snapshot from ducklake_delete_file
)
select concat(
    case when path_is_relative and has_schema and has_root then %(root)s end,
    case when path_is_relative and has_schema then of_schema end,
    case when path_is_relative then of_table end,
    path
)
from files inner join places using (table_id)
where begin_snapshot <= %(snapshot)s and coalesce(end_snapshot > %(snapshot)s, true)
order by 1
"""


@dataclass(frozen=True, slots=True)
class PublishedFiles:
    """What readers of a lake see now: the snapshot, and the files that hold its rows. Compacting changes the files alone."""

    snapshot: int
    files: tuple[str, ...]


def published_files(place: LakePlace) -> PublishedFiles:
    """The snapshot that readers see now, and its files. Raises WarehouseError where nothing is published."""
    with open_catalog(place, "read") as catalog:
        snapshot = require_snapshot(lake_history(LakeLedger(catalog).read()), place.store)
        with catalog.cursor() as cursor:
            cursor.execute(_FILES, {"snapshot": snapshot, "root": place.uri(TABLES)})
            return PublishedFiles(snapshot, tuple(path for (path,) in cursor.fetchall()))


def is_lake_published(place: LakePlace) -> bool:
    """Whether readers have a snapshot."""
    return lake_history(read_lake_ledger(place)).current_snapshot is not None


def open_lake_for_reading(place: LakePlace) -> duckdb.DuckDBPyConnection:
    """A connection to the published snapshot, read-only; with external access off it reads the files of marts and meta alone."""
    found = published_files(place)
    connection = duckdb.connect()
    try:
        with explain_lake(place):
            prepare(connection, place)
            attach(connection, read_only=True, snapshot=found.snapshot)
            connection.execute(f"set allowed_paths = [{', '.join(map(literal, found.files))}]")
    except BaseException:
        connection.close()
        raise
    return connection
