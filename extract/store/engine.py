"""The warehouse as an SQLAlchemy URL, read-only, for tools that speak to databases that way."""

from pathlib import Path

import sqlalchemy
from duckdb_sqlalchemy import Dialect
from sqlalchemy import pool
from sqlalchemy.dialects import registry


class ReadOnlyDialect(Dialect):
    """DuckDB without transactions: Great Expectations fetches rows after the rollback that would have emptied the result."""

    supports_statement_cache = False

    @classmethod
    def get_pool_class(cls, url: sqlalchemy.URL) -> type[pool.Pool]:  # noqa: ARG003 - SQLAlchemy's signature
        """One connection, open until the engine is disposed of: rows are fetched after a connection was given back."""
        return pool.StaticPool

    def do_begin(self, dbapi_connection: object) -> None:
        """Begin nothing."""

    def do_commit(self, dbapi_connection: object) -> None:
        """Commit nothing."""

    def do_rollback(self, dbapi_connection: object) -> None:
        """Roll nothing back."""


def read_only_url(path: Path) -> str:
    """URL of a DuckDB file for SQLAlchemy in this process; nothing can be written through it."""
    registry.register("duckdb.ro", __name__, ReadOnlyDialect.__name__)
    return str(sqlalchemy.URL.create("duckdb+ro", database=str(path.absolute()), query={"access_mode": "READ_ONLY"}))
