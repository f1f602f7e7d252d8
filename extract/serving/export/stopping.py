"""Ctrl-C while DuckDB works: it ends the export, whatever DuckDB and Arrow make of it."""

from collections.abc import Iterator
from contextlib import contextmanager

import duckdb


@contextmanager
def ctrl_c_ends() -> Iterator[None]:
    """Raise KeyboardInterrupt for the errors that a query ends with when a signal came (DuckDB 1.5.5)."""
    try:
        yield
    except (RuntimeError, OSError, duckdb.Error) as error:
        if "interrupt" in str(error).lower():
            raise KeyboardInterrupt from error
        raise
