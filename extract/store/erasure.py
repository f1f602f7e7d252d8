"""What an erasure asks of the DuckDB files of a home: forms of a name, every text they hold, a copy without what was deleted."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from extract.contract.quoting import identifier, literal
from extract.errors import WarehouseError
from extract.runtime.failpoints import failpoint
from extract.store.digest import digest
from extract.store.files import sync_folder
from extract.store.generations import kept_generations, refuse_wal, sync_file
from extract.store.published import published_path
from extract.store.warehouse import build_path, explain_errors, open_warehouse, remove_database

_CHUNK = 2048


@dataclass(frozen=True, slots=True)
class PersonForm:
    """A form of a person's name that articles use."""

    entity_id: str
    name: str
    alias: str
    article_count: int


def read_person_forms(home: Path) -> list[PersonForm]:
    """Every form of every person in the last good build; empty before the first."""
    path = build_path(home)
    if not path.exists():
        return []
    query = (
        "select e.entity_id, e.name, a.alias, a.article_count from raw.entities e join raw.entity_aliases a "
        "using (entity_id) where e.kind = 'person' order by a.article_count desc, a.alias"
    )
    with open_warehouse(path, read_only=True) as connection:
        return [PersonForm(*row) for row in connection.execute(query).fetchall()]


def warehouse_files(home: Path) -> list[Path]:
    """Every DuckDB file of a home: build, candidate, published file and earlier generations."""
    found = [*sorted((home / "warehouse").glob("*.duckdb")), published_path(home), *kept_generations(home).values()]
    return [path for path in found if path.exists()]


def read_texts(path: Path) -> Iterator[tuple[str, str, str]]:
    """Table, column and text of every distinct text in a DuckDB file, lists of texts included."""
    query = (
        "select schema_name, table_name, column_name, data_type from duckdb_columns() "
        "where not internal and database_name = current_database() and data_type in ('VARCHAR', 'VARCHAR[]') "
        "and table_oid in (select table_oid from duckdb_tables()) order by all"
    )
    with open_warehouse(path, read_only=True) as connection:
        for schema, table, column, kind in connection.execute(query).fetchall():
            name = identifier(column)
            value = f"unnest({name})" if kind.endswith("[]") else name
            cursor = connection.cursor()
            cursor.execute(f"select distinct {value} from {identifier(schema, table)} where {name} is not null")
            while rows := cursor.fetchmany(_CHUNK):
                yield from ((table, column, text) for (text,) in rows if text)


def rewrite_build(home: Path) -> None:
    """Copy the last good build into a new file, as DuckDB leaves the bytes of deleted rows in the old one. Hold the write lock.

    Killed anywhere, the old or the new file is there. Raises WarehouseError where the copy differs.
    """
    path = build_path(home)
    if not path.exists():
        return
    refuse_wal(path)
    beside = path.with_suffix(".tmp")
    with explain_errors(beside):
        remove_database(beside)
        _copy(path, beside)
        if any(digest(path, schema) != digest(beside, schema) for schema in ("raw", "marts")):
            raise WarehouseError(f"{beside} does not hold the rows of {path.name}", hint="df -h")
        sync_file(beside)
        failpoint("erase.build")
        beside.replace(path)
        sync_folder(path.parent)


def _copy(path: Path, beside: Path) -> None:
    with open_warehouse(beside) as connection:
        (fresh,) = connection.execute("select current_database()").fetchone() or ("",)
        connection.execute(f"attach {literal(str(path))} as given (read_only)")
        connection.execute(f"copy from database given to {identifier(fresh)}")
        connection.execute("detach given")
        connection.execute("checkpoint")


def remove_earlier_generations(home: Path) -> int:
    """Remove every published file but the current one; returns how many went."""
    kept = kept_generations(home)
    for path in kept.values():
        remove_database(path)
    return len(kept)
