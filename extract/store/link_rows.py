"""Rows of a candidate as linking reads and writes them."""

from collections.abc import Mapping, Sequence

import duckdb
import pyarrow as pa

from extract.contract.derive import arrow_schema, fields
from extract.contract.quoting import identifier
from extract.contract.tables import LINK_TABLES, Row


def rows_of(
    connection: duckdb.DuckDBPyConnection, table: type[Row], where: str, columns: Sequence[str] | None = None
) -> pa.Table:
    """Rows of a raw table, all columns or those named. A row that several batches delivered comes once, from the first."""
    names = [field.name for field in fields(table)] if columns is None else list(columns)
    query = f"select {', '.join(map(identifier, names))} from {identifier('raw', table.table)} where {where}"
    if table not in LINK_TABLES:
        grain = ", ".join(map(identifier, table.grain))
        query += f" qualify row_number() over (partition by {grain} order by batch_id) = 1"
    schema = arrow_schema(table)
    return connection.execute(query).to_arrow_table().cast(pa.schema([schema.field(name) for name in names]))


def insert_rows(connection: duckdb.DuckDBPyConnection, tables: Mapping[type[Row], pa.Table]) -> None:
    """Add rows to the raw tables that they are of."""
    for table, rows in tables.items():
        columns = ", ".join(map(identifier, rows.column_names))
        insert = f"insert into {identifier('raw', table.table)} ({columns}) select {columns} from linked"
        run_over(connection, "linked", rows, insert)


def run_over(connection: duckdb.DuckDBPyConnection, name: str, rows: pa.Table, statement: str) -> None:
    """Run a statement that reads some rows by a name."""
    connection.register(name, rows)
    try:
        connection.execute(statement)
    finally:
        connection.unregister(name)
