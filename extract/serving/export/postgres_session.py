"""A connection to PostgreSQL through DuckDB, beside the published warehouse; no password is ever taken or shown."""

import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib.util import find_spec
from pathlib import Path
from typing import NoReturn
from urllib.parse import unquote

import duckdb

from extract.contract import quoting
from extract.errors import InputError, WarehouseLocked
from extract.serving.export.postgres_types import NUL_BECOMES
from extract.store.lake.place import LakePlace
from extract.store.published import require_published

_CONNECT = "PGHOST=HOST PGDATABASE=NAME PGUSER=ROLE PGPASSFILE=FILE daybook export postgres"
# In a transaction that lasts as long as an export, whatever the role's own limits are.
_NO_LIMITS = "set local statement_timeout = 0; set local idle_in_transaction_session_timeout = 0;"
# The same for a limit that PostgreSQL has from 17 on.
_NO_LIMIT_OF_17 = "select set_config(name, '0', true) from pg_catalog.pg_settings where name = 'transaction_timeout'"


class PostgresSession:
    """Statements for PostgreSQL, and rows from the published warehouse; both through `connection`."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, wait_seconds: float) -> None:
        self.connection = connection
        self._wait_seconds = wait_seconds

    def execute(self, sql: str) -> None:
        """Run statements of PostgreSQL. Raises InputError with its words."""
        with _explained():
            self.connection.execute("call postgres_execute('target', $1)", [sql])

    def query(self, sql: str) -> list[tuple[object, ...]]:
        """The rows of a query of PostgreSQL."""
        with _explained():
            return self.connection.execute("from postgres_query('target', $1)", [sql]).fetchall()

    def copy(self, sql: str) -> int:
        """Run an insert of DuckDB into `target`; how many rows it wrote."""
        with _explained():
            found = self.connection.execute(sql).fetchone()
        return int(found[0]) if found else 0

    @contextmanager
    def transaction(self, lock: str) -> Iterator[None]:
        """All of it or nothing; one at a time for each `lock`, for as long as the block lasts.

        Raises WarehouseLocked where another holds the lock, or a reader a table, for longer than is waited.
        """
        # The lock has a transaction of its own: what is written then sees what was written by the one before.
        with self.connection.cursor() as other, PostgresSession(other, self._wait_seconds)._began() as holder:
            holder.execute(f"select pg_advisory_xact_lock(hashtext('daybook export'), hashtext({literal(lock)}))")
            with self._began():
                yield

    @contextmanager
    def _began(self) -> Iterator["PostgresSession"]:
        self.connection.execute("begin")
        try:
            # To PostgreSQL, 0 is for ever.
            self.execute(f"{_NO_LIMITS} set local lock_timeout = {max(1, round(self._wait_seconds * 1000))}")
            self.query(_NO_LIMIT_OF_17)
            yield self
            with _explained():
                self.connection.execute("commit")
        except BaseException:
            # Where it fails the connection is gone, and the transaction with it.
            with suppress(duckdb.Error):
                self.connection.execute("rollback")
            raise


@contextmanager
def open_for_copy(where: Path | LakePlace) -> Iterator[duckdb.DuckDBPyConnection]:
    """The published warehouse, in a DuckDB that can write elsewhere. Raises WarehouseError as `require_published` does.

    Raises InputError for a lake.
    """
    if isinstance(where, LakePlace):
        # What DuckDB is told of the PostgreSQL it writes to would hold for the one that has the lake's catalogue, too.
        raise InputError("a lake cannot be exported into PostgreSQL", hint="daybook export parquet FOLDER")
    path = require_published(where)
    with duckdb.connect(config={"autoinstall_known_extensions": "false"}) as connection:
        connection.execute("set temp_directory = ''; set TimeZone = 'UTC'; set threads = 2; set memory_limit = '2GB'")
        # DuckDB's own stored secrets would say where PostgreSQL is, unseen: it is shown a place that has none.
        connection.execute(f"set secret_directory = {quoting.literal(str(path.with_name('no-secrets')))}")
        connection.execute(f"attach {quoting.literal(str(path))} as published (read_only)")
        connection.execute("use published")
        yield connection


def connect(connection: duckdb.DuckDBPyConnection, dsn: str, wait_seconds: float) -> PostgresSession:
    """Open PostgreSQL beside what is open. dsn: what libpq's variables (PGHOST, PGSERVICE, PGPASSFILE) do not say.

    Raises InputError for a password in the dsn, and where PostgreSQL cannot be reached.
    """
    _refuse_password(dsn)
    connection.execute(f"load {quoting.literal(_extension())}")
    connection.execute(f"set pg_null_byte_replacement = '{NUL_BECOMES}'")
    # Lists go as text that `sent` writes: DuckDB 1.5.5 makes a null of an element that reads NULL.
    connection.execute("set pg_array_as_varchar = true; set pg_use_binary_copy = false")
    with _explained():
        connection.execute(f"attach {quoting.literal(dsn)} as target (type postgres)")
    return PostgresSession(connection, wait_seconds)


def literal(text: str) -> str:
    """A text as PostgreSQL's SQL writes it, whatever the server's settings are."""
    escaped = text.replace("\0", NUL_BECOMES).replace("\\", "\\\\").replace("'", "''")
    return f"E'{escaped}'"


def _extension() -> str:
    # DuckDB would download it; it comes as a package.
    spec = find_spec("duckdb_extension_postgres_scanner")
    if spec is None or spec.origin is None:
        raise InputError("the package duckdb-extension-postgres-scanner is missing", hint="make setup")
    (found,) = Path(spec.origin).parent.glob(f"extensions/v{duckdb.__version__}/postgres_scanner.duckdb_extension")
    return str(found)


def _refuse_password(dsn: str) -> None:
    # As a keyword (password=, oauth_client_secret=) or between the colon and the @ of an address, in which percent signs escape.
    # Not repeated: errors are logged.
    dsn = unquote(dsn)
    if re.search(r"(password|secret)\s*=", dsn, re.IGNORECASE) or re.match(r"\s*\w+://[^@]*:[^@]*@", dsn):
        raise InputError(
            "the --dsn holds a password, which everyone on this machine can see: it is not used",
            hint=f"put the password in a file (~/.pgpass) or a service; {_CONNECT}",
        )


@contextmanager
def _explained() -> Iterator[None]:
    """Turn what DuckDB says of PostgreSQL into our errors, without the statement and the address that it repeats."""
    try:
        yield
    except duckdb.InterruptException:
        raise
    except duckdb.Error as error:
        if isinstance(error, duckdb.IOException) and "ostgres" not in str(error):
            # The published file, not PostgreSQL.
            raise
        _raise_explained(str(error))


def _raise_explained(said: str) -> NoReturn:
    # `from None`: a traceback would show what is left out here.
    if "Unable to connect" in said:
        reason = " ".join(said.split('": ', 1)[-1].split())
        raise InputError(f"cannot connect to PostgreSQL: {reason}", hint=_CONNECT) from None
    found = re.search(r"(?:ERROR|FATAL):\s+(.*?)(?:\nLINE |\nCONTEXT|\nHINT|$)", said, re.DOTALL)
    reason = " ".join((found[1] if found else said).split())
    if "lock timeout" in reason:
        raise WarehouseLocked(
            "another export to this schema is going on, or a reader holds a table of it",
            hint="wait for it to end, or raise DAYBOOK_LOCK_WAIT_SECONDS",
        ) from None
    raise InputError(f"PostgreSQL refused: {reason}", hint="daybook export postgres --help") from None
