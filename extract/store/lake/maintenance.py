"""Keeping a lake small: files of few rows merged, deleted rows taken out, snapshots that nobody may ask for let go of."""

from dataclasses import dataclass

import duckdb

from extract.runtime.failpoints import failpoint
from extract.store.lake.connection import LAKE, open_lake
from extract.store.lake.history import LakeHistory, lake_history, last_good_snapshot
from extract.store.lake.ledger import read_lake_ledger
from extract.store.lake.place import LakePlace

# Readers follow a publication when they next ask: a file that no snapshot names any more stays for who still reads it.
_GRACE = "interval 2 hours"
# A file that no commit ever named is of a writer that was killed, or of one that is about to commit.
_ORPHANED = "interval 1 day"


@dataclass(frozen=True, slots=True)
class Compacted:
    """What was done. files: of all tables, before and after. snapshots: let go of. removed: files deleted from the store."""

    files_before: int
    files_after: int
    snapshots: int
    removed: int


def compact_lake(place: LakePlace, generations: int) -> Compacted:
    """Compact a lake; the marts say what they said. Hold the warehouse's lock alone. generations: how many are kept.

    Killed anywhere, the lake is whole, and it runs again. Files that lie in the store longer than any grace are deleted at the
    next run.
    """
    ledger = read_lake_ledger(place)
    with open_lake(place) as connection:
        before = _files(connection)
        for work in ("ducklake_flush_inlined_data", "ducklake_rewrite_data_files", "ducklake_merge_adjacent_files"):
            connection.execute(f"call {work}('{LAKE}')")
            failpoint("compact.rewritten")
        after = _files(connection)
        gone = _expire(connection, _kept(lake_history(ledger), generations) | {last_good_snapshot(ledger)})
        failpoint("compact.expired")
        old = _rows(connection, "ducklake_cleanup_old_files", f"now()::timestamp - {_GRACE}")
        old += _rows(connection, "ducklake_delete_orphaned_files", f"now()::timestamp - {_ORPHANED}")
    return Compacted(before, after, gone, old)


def _kept(history: LakeHistory, generations: int) -> set[int | None]:
    """The snapshot that readers see, and those before it that they may be given again."""
    earlier = [number for number in sorted(history.snapshots) if number != history.current]
    # First those go that somebody rolled back from.
    in_turn = sorted(earlier, key=lambda number: (number in history.withdrawn, -number))
    return {history.snapshots[number] for number in in_turn[: generations - 1]} | {history.current_snapshot}


def _expire(connection: duckdb.DuckDBPyConnection, kept: set[int | None]) -> int:
    rows = connection.execute(f"select snapshot_id from ducklake_snapshots('{LAKE}') order by 1").fetchall()
    # The latest is the lake itself.
    gone = [int(number) for (number,) in rows[:-1] if number not in kept]
    if gone:
        connection.execute(f"call ducklake_expire_snapshots('{LAKE}', versions => {gone})")
    return len(gone)


def _rows(connection: duckdb.DuckDBPyConnection, work: str, older_than: str) -> int:
    return len(connection.execute(f"call {work}('{LAKE}', older_than => {older_than})").fetchall())


def _files(connection: duckdb.DuckDBPyConnection) -> int:
    row = connection.execute(f"select coalesce(sum(file_count), 0) from ducklake_table_info('{LAKE}')").fetchone()
    return int(row[0]) if row else 0
