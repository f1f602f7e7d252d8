"""Which rows a rule looks at: those of the batches that are checked, and those of the last batches before them.

Rows of a batch share their `load_seq`, which rises with time: with the range of it DuckDB skips the rows of all other batches,
so that a check costs the same in a small warehouse and in a large one.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

from extract.contract.quoting import identifier

# Runs a query and returns its rows.
Ask = Callable[[str], list[tuple[Any, ...]]]

# What is usual is read from this many batches: enough for an even number, and never more rows with a larger warehouse.
_LOOK_BACK = 20


@dataclass(frozen=True, slots=True)
class BatchScope:
    """The batches that are checked and the last ones before them, each as its `load_seq`.

    checked: null for all rows there are. before: none where nothing is compared with what is usual.
    """

    checked: Collection[int] | None
    before: Collection[int] = ()

    def rows(self, table: str) -> str:
        """A query for the rows of a raw table that are checked."""
        return _select(table, self.checked)

    def rows_before(self, table: str) -> str:
        """A query for the rows of a raw table that say what is usual."""
        return _select(table, self.before)

    def rows_known(self, table: str) -> str:
        """A query for both."""
        return _select(table, None if self.checked is None else {*self.before, *self.checked})


def read_scope(ask: Ask, batch_ids: Collection[str]) -> BatchScope:
    """The scope of a check of some batches; a batch that is not loaded has no rows."""
    loaded: dict[str, int] = dict(ask("select batch_id, load_seq from raw.loaded_batches"))
    checked = [loaded[batch_id] for batch_id in batch_ids if batch_id in loaded]
    first = min(checked, default=0)
    return BatchScope(checked, sorted(seq for seq in loaded.values() if seq < first)[-_LOOK_BACK:])


def _select(table: str, seqs: Collection[int] | None) -> str:
    if seqs is None:
        return f"select * from {identifier('raw', table)}"
    if not seqs:
        return f"select * from {identifier('raw', table)} where false"
    low, high = min(seqs), max(seqs)
    query = f"select * from {identifier('raw', table)} where load_seq between {low:d} and {high:d}"
    # Mostly they were loaded one after the other, and the range says all.
    is_range = len(set(seqs)) == high - low + 1
    return query if is_range else f"{query} and load_seq in ({', '.join(map(str, map(int, sorted(set(seqs)))))})"
