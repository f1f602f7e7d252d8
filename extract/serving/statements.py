"""Which statements of SQL a reader may run: those that answer, and those that keep something for as long as the connection."""

import re

import duckdb

from extract.errors import InputError
from extract.serving.lake_statements import refuse_catalogue

# Beside questions: variables, and temporary tables, which lie in memory. The published file refuses every change itself.
# Not COPY, PREPARE and CALL among others: with external access off COPY could still write the log of the published file,
# and the others can hide it.
_ALLOWED = frozenset({"SELECT", "EXPLAIN", "SET", "CREATE", "INSERT", "UPDATE", "DELETE", "DROP"})
_ANSWERS = frozenset({"SELECT", "EXPLAIN"})
LOOK_HINT = 'daybook sql "show tables"'
# EXPLAIN ANALYZE runs what it explains, of whatever kind that is.
_EXPLAIN = re.compile(r"explain\b(\s+(?:analyze|verbose)\b)?(\s*\([^()]*\))?", re.IGNORECASE)
# Logging to a file that it may not write ends the whole process (DuckDB 1.5.5): refused for the reader's own good.
_LOGGING = re.compile(r"\benable_logging\b", re.IGNORECASE)


def split_statements(connection: duckdb.DuckDBPyConnection, text: str) -> list[duckdb.Statement]:
    """The statements of a text. Raises InputError for one that readers may not run, duckdb.Error for one that is no SQL."""
    statements = connection.extract_statements(text)
    for statement in statements:
        _refuse_others(connection, statement)
    return statements


def gives_rows(statement: duckdb.Statement) -> bool:
    """Whether a statement is a question: others say at most how many rows they made."""
    return _kind(statement) in _ANSWERS


def _kind(statement: duckdb.Statement) -> str:
    # Kinds that DuckDB's Python does not know are named `???`.
    return str(statement.type).rpartition(".")[2]


def _refuse_others(connection: duckdb.DuckDBPyConnection, statement: duckdb.Statement) -> None:
    kind = _kind(statement)
    if kind not in _ALLOWED:
        hint = "daybook sql QUERY --output FILE" if kind == "COPY" else LOOK_HINT
        raise InputError(f"readers cannot run this kind of statement: {_first_words(statement.query)}", hint=hint)
    if _LOGGING.search(statement.query):
        raise InputError("readers cannot run this kind of statement: enable_logging", hint=LOOK_HINT)
    if _has_lake(connection):
        refuse_catalogue(connection, statement)
    if kind == "EXPLAIN" and not _explains_question(connection, statement.query):
        raise InputError("readers can explain questions only: explain select …", hint=LOOK_HINT)


def _has_lake(connection: duckdb.DuckDBPyConnection) -> bool:
    return bool(connection.execute("select 1 from duckdb_databases() where type = 'ducklake'").fetchall())


def _explains_question(connection: duckdb.DuckDBPyConnection, query: str) -> bool:
    found = _EXPLAIN.match(query, duckdb.tokenize(query)[0][0])
    if found is None:
        # A comment within it: nothing that needs to be understood.
        return False
    # In brackets may stand options, or the question itself.
    ends = {found.end(), found.end(1) if found[1] else found.start() + len("explain"), found.start() + len("explain")}
    return any(_is_question(connection, query[end:]) for end in ends)


def _is_question(connection: duckdb.DuckDBPyConnection, query: str) -> bool:
    try:
        return [_kind(statement) for statement in connection.extract_statements(query)] == ["SELECT"]
    except duckdb.Error:
        return False


def _first_words(query: str) -> str:
    return " ".join(query.split()[:3])
