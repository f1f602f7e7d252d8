"""What linking reads from a candidate and writes back: raw rows as Arrow, link tables whole."""

from collections.abc import Mapping
from pathlib import Path

import duckdb
import pyarrow as pa

from extract.contract.derive import arrow_schema, fields
from extract.contract.tables import IdRedirect, Row
from extract.store.warehouse import build_path, open_warehouse


def read_rows(connection: duckdb.DuckDBPyConnection, table: type[Row]) -> pa.Table:
    """The rows of a raw table. A row that several batches delivered comes once, from the first of them."""
    columns = ", ".join(f'"{field.name}"' for field in fields(table))
    grain = ", ".join(f'"{name}"' for name in table.grain)
    query = f"select {columns} from raw.{table.table}"  # noqa: S608 - names of the contract
    if _has_batches(connection, table):
        query += f" qualify row_number() over (partition by {grain} order by batch_id) = 1"
    return connection.execute(query).to_arrow_table().cast(arrow_schema(table))


def _has_batches(connection: duckdb.DuckDBPyConnection, table: type[Row]) -> bool:
    query = "select count(*) from duckdb_columns() where schema_name = 'raw' and table_name = $1 and column_name = 'batch_id'"
    return connection.execute(query, [table.table]).fetchone() == (1,)


def write_links(connection: duckdb.DuckDBPyConnection, tables: Mapping[type[Row], pa.Table]) -> None:
    """Replace the link tables, all together."""
    connection.execute("begin")
    try:
        for table, rows in tables.items():
            columns = ", ".join(f'"{name}"' for name in rows.column_names)
            connection.execute(f"delete from raw.{table.table}")  # noqa: S608 - a table of the contract
            connection.register("linked", rows)
            connection.execute(f"insert into raw.{table.table} ({columns}) select {columns} from linked")  # noqa: S608
            connection.unregister("linked")
        connection.execute("commit")
    except BaseException:
        connection.execute("rollback")
        raise


def published_links(home: Path, table: type[Row], member: str, identity: str) -> dict[str, str]:
    """Member to id as the last good build has them: what readers may have kept. Empty before the first build."""
    query = f'select "{member}", "{identity}" from raw.{table.table}'  # noqa: S608 - names of the contract
    return {row[0]: row[1] for row in _ask_build(home, query)}


def published_redirects(home: Path) -> list[IdRedirect]:
    """The redirects of the last good build."""
    rows = _ask_build(home, "select kind, old_id, new_id from raw.id_redirects order by kind, old_id")
    return [IdRedirect(kind=kind, old_id=old_id, new_id=new_id) for kind, old_id, new_id in rows]


def _ask_build(home: Path, query: str) -> list[tuple[str, ...]]:
    path = build_path(home)
    if not path.exists():
        return []
    with open_warehouse(path, read_only=True) as connection:
        return connection.execute(query).fetchall()
