"""Exports the published warehouse into a schema of PostgreSQL, in one transaction: readers see the old rows or the new ones."""

from collections.abc import Iterable
from pathlib import Path

from extract.contract.quoting import identifier
from extract.errors import InputError
from extract.runtime.failpoints import failpoint
from extract.runtime.logs import log
from extract.serving.export.contents import Contents, Exported, Table, all_rows, read_contents
from extract.serving.export.postgres_schema import MARK, Schema
from extract.serving.export.postgres_session import PostgresSession, connect, literal, open_for_copy
from extract.serving.export.postgres_types import sent
from extract.serving.export.stopping import ctrl_c_ends
from extract.store.lake.place import LakePlace
from extract.store.published import explain_damage

# What PostgreSQL keeps of a name.
_NAME_BYTES = 63


def export_postgres(
    where: Path | LakePlace, schema: str, dsn: str = "", wanted: Iterable[str] = (), wait_seconds: float = 60
) -> Exported:
    """Make the tables of `schema` those of the publication. Raises as `connect`, `Schema` and `read_contents` do.

    Rows are deleted and inserted, not truncated: who reads meanwhile is neither kept waiting nor shown an empty table.
    """
    if len(schema.encode()) > _NAME_BYTES:
        raise InputError(f"the name of the schema is longer than {_NAME_BYTES} bytes", hint="--schema daybook")
    with ctrl_c_ends(), explain_damage(where), open_for_copy(where) as connection:
        # First: a list of tables made later would be one of all that PostgreSQL holds, too.
        contents = read_contents(connection, wanted)
        session = connect(connection, dsn, wait_seconds)
        with session.transaction(schema):
            target = Schema(session, schema)
            target.drop_others(table.name for table in contents.tables)
            for table in contents.tables:
                target.fit(table)
            # Every table has its shape before DuckDB first looks: it keeps what it saw.
            counts = {table.name: _replace_rows(session, target, table) for table in contents.tables}
            _mark(session, target, contents, counts)
            failpoint("export.commit")
        failpoint("export.committed")
    return Exported(len(counts), sum(counts.values()), contents.publication.generation)


def _replace_rows(session: PostgresSession, target: Schema, table: Table) -> int:
    session.execute(f"delete from {target.named(table.name)}")
    names = ", ".join(identifier(column.name) for column in table.columns)
    values = all_rows(table, ", ".join(sent(column) for column in table.columns))
    rows = session.copy(f"insert into {identifier('target', target.name, table.name)} ({names}) {values}")
    target.index(table)
    target.explain(table)
    log("table exported", table=table.name, rows=rows)
    failpoint("export.table")
    return rows


def _mark(session: PostgresSession, target: Schema, contents: Contents, counts: dict[str, int]) -> None:
    """Write down which tables are ours, and of which publication their rows are."""
    told = contents.publication
    publication = f"{told.generation}, {literal(told.published_at.isoformat())}, {literal(told.marts_version)}, now()"
    rows = ", ".join(f"({literal(name)}, {count}, {publication})" for name, count in counts.items())
    session.execute(f"delete from {target.named(MARK)}; insert into {target.named(MARK)} values {rows}")
