"""What a published file holds: the schema `marts` as built, and the schema `meta` that says what it is."""

import dataclasses
from dataclasses import dataclass
from datetime import datetime

import duckdb


@dataclass(frozen=True, slots=True)
class PublicationFacts:
    """What a published file says of itself."""

    contract_version: int
    daybook_version: str
    generation: int
    run_id: str
    published_at: datetime


# (table, what a row is, query on the candidate, meaning of each column)
_META = (
    (
        "tables",
        "One row per published table.",
        "select table_name, comment as description, row_count from duckdb_tables() join "
        "(select unnest($1::varchar[]) as table_name, unnest($2::bigint[]) as row_count) using (table_name) "
        "where database_name = '{target}' and schema_name = 'marts' order by table_name",
        {"table_name": "The table.", "description": "What a row is.", "row_count": "How many rows it has."},
    ),
    (
        "columns",
        "One row per column of a published table.",
        "select table_name, column_name, data_type, comment as description from duckdb_columns() "
        "where database_name = '{target}' and schema_name = 'marts' order by table_name, column_index",
        {
            "table_name": "The table.",
            "column_name": "The column.",
            "data_type": "Its DuckDB type.",
            "description": "What it means.",
        },
    ),
    (
        "publication",
        "One row: what this file is, and when and from what it was made.",
        "select $1::bigint as contract_version, $2::varchar as daybook_version, $3::bigint as generation, "
        "$4::varchar as run_id, $5::timestamptz as published_at, "
        "(select count(*) from raw.loaded_batches) as batch_count, "
        "(select count(*) from raw.quarantined_batches) as quarantined_batch_count",
        {
            "contract_version": "Version of the contract that its columns keep.",
            "daybook_version": "Version of Daybook that made it.",
            "generation": "Number of the published file, from 1.",
            "run_id": "The run that published it.",
            "published_at": "When it was published, UTC.",
            "batch_count": "Batches whose rows it was built from.",
            "quarantined_batch_count": "Batches that a gate refused.",
        },
    ),
    (
        "quality_results",
        "One row per check that the file has passed, or failed as a warning.",
        "select gate, table_name, expectation, column_name, is_success, unexpected_count from raw.quality_results "
        "order by all",
        {
            "gate": "The gate: check_batches or check_marts.",
            "table_name": "The table that was checked.",
            "expectation": "What was expected.",
            "column_name": "Of which column; null for a whole row.",
            "is_success": "Whether it held.",
            "unexpected_count": "Rows that break it.",
        },
    ),
)


def copy_marts(connection: duckdb.DuckDBPyConnection, target: str) -> dict[str, int]:
    """Copy the schema `marts` into an attached database, comments included; returns rows by table."""
    source = _current_database(connection)
    connection.execute(f"create schema {target}.marts")
    relations = connection.execute(
        "select table_name, comment from (select database_name, schema_name, table_name, comment from duckdb_tables() "
        "union all select database_name, schema_name, view_name, comment from duckdb_views()) "
        "where database_name = $1 and schema_name = 'marts' order by table_name",
        [source],
    ).fetchall()
    return {name: _copy_table(connection, source, target, name, comment) for name, comment in relations}


def _copy_table(connection: duckdb.DuckDBPyConnection, source: str, target: str, name: str, comment: str | None) -> int:
    columns = connection.execute(
        "select column_name, data_type, is_nullable, comment from duckdb_columns() "
        "where database_name = $1 and schema_name = 'marts' and table_name = $2 order by column_index",
        [source, name],
    ).fetchall()
    table = f'{target}.marts."{name}"'
    declared = [f'"{column}" {kind}{"" if nullable else " not null"}' for column, kind, nullable, _ in columns]
    connection.execute(f"create table {table} ({', '.join(declared)})")
    row = connection.execute(f'insert into {table} select * from "{source}".marts."{name}"').fetchone()  # noqa: S608 - names of the catalogue
    _comment(connection, table, comment, {column: meaning for column, _, _, meaning in columns})
    return int(row[0]) if row else 0


def write_meta(
    connection: duckdb.DuckDBPyConnection, target: str, facts: PublicationFacts, row_counts: dict[str, int]
) -> None:
    """Write the schema `meta` into an attached database that holds the marts already."""
    connection.execute(f"create schema {target}.meta")
    parameters: dict[str, list[object]] = {
        "tables": [list(row_counts), list(row_counts.values())],
        "publication": list(dataclasses.astuple(facts)),
    }
    for name, comment, query, meanings in _META:
        table = f"{target}.meta.{name}"
        connection.execute(f"create table {table} as {query.format(target=target)}", parameters.get(name, []))
        _comment(connection, table, comment, dict(meanings))


def _comment(
    connection: duckdb.DuckDBPyConnection, table: str, comment: str | None, columns: dict[str, str | None]
) -> None:
    if comment:
        connection.execute(f"comment on table {table} is {_literal(comment)}")
    for column, meaning in columns.items():
        if meaning:
            connection.execute(f'comment on column {table}."{column}" is {_literal(meaning)}')


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _current_database(connection: duckdb.DuckDBPyConnection) -> str:
    row = connection.execute("select current_database()").fetchone()
    return str(row[0]) if row else ""
