"""Ids of the last good build that are no longer used, and where their members are now."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from extract.contract.quoting import literal
from extract.contract.tables import IdRedirect, Row
from extract.store.lake.connection import attach_sql
from extract.store.lake.place import LakePlace
from extract.store.warehouse import build_path


@contextmanager
def attach_build(connection: duckdb.DuckDBPyConnection, where: Path | LakePlace) -> Iterator[bool]:
    """The last good build beside the candidate, as the database `built`; False where there is none yet.

    Open no transaction before it, and end yours inside.
    """
    attaching = _attach_snapshot(where) if isinstance(where, LakePlace) else _attach_file(build_path(where))
    if attaching is None:
        yield False
        return
    connection.execute(attaching)
    try:
        yield True
    finally:
        connection.execute("detach built")


def _attach_file(path: Path) -> str | None:
    return f"attach {literal(str(path))} as built (read_only)" if path.exists() else None


def _attach_snapshot(place: LakePlace) -> str | None:
    from extract.store.lake.history import last_good_snapshot  # noqa: PLC0415 - it needs packages that a home does not
    from extract.store.lake.ledger import read_lake_ledger  # noqa: PLC0415 - as above

    snapshot = last_good_snapshot(read_lake_ledger(place))
    return None if snapshot is None else attach_sql("built", read_only=True, snapshot=snapshot)


def moved_ids(connection: duckdb.DuckDBPyConnection, table: type[Row], member: str, identity: str) -> dict[str, str]:
    """Ids that the build has and the candidate has not, to the id that their smallest member has now.

    table, member, identity: a link table and its two columns. Ids whose members are all gone are left out.
    """
    name = table.table
    query = (
        f"select old.{identity}, arg_min(now.{identity}, now.{member}) as new_id from built.raw.{name} as old "
        f"inner join raw.{name} as now on old.{member} = now.{member} "
        f"where old.{identity} not in (select {identity} from raw.{name}) group by old.{identity}"
    )
    return dict(connection.execute(query).fetchall())


def ids_in_use(
    connection: duckdb.DuckDBPyConnection, table: type[Row], identity: str, ids: Collection[str]
) -> set[str]:
    """Those of the ids that the candidate's link table has."""
    query = f"select distinct {identity} from raw.{table.table} where {identity} in (select unnest($1::varchar[]))"
    return {row[0] for row in connection.execute(query, [sorted(ids)]).fetchall()}


def built_redirects(connection: duckdb.DuckDBPyConnection) -> list[IdRedirect]:
    """The redirects of the last good build."""
    rows = connection.execute(
        "select kind, old_id, new_id from built.raw.id_redirects order by kind, old_id"
    ).fetchall()
    return [IdRedirect(kind=kind, old_id=old_id, new_id=new_id) for kind, old_id, new_id in rows]
