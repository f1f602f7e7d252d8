"""Rows of the published tables as dataclasses: a query names its columns as the fields are named."""

from collections.abc import Sequence
from typing import TypeVar

import duckdb

R = TypeVar("R")


def read_rows(
    connection: duckdb.DuckDBPyConnection, row: type[R], query: str, parameters: Sequence[object] = ()
) -> list[R]:
    """The rows of a query, each as a `row`."""
    cursor = connection.execute(query, parameters)
    names = [column[0] for column in cursor.description or ()]
    return [row(**dict(zip(names, values, strict=True))) for values in cursor.fetchall()]


def read_number(connection: duckdb.DuckDBPyConnection, query: str, parameters: Sequence[object] = ()) -> int:
    """The one number that a query answers with; 0 for null."""
    found = connection.execute(query, parameters).fetchone()
    return int(found[0] or 0) if found else 0
