"""Derives from the contract: Arrow schemas, DuckDB DDL with comments, the dbt sources file, and expectations."""

import dataclasses
import types
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Union, get_args, get_origin, get_type_hints

import pyarrow as pa
import yaml

from extract.contract.columns import COLUMNS, COLUMNS_BY_TABLE, Column
from extract.contract.quoting import identifier, literal
from extract.contract.tables import BATCH_TABLES, LINK_TABLES, TABLES, Row
from extract.errors import ContractError

# Raises when a table, column, type or bound changes; `daybook migrate` will read it from the manifests.
CONTRACT_VERSION = 5

_ARROW: dict[object, pa.DataType] = {
    str: pa.string(),
    bool: pa.bool_(),
    int: pa.int64(),
    float: pa.float64(),
    date: pa.date32(),
    datetime: pa.timestamp("us", tz="UTC"),
    Decimal: pa.decimal128(38, 9),
    tuple[str, ...]: pa.list_(pa.string()),
}
_DUCKDB: dict[object, str] = {
    str: "varchar",
    bool: "boolean",
    int: "bigint",
    float: "double",
    date: "date",
    datetime: "timestamptz",
    Decimal: "decimal(38, 9)",
    tuple[str, ...]: "varchar[]",
}


# When a row was seen, and how old the newest may be before dbt warns. It never fails: a home may be looked at once a year.
_MOMENTS = ("captured_at", "requested_at", "checked_at")
_STALE_AFTER = {"count": 2, "period": "day"}


@dataclass(frozen=True, slots=True)
class Field:
    """One column of one table: its name, Python type, whether it may be null, and what it says."""

    name: str
    type: object
    nullable: bool
    column: Column


def fields(table: type[Row]) -> tuple[Field, ...]:
    """The columns of a table in their order: the ids first, then as declared."""
    hints = get_type_hints(table)
    declared = [f.name for f in dataclasses.fields(table)]
    own = [name for name in declared if name in table.__annotations__]
    shared = [name for name in declared if name not in table.__annotations__]
    return tuple(_field(table, name, hints[name]) for name in [*own[:1], *shared, *own[1:]])


def _field(table: type[Row], name: str, hint: object) -> Field:
    nullable = False
    if get_origin(hint) in (Union, types.UnionType):
        nullable = True
        (hint,) = (arg for arg in get_args(hint) if arg is not type(None))
    column = COLUMNS_BY_TABLE.get((table.table, name)) or COLUMNS[name]
    return Field(name, hint, nullable, column)


def arrow_schema(table: type[Row]) -> pa.Schema:
    """The Arrow and Parquet schema of a table; each field carries its meaning."""
    return pa.schema(
        [pa.field(f.name, _ARROW[f.type], f.nullable, {"description": f.column.meaning}) for f in fields(table)]
    )


def arrow_table(table: type[Row], rows: Iterable[Row]) -> pa.Table:
    """Rows as an Arrow table. Raises ContractError for a null, a type or a size that the table does not allow."""
    rows = list(rows)
    columns = []
    for field in fields(table):
        values = [getattr(row, field.name) for row in rows]
        if not field.nullable and None in values:
            raise ContractError(f"{table.table}.{field.name} is null in row {values.index(None)} of {len(rows)}")
        try:
            columns.append(pa.array(values, _ARROW[field.type]))
        except (pa.ArrowInvalid, pa.ArrowTypeError) as error:
            raise ContractError(f"{table.table}.{field.name}: {error}") from error
    return pa.table(columns, schema=arrow_schema(table))


def create_table_sql(table: type[Row], schema: str = "raw", extra: dict[str, str] | None = None) -> list[str]:
    """`create table`, `alter table` and `comment on` statements; `extra` adds columns (name to type) that the loader fills.

    A table that an older contract made gets the columns that it lacks, null in its rows.
    """
    name = f"{schema}.{table.table}"
    lines = [f"{identifier(f.name)} {_DUCKDB[f.type]}{'' if f.nullable else ' not null'}" for f in fields(table)]
    lines += [f"{identifier(column)} {kind}" for column, kind in (extra or {}).items()]
    statements = [f"create table if not exists {name} (\n    " + ",\n    ".join(lines) + "\n)"]
    statements += [
        f"alter table {name} add column if not exists {identifier(f.name)} {_DUCKDB[f.type]}"
        for f in fields(table)
        if f.nullable
    ]
    statements.append(f"comment on table {name} is {literal(table.__doc__ or '')}")
    statements += [
        f"comment on column {name}.{identifier(f.name)} is {literal(f.column.meaning)}" for f in fields(table)
    ]
    return statements


def sources_yaml() -> str:
    """The dbt sources file of the raw schema; a test compares it with the one in `dbt_project/`."""
    tables = [
        {
            "name": table.table,
            "description": table.__doc__,
            **_freshness(table),
            "columns": [{"name": f.name, "description": f.column.meaning} for f in fields(table)],
        }
        for table in TABLES
    ]
    document = {"version": 2, "sources": [{"name": "raw", "schema": "raw", "tables": tables}]}
    header = "# Generated from extract/contract by `make contract`; edit there.\n"
    return header + str(yaml.safe_dump(document, sort_keys=False, allow_unicode=True, width=120))


def _freshness(table: type[Row]) -> dict[str, object]:
    """How `dbt source freshness` tells how old the newest row is; nothing for tables whose rows have no moment."""
    moment = next((f.name for f in fields(table) if f.name in _MOMENTS), None)
    if moment is None:
        return {}
    return {"config": {"loaded_at_field": moment, "freshness": {"warn_after": dict(_STALE_AFTER)}}}


@dataclass(frozen=True, slots=True)
class Expectation:
    """A rule that every row of a table keeps; `quality/` turns it into a Great Expectations check.

    rule: not_null, unique (columns together), one_of (values), between (low, high), max_chars (high).
    """

    rule: str
    columns: tuple[str, ...]
    values: tuple[str, ...] = ()
    low: float | None = None
    high: float | None = None


def expectations(table: type[Row]) -> tuple[Expectation, ...]:
    """What the contract promises of every row of a table."""
    found = [Expectation("unique", table.grain)]
    for f in fields(table):
        column = (f.name,)
        if not f.nullable:
            found.append(Expectation("not_null", column))
        if f.column.values:
            found.append(Expectation("one_of", column, values=f.column.values))
        if f.column.low is not None or f.column.high is not None:
            found.append(Expectation("between", column, low=f.column.low, high=f.column.high))
        if f.column.max_chars is not None:
            found.append(Expectation("max_chars", column, high=f.column.max_chars))
    return tuple(found)


__all__ = [
    "BATCH_TABLES",
    "CONTRACT_VERSION",
    "LINK_TABLES",
    "Expectation",
    "Field",
    "arrow_schema",
    "arrow_table",
    "create_table_sql",
    "expectations",
    "fields",
    "sources_yaml",
]
