"""The published snapshot of a lake for reading, so that a query can read its marts and nothing else."""

import duckdb

from extract.contract.quoting import literal
from extract.store.lake.connection import attach, explain_lake, prepare
from extract.store.lake.history import lake_history, require_snapshot
from extract.store.lake.ledger import read_lake_ledger
from extract.store.lake.place import LakePlace


def published_snapshot(place: LakePlace) -> int:
    """The snapshot that readers see now. Raises WarehouseError where nothing is published."""
    return require_snapshot(lake_history(read_lake_ledger(place)), place.store)


def is_lake_published(place: LakePlace) -> bool:
    """Whether readers have a snapshot."""
    return lake_history(read_lake_ledger(place)).current_snapshot is not None


def open_lake_for_reading(place: LakePlace) -> duckdb.DuckDBPyConnection:
    """A connection to the published snapshot, read-only; with external access off it reads the files of marts and meta alone."""
    snapshot = published_snapshot(place)
    connection = duckdb.connect()
    try:
        with explain_lake(place):
            prepare(connection, place)
            attach(connection, read_only=True, snapshot=snapshot)
            folders = ", ".join(literal(place.uri(f"tables/{schema}/")) for schema in ("marts", "meta"))
            connection.execute(f"set allowed_directories = [{folders}]")
    except BaseException:
        connection.close()
        raise
    return connection
