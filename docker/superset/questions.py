"""Lets questions through to the warehouse, and no other statement.

The file is opened read-only, and DuckDB opens no other: but COPY may still write the log (`.wal`) of a file that is open (DuckDB
1.5.5), which the next reader would take for a part of it.
"""

import re
from typing import Any

import duckdb

# EXPLAIN ANALYZE runs what it explains: only what begins like a question is explained.
_EXPLAINS_QUESTION = re.compile(r"\s*explain\s+(?:analyze\s+)?(?:select|from|with)\b", re.IGNORECASE)


class Questions:
    """A connection of DuckDB that refuses all but questions; what else it does is the connection's own."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self._connection = connection

    def execute(self, statement: str, parameters: object = None) -> duckdb.DuckDBPyConnection:
        """Ask. Raises duckdb.PermissionException for a statement that is no question."""
        require_questions(self._connection, statement)
        return self._connection.execute(statement, parameters)

    def executemany(self, statement: str, parameters: object = None) -> None:  # noqa: ARG002 - as DuckDB names them
        """Refuse: many at a time are never questions."""
        raise duckdb.PermissionException(f"the warehouse is for questions alone: {statement[:80]}")

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever the connection has
        return getattr(self._connection, name)


def require_questions(connection: duckdb.DuckDBPyConnection, text: str) -> None:
    """Raise duckdb.PermissionException where one of the statements of a text is no question."""
    for statement in connection.extract_statements(text):
        kind = str(statement.type).rpartition(".")[2]
        if kind != "SELECT" and not (kind == "EXPLAIN" and _EXPLAINS_QUESTION.match(statement.query)):
            raise duckdb.PermissionException(f"the warehouse is for questions alone: {statement.query.strip()[:80]}")
