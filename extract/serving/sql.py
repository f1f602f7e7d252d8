"""One query against the published warehouse, as a table for people or JSON lines for programs."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal
from pathlib import Path

import duckdb

from extract.errors import InputError
from extract.store.published import explain_damage, open_published


@dataclass(frozen=True, slots=True)
class Answer:
    """The rows of a query and the names of their columns."""

    columns: tuple[str, ...]
    rows: tuple[tuple[object, ...], ...]


def ask(home: Path, query: str, parameters: tuple[object, ...] = ()) -> Answer:
    """The answer to a query. Raises InputError with DuckDB's own words where it is wrong or not allowed."""
    try:
        with open_published(home) as connection, explain_damage(home):
            # Typed so that None, the answer to no statement at all, is seen.
            cursor: duckdb.DuckDBPyConnection | None = connection.execute(query, parameters)
            if cursor is None:
                raise InputError("the query is empty", hint='daybook sql "show all tables"')
            columns = tuple(column[0] for column in cursor.description or ())
            return Answer(columns, tuple(cursor.fetchall()))
    except duckdb.Error as error:
        raise InputError(str(error), hint='daybook sql "show all tables"') from error


def json_rows(answer: Answer) -> Iterator[dict[str, object]]:
    """A row as what JSON can say: numbers that are none become null, of two columns of one name the later is `name_1`."""
    names = _distinct(answer.columns)
    for row in answer.rows:
        yield {name: _json(value) for name, value in zip(names, row, strict=True)}


def _distinct(columns: tuple[str, ...]) -> list[str]:
    # As DuckDB names them in a table made from the query.
    names: list[str] = []
    for column in columns:
        name, number = column, 0
        while name in names:
            number += 1
            name = f"{column}_{number}"
        names.append(name)
    return names


def _json(value: object) -> object:
    match value:
        case None | bool() | int() | str():
            return value
        case float() | Decimal():
            number = float(value)
            return number if math.isfinite(number) else None
        case dict():
            return {str(key): _json(inner) for key, inner in value.items()}
        case list() | tuple():
            return [_json(inner) for inner in value]
        case date() | time():
            return value.isoformat()
    return str(value)
