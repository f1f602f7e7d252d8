"""The candidate of a lake: its latest snapshot. Readers see the one that was published last, so work on it disturbs nobody.

Loaders work beside each other under a shared lock; link, build, checks and publish have the lake to themselves.
"""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from extract.contract.quoting import literal
from extract.runtime.failpoints import failpoint
from extract.store.candidate import Candidate
from extract.store.lake.catalog import open_catalog
from extract.store.lake.connection import open_lake
from extract.store.lake.ledger import LakeLedger
from extract.store.lake.locks import CatalogLock, catalog_lock
from extract.store.lake.place import LakePlace
from extract.store.ledger import LedgerLine
from extract.store.warehouse import add_missing_columns, create_raw_tables, lacks_columns, roll_back

if TYPE_CHECKING:
    from psycopg2 import extensions

# Rows of a few at a time stay in the catalogue; of facts, whose words an erasure has to find, none.
_INLINED_ROWS = 20
_BOOKS = (
    "candidate",
    "loaded_batches",
    "quarantined_batches",
    "build_rules",
    "link_rules",
    "steps_done",
    "published_counts",
    "notes",
)
_ALONE_SECONDS = 600
_KNOWN = (
    "select 1 from raw.loaded_batches where batch_id = $1 union all "
    "select 1 from raw.quarantined_batches where batch_id = $1"
)
_NOTES = "name varchar not null, column_name varchar, comment varchar not null"


@dataclass(frozen=True, slots=True)
class LakeCandidate(Candidate):
    """An open candidate of a lake."""

    ledger: LakeLedger
    place: LakePlace

    def next_load_seq(self) -> int:
        """Number the change that is being made: loaders that are at it together have different ones."""
        return self.ledger.next_load_seq()

    @property
    def load_seq(self) -> int:
        """Number of the latest change. No load may be going on: `raw.steps_done` says that a step has seen all up to it."""
        latest = (
            "select coalesce(max(load_seq), 0) from (select load_seq from raw.loaded_batches "
            "union all select load_seq from raw.quarantined_batches)"
        )
        return int(self.connection.execute(latest).fetchall()[0][0])

    @contextmanager
    def alone_with(self, batch_id: str) -> Iterator[Callable[[], None]]:
        """Inside the block no other loader takes this batch; one that replaces rows has the tables alone.

        DuckLake refuses to delete from a table that another transaction inserts into, and what only adds goes on side by side.
        """
        with _hold(self.place, f"load:{batch_id}") as lock:
            is_new = not self.connection.execute(_KNOWN, [batch_id]).fetchall()
            with _hold(self.place, "rows", is_shared=is_new):
                yield lock.require_held


@contextmanager
def open_lake_candidate(place: LakePlace) -> Iterator[LakeCandidate]:
    """The candidate, its tables made where there are none. Hold the warehouse's lock, shared for a load, else alone."""
    with open_catalog(place, "candidate") as catalog:
        if not _has_tables(catalog):
            # Two that come first at once: one makes the lake.
            with _hold(place, "tables"):
                if not _has_tables(catalog):
                    _create(place)
        with open_lake(place) as connection:
            if lacks_columns(connection):
                with _hold(place, "tables"):
                    add_missing_columns(connection)
            ((number,),) = connection.execute("select candidate_id from raw.candidate").fetchall()
            yield LakeCandidate(connection, LakeLedger(catalog), int(number), place)


def discard_lake_candidate(place: LakePlace, reason: str) -> None:
    """Note that the marts are not good: the next build makes every row anew. What was loaded stays, and what readers have."""
    with open_lake_candidate(place) as candidate:
        connection = candidate.connection
        connection.execute("begin")
        try:
            connection.execute("delete from raw.build_rules")
            connection.execute("delete from raw.steps_done where step in ('build', 'check_marts')")
            connection.execute("commit")
        except BaseException:
            roll_back(connection)
            raise
        candidate.ledger.append(LedgerLine(event="discarded", candidate=candidate.number, reason=reason))


def _hold(place: LakePlace, name: str, *, is_shared: bool = False) -> AbstractContextManager[CatalogLock]:
    return catalog_lock(place, name, shared=is_shared, command="daybook load", wait_seconds=_ALONE_SECONDS)


def _has_tables(catalog: "extensions.connection") -> bool:
    """Whether the lake is made; what is half made is made again."""
    with catalog.cursor() as cursor:
        cursor.execute("select to_regclass('ducklake_metadata') is not null")
        if cursor.fetchone() != (True,):
            return False
        cursor.execute("select 1 from ducklake_metadata where key = 'data_inlining_row_limit' and value = '0'")
        return cursor.fetchone() is not None


def _create(place: LakePlace) -> None:
    with open_lake(place) as connection:
        connection.execute("begin")
        try:
            create_raw_tables(connection)
            connection.execute(f"create table if not exists raw.notes ({_NOTES})")
            meaning = "What columns of views and macros say: a lake has no comments of them."
            connection.execute(f"comment on table raw.notes is {literal(meaning)}")
            if not connection.execute("from raw.candidate").fetchall():
                connection.execute("insert into raw.candidate values (1, null, 0)")
            failpoint("lake.create")
            connection.execute("commit")
        except BaseException:
            roll_back(connection)
            raise
        for name in _BOOKS:
            connection.execute(
                f"call lake.set_option('data_inlining_row_limit', {_INLINED_ROWS}, schema => 'raw', table_name => '{name}')"
            )
        # Last: it says that the lake is made.
        connection.execute("call lake.set_option('data_inlining_row_limit', 0)")
