"""What a statement may name when it reads a lake: the catalogue is beside the tables there, and so are those of the loaders."""

import itertools
import re
from collections.abc import Iterator

import duckdb

from extract.errors import InputError

_LOOK_HINT = "daybook show"
# These lead to the catalogue, past the tables that readers may see.
_CATALOGUE = re.compile(r"postgres_\w+|ducklake_\w+", re.IGNORECASE)
# What a name, a string or a sign begins with; a comment behind it is no part of it.
_LEXEME = re.compile(r"\"(?:[^\"]|\"\")*\"|'(?:[^']|'')*'|\w+|\S")
_NOT_ASCII = re.compile(r"[^\x00-\x7f]")
# Functions that give tables and read nothing but what the connection has. Others read files and secrets, or run text as SQL,
# in which a name can be put together of parts.
_FUNCTIONS = frozenset(
    (
        "duckdb_columns", "duckdb_constraints", "duckdb_databases", "duckdb_extensions", "duckdb_functions", "duckdb_indexes",
        "duckdb_keywords", "duckdb_memory", "duckdb_optimizers", "duckdb_schemas", "duckdb_sequences", "duckdb_settings",
        "duckdb_tables", "duckdb_temporary_files", "duckdb_types", "duckdb_variables", "duckdb_views", "generate_series",
        "icu_calendar_names", "json_each", "json_tree", "pg_timezone_names", "pragma_collations", "pragma_database_size",
        "pragma_platform", "pragma_user_agent", "pragma_version", "range", "repeat", "repeat_row", "summary", "test_all_types",
        "test_vector_types", "unnest",
    )
)  # fmt: skip
# What is not for readers: the loaders' rows, and models on the way to the marts.
_SCHEMAS = frozenset({"raw", "staging", "intermediate"})
# What may be put in use: words of `use …`, `set schema = …`, `set search_path = …`.
_PLACES = frozenset({"lake", "marts", "meta", "marts,meta", "meta,marts", "memory", "temp", "main"})
_USES = frozenset({"use", "schema", "search_path"})
_SIGNS = frozenset({"set", "session", "local", "global", "to", "=", ".", ";", ","})
_SECRETS = ("create", "or", "replace", "temp", "temporary", "persistent", "drop")


def refuse_catalogue(connection: duckdb.DuckDBPyConnection, statement: duckdb.Statement) -> None:
    """Raise InputError for a statement that goes past the published tables of a lake."""
    query = statement.query
    if found := _CATALOGUE.search(query):
        raise _refused(found[0])
    words = list(_words(query))
    if _first_beside(words, _SECRETS) == "secret":
        raise InputError("readers cannot make or drop secrets", hint=_LOOK_HINT)
    if _USES & set(words[:3]) and words[:1] in (["use"], ["set"]) and set(words[1:]) - _USES - _SIGNS - _PLACES:
        raise InputError("readers of a lake can use marts and meta only", hint="use marts")
    denied = _denied(connection)
    for word, following in itertools.pairwise(words):
        if (following == "(" and (word in denied or word == "at")) or (following == "." and word in _SCHEMAS):
            raise _refused(word)


def _words(query: str) -> Iterator[str]:
    """Names, strings and signs of a statement, small and without their quotes; no comment is among them."""
    # DuckDB counts bytes, and takes some letters of Unicode for spaces: no name that is refused has one.
    plain = _NOT_ASCII.sub(" ", query)
    for offset, _kind in duckdb.tokenize(plain):
        if found := _LEXEME.match(plain, offset):
            yield found[0].strip("\"'").lower()


def _first_beside(words: list[str], others: tuple[str, ...]) -> str | None:
    """The first word that is none of the others, where the statement begins with one of them."""
    return next((word for word in words if word not in others), None) if words and words[0] in others else None


def _denied(connection: duckdb.DuckDBPyConnection) -> set[str]:
    named = "select distinct function_name from duckdb_functions() where function_type = 'table'"
    found = {name.lower() for (name,) in connection.execute(named).fetchall()} - _FUNCTIONS
    # A lake has its own as macros that no table of functions lists: `lake.snapshots()`.
    return found | {name.removeprefix("ducklake_") for name in found if name.startswith("ducklake_")}


def _refused(word: str) -> InputError:
    return InputError(f"readers of a lake can ask its marts and meta only, not {word}", hint=_LOOK_HINT)
