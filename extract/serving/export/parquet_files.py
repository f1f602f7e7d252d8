"""A table as Parquet: files of about a million rows, with the types of the warehouse and what its columns mean."""

from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from extract.serving.export.contents import Contents, Table, all_rows
from extract.serving.export.manifest import File
from extract.serving.parquet import row_groups

# Groups in one file: programs that read files side by side have about a million rows each.
_FILE_GROUPS = 8
_BATCH_ROWS = 2048


def write_parquet_table(
    connection: duckdb.DuckDBPyConnection, table: Table, contents: Contents, folder: Path
) -> list[File]:
    """Write the rows of a table as `part-0.parquet` and so on; an empty table has one file without rows."""
    place = folder / table.name
    place.mkdir()
    reader = connection.execute(all_rows(table)).to_arrow_reader(_BATCH_ROWS)
    schema = _described(reader.schema, table, contents)
    groups = row_groups(reader)
    group = next(groups, [])
    files: list[File] = []
    while group or not files:
        path, rows = place / f"part-{len(files)}.parquet", 0
        with path.open("wb") as out, pq.ParquetWriter(out, schema, compression="zstd") as writer:
            for _ in range(_FILE_GROUPS):
                written = pa.Table.from_batches(group, schema=reader.schema)
                writer.write_table(written.cast(schema))
                rows += written.num_rows
                group = next(groups, [])
                if not group:
                    break
        files.append(File(path, rows))
    return files


def _described(schema: pa.Schema, table: Table, contents: Contents) -> pa.Schema:
    fields = [
        field.with_metadata({"description": column.description})
        for field, column in zip(schema, table.columns, strict=True)
    ]
    publication = contents.publication
    told = {
        "description": table.description,
        "daybook.generation": str(publication.generation),
        "daybook.published_at": publication.published_at.isoformat(),
        "daybook.marts_version": publication.marts_version,
    }
    return pa.schema(fields, metadata=told)
