"""A connection to a lake: DuckDB in memory, the lake attached and in use: SQL says `raw.articles` as it does in a file."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import parse_qsl, unquote, urlsplit

import duckdb

from extract.contract.quoting import identifier, literal
from extract.errors import LakeUnreachable, NothingBuilt, WarehouseError
from extract.store.lake.extensions import load_extensions
from extract.store.lake.place import LakePlace

# The database that SQL names: `current_database()`.
LAKE = "lake"
# DuckDB's secret that says where the lake is: an attachment names it and shows nothing.
_NAMED = "daybook_lake"
ATTACHED = f"ducklake:{_NAMED}"

TABLES = "tables/"
# How libpq says that a database does not answer, or no more; DuckDB puts the query before it.
_LOST = re.compile(
    r"(connection to server (at|on)|server closed the connection|terminating connection|no connection to the server"
    r"|could not (connect|receive data|send data)|SSL SYSCALL|SSL connection has been closed|FATAL:).*"
)
_UNANSWERED = re.compile(
    r".*(HTTP (Error|GET|PUT|POST|HEAD|DELETE)|Could not establish connection|Connection error|HTTP [45]\d\d).*"
)
_UNCONNECTED = re.compile(r"Unable to connect to Postgres.*")


def prepare(connection: duckdb.DuckDBPyConnection, place: LakePlace) -> None:
    """Load the extensions and make the secrets by which `ATTACHED` can be attached. Nothing is kept on disk."""
    connection.execute("set autoinstall_known_extensions = false; set allow_persistent_secrets = false")
    load_extensions(connection)
    connection.execute("set TimeZone = 'UTC'")
    for name, kind, options in (
        ("daybook_store", "s3", _store_options(place)),
        ("daybook_catalog", "postgres", _catalog_options(place)),
    ):
        said = ", ".join(f"{key} {literal(value)}" for key, value in options.items())
        connection.execute(f"create secret {name} (type {kind}, {said})")
    connection.execute(
        f"create secret {_NAMED} (type ducklake, metadata_path '', data_path {literal(place.uri(TABLES))}, "
        "metadata_parameters map {'type': 'postgres', 'secret': 'daybook_catalog'})"
    )


@contextmanager
def open_lake(
    place: LakePlace, *, read_only: bool = False, snapshot: int | None = None
) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection in UTC with the lake in use. snapshot: see it as it was then, read-only.

    Raises LakeUnreachable where catalogue or store cannot be reached.
    """
    with explain_lake(place), duckdb.connect() as connection:
        prepare(connection, place)
        attach(connection, read_only=read_only, snapshot=snapshot)
        yield connection


def attach(connection: duckdb.DuckDBPyConnection, *, read_only: bool = False, snapshot: int | None = None) -> None:
    """Attach the lake of a connection that is prepared, and use it."""
    connection.execute(attach_sql(LAKE, read_only=read_only, snapshot=snapshot))
    connection.execute(f"use {identifier(LAKE)}")


def attach_sql(name: str, *, read_only: bool = False, snapshot: int | None = None) -> str:
    """The statement that attaches it under a name."""
    options = ["read_only"] if read_only or snapshot is not None else []
    if snapshot is not None:
        options.append(f"snapshot_version {int(snapshot)}")
    return f"attach {literal(ATTACHED)} as {identifier(name)}" + (f" ({', '.join(options)})" if options else "")


@contextmanager
def explain_lake(place: LakePlace) -> Iterator[None]:
    """Turn what DuckDB says of a lake that it cannot reach into LakeUnreachable; other errors pass."""
    try:
        yield
    except duckdb.Error as error:
        if said := explain_lake_error(place, str(error)):
            raise said from error
        raise


def explain_lake_error(place: LakePlace, message: str) -> WarehouseError | None:
    """What DuckDB says of a lake, as a person can act on it; None where that is nothing about reaching it."""
    if "Existing DuckLake at metadata catalog" in message:
        return NothingBuilt(f"the lake {place.store} holds no tables yet", hint="daybook load")
    if lost := _LOST.search(message) or _UNCONNECTED.search(message):
        return LakeUnreachable(
            f"the catalogue of the lake cannot be reached: {_without_password(place, lost[0].strip())}",
            hint="check DAYBOOK_LAKE_CATALOG, and that PostgreSQL answers from here",
        )
    if failed := _UNANSWERED.search(message):
        return LakeUnreachable(
            f"the store of the lake, {place.store}, cannot be read or written: {failed[0].strip()}",
            hint="check DAYBOOK_LAKE_STORE, DAYBOOK_LAKE_ENDPOINT and the key, and that the server answers from here",
        )
    return None


def _without_password(place: LakePlace, message: str) -> str:
    password = urlsplit(place.catalog).password
    return message.replace(unquote(password), "…") if password else message


def _store_options(place: LakePlace) -> dict[str, str]:
    options = {"key_id": place.key_id, "secret": place.secret, "region": place.region, "scope": place.uri("")}
    if place.endpoint:
        server = urlsplit(place.endpoint)
        options |= {"endpoint": server.netloc, "url_style": "path", "use_ssl": str(server.scheme == "https").lower()}
    return options


def _catalog_options(place: LakePlace) -> dict[str, str]:
    """What DuckDB's secret for PostgreSQL takes, of a URL as libpq reads it."""
    url = urlsplit(place.catalog)
    given = dict(parse_qsl(url.query))
    options = {
        "host": unquote(url.hostname or given.get("host", "")),
        "port": str(url.port or given.get("port", "")),
        "database": unquote(url.path.lstrip("/")) or given.get("dbname", ""),
        "user": unquote(url.username or given.get("user", "")),
        "password": unquote(url.password or given.get("password", "")),
    }
    return {name: value for name, value in options.items() if value}
