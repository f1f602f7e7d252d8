"""The schema `meta` of a published file: what the file is, what it holds, and what it was made from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import duckdb

from extract.contract.quoting import identifier
from extract.store.marts_copy import comment
from extract.store.meta_tables import META
from extract.store.project import MartColumn
from extract.store.relations import Macro


@dataclass(frozen=True, slots=True)
class PublicationFacts:
    """What a published file says of itself. rules: name and version of what made its rows, besides the models.

    deprecated: the columns that are on their way out.
    """

    contract_version: int
    daybook_version: str
    marts_version: str
    generation: int
    run_id: str
    published_at: datetime
    rules: Sequence[str] = ()
    deprecated: Sequence[MartColumn] = ()


@dataclass(frozen=True, slots=True)
class Described:
    """What comments of tables do not say. notes: table, column and what it means, of columns that have no comment."""

    macros: Sequence[Macro]
    notes: Sequence[tuple[str, str, str]] = ()


def write_meta(
    connection: duckdb.DuckDBPyConnection,
    target: str,
    facts: PublicationFacts,
    row_counts: Mapping[str, int],
    described: Described,
) -> None:
    """Write the schema `meta` into a database that holds the marts already."""
    connection.execute(f"create schema if not exists {identifier(target, 'meta')}")
    gone = facts.deprecated
    parameters: dict[str, dict[str, object]] = {
        "tables": {"names": list(row_counts), "counts": list(row_counts.values())},
        "columns": {
            "tables": [column.table for column in gone],
            "columns": [column.name for column in gone],
            "since": [column.deprecated_since for column in gone],
            "instead": [column.replaced_by for column in gone],
            "noted_tables": [table for table, _, _ in described.notes],
            "noted_columns": [column for _, column, _ in described.notes],
            "notes": [said for _, _, said in described.notes],
        },
        "macros": _macro_parameters(described.macros),
        "publication": {
            "contract_version": facts.contract_version,
            "daybook_version": facts.daybook_version,
            "marts_version": facts.marts_version,
            "generation": facts.generation,
            "run_id": facts.run_id,
            "published_at": facts.published_at,
            "models": _models(connection),
            "rules": [*facts.rules, *_made_by(connection)],
        },
    }
    for name, meaning, query, meanings in META:
        table = identifier(target, "meta", name)
        connection.execute(
            f"create or replace table {table} as {query.format(target=target)}", parameters.get(name, {})
        )
        comment(connection, table, meaning, meanings)


def _macro_parameters(macros: Sequence[Macro]) -> dict[str, object]:
    """A macro's comment is its description; what follows `Example:` in it is a query to try."""
    forms = [(macro, parameters) for macro in macros for parameters in macro.parameters]
    said = [(macro.comment or "").partition("Example:") for macro, _ in forms]
    return {
        "names": [macro.name for macro, _ in forms],
        "parameters": [parameters for _, parameters in forms],
        "is_table": [macro.is_table for macro, _ in forms],
        "descriptions": [description.strip() or None for description, _, _ in said],
        "examples": [example.strip().strip("`") or None for _, _, example in said],
    }


def _models(connection: duckdb.DuckDBPyConnection) -> list[str]:
    """Every `model_version` that a row of the marts names."""
    tables = connection.execute(
        "select table_name from duckdb_columns() join duckdb_tables() using (database_name, schema_name, table_name) "
        "where database_name = current_database() and schema_name = 'marts' and column_name = 'model_version' order by all"
    ).fetchall()
    found: set[str] = set()
    for (table,) in tables:
        query = f"select distinct model_version from {identifier('marts', table)} where model_version is not null"
        found |= {str(version) for (version,) in connection.execute(query).fetchall()}
    return sorted(found)


def _made_by(connection: duckdb.DuckDBPyConnection) -> list[str]:
    """What linked and built the rows, as the loader's books have it; a home of an older version has not all of them."""
    there = connection.execute(
        "select table_name from duckdb_columns() where database_name = current_database() and schema_name = 'raw' "
        "and table_name in ('build_rules', 'link_rules') and column_name = 'made_by' order by all"
    ).fetchall()
    return [
        f"{table} {made_by}"
        for (table,) in there
        for (made_by,) in connection.execute(f"select made_by from {identifier('raw', table)}").fetchall()
    ]
