"""One query against the published warehouse, as a table for people or JSON lines for programs."""

from dataclasses import dataclass
from pathlib import Path

import duckdb

from extract.errors import InputError
from extract.store.published import open_published


@dataclass(frozen=True, slots=True)
class Answer:
    """The rows of a query and the names of their columns."""

    columns: tuple[str, ...]
    rows: tuple[tuple[object, ...], ...]


def ask(home: Path, query: str, parameters: tuple[object, ...] = ()) -> Answer:
    """The answer to a query. Raises InputError with DuckDB's own words where it is wrong or not allowed."""
    with open_published(home) as connection:
        try:
            cursor = connection.execute(query, parameters)
            columns = tuple(column[0] for column in cursor.description or ())
            return Answer(columns, tuple(cursor.fetchall()))
        except duckdb.Error as error:
            raise InputError(str(error), hint='daybook sql "show all tables"') from error
