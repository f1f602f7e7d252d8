"""Answers as Parquet: the types of the warehouse, exactly, in a file of any size."""

from collections.abc import Iterable, Iterator
from typing import BinaryIO

import pyarrow as pa
import pyarrow.parquet as pq

from extract.errors import InputError
from extract.serving.cells import distinct_names
from extract.serving.result import Result

# Rows in one group, the part of a file that is read at once: as many as DuckDB itself writes.
_GROUP_ROWS = 122_880


def write_parquet(result: Result, out: BinaryIO) -> None:
    """Write every row. Raises InputError for a type that Parquet has not."""
    given, batches = result.arrow()
    schema = pa.schema(field.with_name(name) for name, field in zip(distinct_names(given.names), given, strict=True))
    try:
        writer = pq.ParquetWriter(out, schema, compression="zstd")
    except pa.ArrowNotImplementedError as error:
        raise InputError(
            f"Parquet has no such type: {error}", hint="cast the column to text: COLUMN::varchar"
        ) from error
    with writer:
        for group in row_groups(batches):
            writer.write_table(pa.table(pa.Table.from_batches(group).columns, schema=schema))


def row_groups(batches: Iterable[pa.RecordBatch]) -> Iterator[list[pa.RecordBatch]]:
    """The batches of each row group of a file."""
    group: list[pa.RecordBatch] = []
    count = 0
    for batch in batches:
        group.append(batch)
        count += batch.num_rows
        if count >= _GROUP_ROWS:
            yield group
            group, count = [], 0
    if group:
        yield group
