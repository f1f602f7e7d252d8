"""Rows of the published tables as dataclasses: a query names its columns as the fields are named."""

from collections.abc import Sequence
from typing import TypeVar

import duckdb

R = TypeVar("R")


def read_rows(
    connection: duckdb.DuckDBPyConnection, row: type[R], query: str, parameters: Sequence[object] = ()
) -> list[R]:
    """The rows of a query, each as a `row`; a day that no calendar of ours has (before Christ) is none."""
    cursor = connection.execute(query, parameters)
    names = [column[0] for column in cursor.description or ()]
    days = {place for place, column in enumerate(cursor.description or ()) if column[1] == "DATE"}
    return [
        row(
            **dict(
                zip(
                    names,
                    (_in_calendar(value) if place in days else value for place, value in enumerate(values)),
                    strict=True,
                )
            )
        )
        for values in cursor.fetchall()
    ]


def read_number(connection: duckdb.DuckDBPyConnection, query: str, parameters: Sequence[object] = ()) -> int:
    """The one number that a query answers with; 0 for null."""
    found = connection.execute(query, parameters).fetchone()
    return int(found[0] or 0) if found else 0


def _in_calendar(day: object) -> object:
    # DuckDB gives a text where Python has no such date.
    return None if isinstance(day, str) else day
