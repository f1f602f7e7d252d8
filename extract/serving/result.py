"""The rows of one statement, taken batch by batch while it runs: no answer is held as a whole."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import duckdb

from extract.errors import InputError

if TYPE_CHECKING:
    # Only Parquet needs it, and it takes as long to import as the rest of the command line.
    import pyarrow as pa

BATCH_ROWS = 2048


class Result:
    """The rows of one statement, to be taken once. check_stopped: raises where the statement was ended from outside."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, check_stopped: Callable[[], None]) -> None:
        self._connection = connection
        self._check_stopped = check_stopped
        self._reader: pa.RecordBatchReader | None = None
        self.columns = tuple(str(column[0]) for column in connection.description or ())

    def rows(self) -> Iterator[tuple[object, ...]]:
        """Each row, of Python's types."""
        while batch := self._connection.fetchmany(BATCH_ROWS):
            yield from batch
            self._check_stopped()
        self._check_stopped()

    def arrow(self) -> "tuple[pa.Schema, Iterator[pa.RecordBatch]]":
        """The rows as batches of Arrow and their schema, with the types that they have in the warehouse."""
        self._reader = self._connection.to_arrow_reader(BATCH_ROWS)
        return self._reader.schema, self._batches(self._reader)

    def close(self) -> None:
        """Let go of the rows: a reader of Arrow keeps the file open, and who opens it again would wait for ever."""
        if self._reader is not None:
            self._reader.close()

    def _batches(self, reader: "pa.RecordBatchReader") -> "Iterator[pa.RecordBatch]":
        try:
            for batch in reader:
                yield batch
                self._check_stopped()
        except OSError as error:
            if error.errno is not None:
                raise
            # Whatever ends a running query, Arrow is told that it was interrupted.
            self._check_stopped()
            raise InputError(
                f"the query failed after its first rows: {error}", hint="daybook sql --format jsonl QUERY says why"
            ) from error
        # An interrupted query may also look like one that has ended (DuckDB 1.5.5).
        self._check_stopped()
