"""What is noted of builds: which project made the marts, and so whether the next one can keep the rows that did not change."""

import hashlib
from pathlib import Path

import duckdb

from extract.contract.derive import CONTRACT_VERSION
from extract.errors import WarehouseError
from extract.store.candidate import Candidate, mark_done
from extract.store.warehouse import build_path, open_warehouse, roll_back

# What decides what a row of a mart says. Of the seeds, corrections say themselves which rows they change; `event_types` stands in
# rows of other marts.
_LOGIC = (
    "dbt_project.yml",
    "macros/*.sql",
    "staging/*.sql",
    "intermediate/*.sql",
    "marts/*.sql",
    "marts/*.yml",
    "seeds/event_types.csv",
)


def project_version(project_dir: Path) -> str:
    """Names the contract and the logic of a dbt project: marts of another name are made anew, whole."""
    digest = hashlib.sha256(str(CONTRACT_VERSION).encode())
    for path in sorted({path for pattern in _LOGIC for path in project_dir.glob(pattern)}):
        digest.update(path.relative_to(project_dir).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:20]


def begin_build(candidate: Candidate, made_by: str) -> bool:
    """Note that a build begins; returns whether it has to make every row anew.

    That is so where another project made the marts, where links were made by other rules since, and after a build that was
    begun and did not end: its marts may be half old and half new. What was checked before is to be checked again.
    """
    connection = candidate.connection
    connection.execute("begin")
    try:
        is_full = not _is_built_by(connection, made_by)
        connection.execute("delete from raw.build_rules")
        connection.execute("delete from raw.steps_done where step = 'check_marts'")
        connection.execute("commit")
    except BaseException:
        roll_back(connection)
        raise
    return is_full


def require_built_by(connection: duckdb.DuckDBPyConnection, made_by: str) -> None:
    """Raise WarehouseError where a build did not end, links were made anew since it, or another project made the marts."""
    if not _is_built_by(connection, made_by):
        raise WarehouseError(
            "the marts are half built, older than the links, or made by another version of the dbt project",
            hint="daybook build, check-marts and publish, or daybook run",
        )


def is_build_of(home: Path, made_by: str) -> bool:
    """Whether the last good build is there and its marts were made by this version of the project."""
    path = build_path(home)
    if not path.exists():
        return False
    with open_warehouse(path, read_only=True) as connection:
        books = connection.execute(
            "select 1 from duckdb_tables() where schema_name = 'raw' and table_name = 'build_rules'"
        ).fetchall()
        return bool(books) and _is_built_by(connection, made_by)


def _is_built_by(connection: duckdb.DuckDBPyConnection, made_by: str) -> bool:
    return connection.execute("select made_by from raw.build_rules").fetchall() == [(made_by,)]


def end_build(candidate: Candidate, made_by: str) -> None:
    """Note that the marts show every change up to the candidate's latest."""
    connection = candidate.connection
    connection.execute("begin")
    try:
        connection.execute("insert into raw.build_rules values ($1)", [made_by])
        connection.execute("delete from raw.link_changes")
        mark_done(candidate, "build")
        connection.execute("commit")
    except BaseException:
        roll_back(connection)
        raise
