"""Copying the schema `marts` into another database: its tables with their rows, its views and macros as they are written."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

import duckdb

from extract.contract.quoting import identifier, literal
from extract.errors import WarehouseError
from extract.store.relations import Macro, View, read_macros, read_views

_NOT_YET = (duckdb.CatalogException, duckdb.BinderException, duckdb.ParserException)


def copy_marts(
    connection: duckdb.DuckDBPyConnection, target: str, orders: Mapping[str, Sequence[str]] | None = None
) -> tuple[dict[str, int], list[Macro]]:
    """Copy the schema `marts` into an attached database, comments included; returns rows by table and view, and the macros.

    orders: table to the columns by which its copy is sorted, so that few blocks hold the rows that a reader asks for.

    Raises WarehouseError where a view or a macro cannot be made there.
    """
    source = _current_database(connection)
    views, macros = read_views(connection, "marts"), read_macros(connection, "marts")
    connection.execute(f"create schema {identifier(target, 'marts')}")
    tables = connection.execute(
        "select table_name, comment from duckdb_tables() where database_name = $1 and schema_name = 'marts' order by table_name",
        [source],
    ).fetchall()
    row_counts = {
        name: _copy_table(connection, source, target, name, meaning=meaning, order=(orders or {}).get(name, ()))
        for name, meaning in tables
    }
    with _using(connection, target, source):
        _create(
            connection,
            {f'the view "{view.name}"': view.statement for view in views}
            | {f'the macro "{macro.name}"': macro.statement("marts") for macro in macros},
        )
    for view in views:
        row_counts[view.name] = _describe_view(connection, source, target, view)
    for macro in macros:
        kind = "macro table" if macro.is_table else "macro"
        _comment_on(connection, kind, identifier(target, "marts", macro.name), macro.comment)
    return dict(sorted(row_counts.items())), macros


def check_alone(connection: duckdb.DuckDBPyConnection, macros: Sequence[Macro]) -> None:
    """Raise WarehouseError where a view or a macro of a published file, opened by itself, needs another file."""
    for view in read_views(connection, "marts"):
        _check_alone(connection, f"the view {view.name}", f"from {identifier('marts', view.name)} limit 0")
    for macro in macros:
        # Making a macro binds what it says; a temporary one changes no file.
        made = macro.statement("main").replace("create macro", "create temporary macro", 1)
        _check_alone(connection, f"the macro {macro.name}", made)


def comment(
    connection: duckdb.DuckDBPyConnection, table: str, meaning: str | None, columns: Mapping[str, str | None]
) -> None:
    """Describe a table and its columns."""
    _comment_on(connection, "table", table, meaning)
    for column, said in columns.items():
        _comment_on(connection, "column", f"{table}.{identifier(column)}", said)


def _copy_table(
    connection: duckdb.DuckDBPyConnection,
    source: str,
    target: str,
    name: str,
    *,
    meaning: str | None,
    order: Sequence[str],
) -> int:
    columns = _columns(connection, source, name)
    table = identifier(target, "marts", name)
    declared = [
        f"{identifier(column)} {kind}{'' if nullable else ' not null'}" for column, kind, nullable, _ in columns
    ]
    connection.execute(f"create table {table} ({', '.join(declared)})")
    # A column that is not there sorts nothing: the order speeds reading up, and is no reason to publish nothing.
    sorted_by = [identifier(column) for column in order if column in {there for there, *_ in columns}]
    given = identifier(source, "marts", name)
    by = f" order by {', '.join(sorted_by)}" if sorted_by else ""
    row = connection.execute(f"insert into {table} select * from {given}{by}").fetchone()
    comment(connection, table, meaning, {column: said for column, _, _, said in columns})
    return int(row[0]) if row else 0


def _columns(
    connection: duckdb.DuckDBPyConnection, database: str, name: str
) -> list[tuple[str, str, bool, str | None]]:
    return connection.execute(
        "select column_name, data_type, is_nullable, comment from duckdb_columns() "
        "where database_name = $1 and schema_name = 'marts' and table_name = $2 order by column_index",
        [database, name],
    ).fetchall()


def _create(connection: duckdb.DuckDBPyConnection, statements: Mapping[str, str]) -> None:
    """Views and macros stand on each other in any order: what cannot be made yet is tried again after the others."""
    while statements:
        failed: dict[str, str] = {}
        said = ""
        for name, statement in statements.items():
            try:
                connection.execute(statement)
            except _NOT_YET as error:
                failed[name] = statement
                said = said or f"{name} cannot be published: {str(error).splitlines()[0]}"
        if len(failed) == len(statements):
            raise WarehouseError(
                said, hint="it may use relations of the schema `marts` only: mend it in dbt_project/marts"
            )
        statements = failed


def _describe_view(connection: duckdb.DuckDBPyConnection, source: str, target: str, view: View) -> int:
    made = identifier(target, "marts", view.name)
    _comment_on(connection, "view", made, view.comment)
    for column, _, _, meaning in _columns(connection, source, view.name):
        _comment_on(connection, "column", f"{made}.{identifier(column)}", meaning)
    row = connection.execute(f"select count(*) from {identifier(source, 'marts', view.name)}").fetchone()
    return int(row[0]) if row else 0


def _check_alone(connection: duckdb.DuckDBPyConnection, what: str, statement: str) -> None:
    try:
        connection.execute(statement)
    except _NOT_YET as error:
        raise WarehouseError(
            f"{what} cannot be used in the published file alone: {str(error).splitlines()[0]}",
            hint="write its relations without a database's name: marts.events",
        ) from error


def _comment_on(connection: duckdb.DuckDBPyConnection, kind: str, name: str, meaning: str | None) -> None:
    if meaning:
        connection.execute(f"comment on {kind} {name} is {literal(meaning)}")


@contextmanager
def _using(connection: duckdb.DuckDBPyConnection, target: str, source: str) -> Iterator[None]:
    connection.execute(f"use {identifier(target)}")
    try:
        yield
    finally:
        connection.execute(f"use {identifier(source)}")


def _current_database(connection: duckdb.DuckDBPyConnection) -> str:
    row = connection.execute("select current_database()").fetchone()
    return str(row[0]) if row else ""
