"""The warehouse, a file or a lake, as an SQLAlchemy URL, read-only, for tools that speak to databases that way."""

from pathlib import Path
from typing import Any, cast

import sqlalchemy
from duckdb_sqlalchemy import Dialect
from sqlalchemy import pool
from sqlalchemy.dialects import registry
from sqlalchemy.engine.interfaces import DBAPIConnection

from extract.contract.keys import hash_id
from extract.errors import NothingBuilt
from extract.store.lake.connection import attach, prepare
from extract.store.lake.place import LakePlace
from extract.store.warehouse import build_path


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


class LakeDialect(ReadOnlyDialect):
    """The same for a lake: the database in memory has it attached, read-only, and in use."""

    supports_statement_cache = False

    def connect(self, *arguments: Any, **options: Any) -> DBAPIConnection:  # noqa: ANN401 - SQLAlchemy's signature
        """Open the lake that the URL names."""
        place, snapshot = _lakes[options["url_config"].pop("lake")]
        connection = super().connect(*arguments, **options)
        prepare(connection, place)
        attach(connection, read_only=True, snapshot=snapshot)
        return cast("DBAPIConnection", connection)


# What a URL stands for: it shows no key.
_lakes: dict[str, tuple[LakePlace, int | None]] = {}


def lake_url(place: LakePlace, snapshot: int | None = None) -> str:
    """URL of a lake for SQLAlchemy in this process, of a snapshot or of the latest; nothing can be written through it."""
    registry.register("duckdb.lake", __name__, LakeDialect.__name__)
    name = hash_id(place.catalog, place.store, str(snapshot))
    _lakes[name] = place, snapshot
    return str(sqlalchemy.URL.create("duckdb+lake", database=":memory:", query={"lake": name}))


def built_url(where: Path | LakePlace) -> str:
    """The same of the last good build. Raises NothingBuilt where there is none yet."""
    if isinstance(where, LakePlace):
        from extract.store.lake.history import last_good_snapshot  # noqa: PLC0415 - it needs packages that a home does not
        from extract.store.lake.ledger import read_lake_ledger  # noqa: PLC0415 - as above

        snapshot = last_good_snapshot(read_lake_ledger(where))
        if snapshot is None:
            raise NothingBuilt(f"nothing is built yet in the lake {where.store}", hint="daybook run")
        return lake_url(where, snapshot)
    path = build_path(where)
    if not path.exists():
        raise NothingBuilt(f"nothing is built yet: there is no {path}", hint="daybook run")
    return read_only_url(path)


def read_only_url(where: Path | LakePlace) -> str:
    """URL of a DuckDB file, or of a lake's latest snapshot, for SQLAlchemy in this process; nothing can be written through it."""
    if isinstance(where, LakePlace):
        return lake_url(where)
    path = where
    registry.register("duckdb.ro", __name__, ReadOnlyDialect.__name__)
    return str(sqlalchemy.URL.create("duckdb+ro", database=str(path.absolute()), query={"access_mode": "READ_ONLY"}))
