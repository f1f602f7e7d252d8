"""What an export holds: tables of one publication, their columns, and what both mean."""

import difflib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

import duckdb

from extract.contract.quoting import identifier
from extract.errors import InputError
from extract.serving.statements import LOOK_HINT

# What explains the marts, and is exported beside them.
_META = ("tables", "columns", "publication")


@dataclass(frozen=True, slots=True)
class Column:
    """A column; `type` as DuckDB writes it."""

    name: str
    type: str
    description: str


@dataclass(frozen=True, slots=True)
class Table:
    """A table or view, in `schema` of the published warehouse."""

    schema: str
    name: str
    description: str
    columns: tuple[Column, ...]


@dataclass(frozen=True, slots=True)
class Publication:
    """Which publication the rows are of."""

    generation: int
    published_at: datetime
    marts_version: str


@dataclass(frozen=True, slots=True)
class Contents:
    """A publication and those of its tables that are exported, in the order of their names."""

    publication: Publication
    tables: tuple[Table, ...]


@dataclass(frozen=True, slots=True)
class Exported:
    """What was done, for the last line of a command."""

    tables: int
    rows: int
    generation: int


def read_contents(connection: duckdb.DuckDBPyConnection, wanted: Iterable[str] = ()) -> Contents:
    """What is exported. wanted: names of tables; without any, all of `marts` and what explains them.

    Raises InputError for a table that is not published.
    """
    found = connection.execute("select generation, published_at, marts_version from meta.publication").fetchone()
    if found is None:
        raise InputError("the published warehouse does not say which publication it is", hint="daybook publish")
    tables = _tables(connection)
    chosen = _choose(tables, wanted)
    return Contents(Publication(*found), tuple(tables[name] for name in chosen))


def all_rows(table: Table, columns: str = "*") -> str:
    """The query for every row of a table. columns: what is taken of each, as SQL writes it."""
    return f"select {columns} from {identifier(table.schema, table.name)}"


def _choose(tables: dict[str, Table], wanted: Iterable[str]) -> list[str]:
    names = sorted(set(wanted))
    for name in names:
        if name not in tables:
            close = difflib.get_close_matches(name, tables, n=1)
            meant = f"; did you mean {close[0]}?" if close else ""
            raise InputError(f"no table {name!r} is published{meant}", hint=LOOK_HINT)
    return names or sorted(name for name, table in tables.items() if table.schema == "marts" or name in _META)


def _tables(connection: duckdb.DuckDBPyConnection) -> dict[str, Table]:
    """Every table by its name; where a table of `meta` has the name of a mart, the mart has it."""
    columns: dict[tuple[str, str], list[Column]] = {}
    for schema, table, *column in connection.execute(_COLUMNS).fetchall():
        columns.setdefault((schema, table), []).append(Column(*column))
    return {
        name: Table(schema, name, description, tuple(columns[schema, name]))
        for schema, name, description in connection.execute(_TABLES).fetchall()
    }


_TABLES = """
    with relations as (
        select schema_name, table_name, comment from duckdb_tables() where database_name = current_database()
        union all
        select schema_name, view_name, comment from duckdb_views() where database_name = current_database() and not internal
    )
    select r.schema_name, r.table_name, coalesce(t.description, r.comment, '')
    from relations as r
    left join meta.tables as t on t.table_name = r.table_name and r.schema_name = 'marts'
    where r.schema_name in ('marts', 'meta')
    order by r.schema_name desc, r.table_name
"""
_COLUMNS = """
    select c.schema_name, c.table_name, c.column_name, c.data_type, coalesce(m.description, c.comment, '')
    from duckdb_columns() as c
    left join meta.columns as m
        on m.table_name = c.table_name and m.column_name = c.column_name and c.schema_name = 'marts'
    where c.database_name = current_database() and c.schema_name in ('marts', 'meta')
    order by c.schema_name, c.table_name, c.column_index
"""
