"""What readers of a lake have had: each publication is a line of the ledger that names a snapshot, which is kept."""

from dataclasses import dataclass

import duckdb

from extract.errors import WarehouseError
from extract.store.history import History
from extract.store.lake.connection import open_lake
from extract.store.lake.ledger import read_lake_ledger
from extract.store.lake.place import LakePlace
from extract.store.ledger import LedgerLine


@dataclass(frozen=True, slots=True)
class LakeHistory(History):
    """A home's history, with the snapshot of each generation."""

    snapshots: dict[int, int]

    @property
    def current_snapshot(self) -> int | None:
        """What readers see; None where nothing is published."""
        return self.snapshots.get(self.current)


def lake_history(ledger: list[LedgerLine]) -> LakeHistory:
    """The history that the lines of a lake's ledger tell."""
    lines = [line for line in ledger if line.event in ("published", "rolled_back")]
    snapshots = {
        line.generation: line.snapshot
        for line in ledger
        if line.event == "published" and line.generation is not None and line.snapshot is not None
    }
    current = (lines[-1].generation or 0) if lines else 0
    return LakeHistory(lines, current, None, max((line.candidate for line in ledger), default=0), snapshots)


def last_good_snapshot(ledger: list[LedgerLine]) -> int | None:
    """The snapshot of the last marts that were published, rolled back from or not; None before the first."""
    found = [line.snapshot for line in ledger if line.event == "published" and line.snapshot is not None]
    return found[-1] if found else None


def kept_snapshots(connection: duckdb.DuckDBPyConnection, history: LakeHistory) -> dict[int, int]:
    """Generation to snapshot of those that the lake still has, without the one that readers see, oldest first."""
    there = {
        number for (number,) in connection.execute("select snapshot_id from ducklake_snapshots('lake')").fetchall()
    }
    return {
        generation: snapshot
        for generation, snapshot in sorted(history.snapshots.items())
        if snapshot in there and generation != history.current
    }


def read_kept(place: LakePlace) -> tuple[LakeHistory, list[int]]:
    """The history of a lake, and the generations that it still has beside the one that readers see."""
    history = lake_history(read_lake_ledger(place))
    if not history.snapshots:
        return history, []
    with open_lake(place, read_only=True) as connection:
        return history, list(kept_snapshots(connection, history))


def require_snapshot(history: LakeHistory, store: str) -> int:
    """The snapshot that readers see. Raises WarehouseError where nothing is published."""
    if history.current_snapshot is None:
        raise WarehouseError(f"nothing is published in the lake {store}", hint="daybook run FOLDER_OF_PAGES")
    return history.current_snapshot
