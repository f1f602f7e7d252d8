"""What dbt-duckdb asks before it attaches the lake, and of each cursor: see the target `lake` in dbt_project/profiles.yml."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import duckdb
from dbt.adapters.duckdb.plugins import BasePlugin

from extract.store.lake.connection import LAKE, prepare
from extract.store.lake.place import LakePlace

_places: list[LakePlace] = []


@contextmanager
def dbt_builds(place: LakePlace) -> Iterator[None]:
    """Inside the block dbt, in this process, works on this lake."""
    _places.append(place)
    try:
        yield
    finally:
        _places.pop()


class Plugin(BasePlugin):
    """Secrets and extensions for the connection; every cursor has the lake in use."""

    def configure_connection(self, conn: duckdb.DuckDBPyConnection) -> None:
        """Make it possible to attach the lake."""
        prepare(conn, _places[-1])

    def configure_cursor(self, cursor: Any) -> None:  # noqa: ANN401 - dbt's own
        """Relations are named without a database."""
        cursor.execute(f"use {LAKE}")
