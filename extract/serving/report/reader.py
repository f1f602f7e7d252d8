"""Rows of the published tables as dataclasses: a query names its columns as the fields are named."""

from collections.abc import Sequence
from typing import TypeVar

import duckdb

R = TypeVar("R")


def read_rows(
    connection: duckdb.DuckDBPyConnection, row: type[R], query: str, parameters: Sequence[object] = ()
) -> list[R]:
    """The rows of a query, each as a `row`; a day outside Python's calendar (before Christ) is none."""
    cursor = connection.execute(query, parameters)
    columns = [(column[0], column[1] == "DATE") for column in cursor.description or ()]
    return [
        # DuckDB gives a text where Python has no such date.
        row(
            **{
                name: None if is_day and isinstance(value, str) else value
                for (name, is_day), value in zip(columns, values, strict=True)
            }
        )
        for values in cursor.fetchall()
    ]


def read_number(connection: duckdb.DuckDBPyConnection, query: str, parameters: Sequence[object] = ()) -> int:
    """The one number that a query answers with; 0 for null."""
    found = connection.execute(query, parameters).fetchone()
    return int(found[0] or 0) if found else 0
