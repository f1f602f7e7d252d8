"""Which batches a lake holds: those that readers' snapshot was built from, and those that a gate refused."""

from dataclasses import dataclass

import duckdb

from extract.errors import NothingBuilt
from extract.store.lake.connection import open_lake
from extract.store.lake.history import last_good_snapshot
from extract.store.lake.ledger import read_lake_ledger
from extract.store.lake.place import LakePlace
from extract.store.ledger import LedgerLine


@dataclass(frozen=True, slots=True)
class LakeBooks:
    """Lines of the ledger, and what became of batches.

    known: batch id to sha256 of what the last good build took in or refused. refused: (batch id, sha256, reason) of those that
    are quarantined now.
    """

    lines: list[LedgerLine]
    known: dict[str, str]
    refused: list[tuple[str, str, str]]


def read_lake_books(place: LakePlace) -> LakeBooks:
    """The books of a lake as they are now; of a new one they are empty."""
    lines = read_lake_ledger(place)
    try:
        with open_lake(place, read_only=True) as connection:
            return _read(connection, lines)
    except NothingBuilt:
        return LakeBooks(lines, {}, [])


def _read(connection: duckdb.DuckDBPyConnection, lines: list[LedgerLine]) -> LakeBooks:
    there = "select 1 from duckdb_tables() where database_name = current_database() and table_name = 'loaded_batches'"
    if not connection.execute(there).fetchall():
        return LakeBooks(lines, {}, [])
    refused = connection.execute("select batch_id, sha256, reason from raw.quarantined_batches order by all").fetchall()
    snapshot = last_good_snapshot(lines)
    known: dict[str, str] = {}
    if snapshot is not None:
        for name in ("loaded_batches", "quarantined_batches"):
            of_then = f"select batch_id, sha256 from raw.{name} at (version => {int(snapshot)})"
            known |= dict(connection.execute(of_then).fetchall())
    return LakeBooks(lines, known, refused)
