"""The schema `daybook` of the lake's PostgreSQL database, beside DuckLake's catalogue: what is no table of the lake.

ledger      one row per line of the ledger, in order
load_seq    numbers the changes of all loaders
maker       one row: which Daybook wrote the lake
hosts       one row per web host, by its hash: when it was last asked
"""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from extract.errors import LakeUnreachable, SettingsError, WarehouseError
from extract.store.lake.place import LakePlace

if TYPE_CHECKING:
    from psycopg2 import extensions

_CONNECT_SECONDS = 10
# Two that come first at once: the second waits until the tables are there.
MAKING = 7_214_001
_TABLES = f"""
begin;
select pg_advisory_xact_lock({MAKING});
create schema if not exists daybook;
create table if not exists daybook.ledger (
    id bigserial primary key, written_at timestamptz not null default now(), line jsonb not null
);
create sequence if not exists daybook.load_seq;
create table if not exists daybook.maker (said jsonb not null);
create table if not exists daybook.hosts (host bigint primary key, started_at timestamptz not null);
commit;
"""


@contextmanager
def open_catalog(place: LakePlace, purpose: str = "") -> Iterator["extensions.connection"]:
    """A connection of psycopg2 to the catalogue's database, each statement by itself, the schema `daybook` made.

    purpose: what it is for, which PostgreSQL shows in `pg_stat_activity`. Raises LakeUnreachable.
    """
    connection = connect(place, purpose)
    import psycopg2  # noqa: PLC0415 - who has no lake need not have it

    try:
        make_tables(connection)
        yield connection
    except (psycopg2.OperationalError, psycopg2.InterfaceError) as error:
        raise _unreachable("was lost", error) from error
    finally:
        # Where the server is gone, there is nothing to close.
        with suppress(Exception):
            connection.close()


def make_tables(connection: "extensions.connection") -> None:
    """Make the schema `daybook` where it is not there yet; of several that come first at once, one makes it."""
    with connection.cursor() as cursor:
        cursor.execute("select to_regclass('daybook.maker')")
        if cursor.fetchone() == (None,):
            cursor.execute(_TABLES)


def connect(place: LakePlace, purpose: str = "") -> "extensions.connection":
    """The connection alone. Raises LakeUnreachable, and WarehouseError where the package is missing."""
    try:
        import psycopg2  # noqa: PLC0415 - who has no lake need not have it
    except ImportError as error:
        raise WarehouseError("a lake needs the package psycopg2-binary", hint="pip install 'daybook[lake]'") from error
    try:
        connection = psycopg2.connect(
            place.catalog,
            connect_timeout=_CONNECT_SECONDS,
            application_name=f"daybook {purpose}".strip()[:63],
            keepalives_idle=30,
            keepalives_interval=10,
            keepalives_count=3,
            tcp_user_timeout=60_000,
        )
    except psycopg2.OperationalError as error:
        raise _unreachable("cannot be reached", error) from error
    except psycopg2.ProgrammingError:
        # What it says repeats the address, and with it the password.
        raise SettingsError(
            "DAYBOOK_LAKE_CATALOG is no address of a PostgreSQL database",
            hint="postgresql://user:password@host:5432/name",
        ) from None
    connection.autocommit = True
    return connection


def _unreachable(what: str, error: Exception) -> LakeUnreachable:
    first = next(iter(str(error).strip().splitlines()), "")
    return LakeUnreachable(
        f"the catalogue of the lake {what}: {first}",
        hint="check DAYBOOK_LAKE_CATALOG, and that PostgreSQL answers from here",
    )
