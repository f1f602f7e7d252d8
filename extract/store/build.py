"""Builds the marts: runs dbt on a warehouse file in this process, its data tests included, and says what failed."""

import contextlib
import os
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

from extract.errors import GateFailed, WarehouseError
from extract.store.lake.connection import LAKE, explain_lake_error, open_lake
from extract.store.lake.place import LakePlace
from extract.store.lineage import Told, tell_lineage
from extract.store.warehouse import explain

if TYPE_CHECKING:
    from dbt.artifacts.schemas.run import RunResult

_DATABASE_VARIABLE = "DAYBOOK_DUCKDB"  # read by dbt_project/profiles.yml
_BAD = ("error", "fail", "runtime error", "partial success")
# A message names this many failures and this many rows of each; the rest is a number.
_MAX_FAILURES = 10
_MAX_ROWS = 3
_MAX_ROW_CHARS = 200
# How DuckDB begins to say that a file, and no row, is at fault.
_FILE_ERROR = re.compile(r"\b(IO|TransactionContext|FATAL) Error\b")


@dataclass(frozen=True, slots=True)
class BuildResult:
    """What a build did: `counts` maps a kind and its status ("model.success", "test.pass", "test.warn") to a number."""

    counts: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class _Failure:
    name: str
    message: str
    query: str | None


def default_project_dir() -> Path:
    """The dbt project beside the package. Raises WarehouseError where there is none."""
    path = Path(__file__).parents[2] / "dbt_project"
    if not (path / "dbt_project.yml").exists():
        raise WarehouseError(
            f"no dbt project at {path}", hint="install daybook from a checkout: pip install --editable ."
        )
    return path


def build_marts(
    database: Path | LakePlace,
    project_dir: Path,
    work_dir: Path,
    *,
    is_full: bool = True,
    warehouse: Path | LakePlace | None = None,
    lineage_parents: Sequence[str] = (),
) -> BuildResult:
    """Build seeds, models and data tests on a warehouse file; nobody holds the file afterwards.

    database: a DuckDB file with the schema `raw`, or a lake. work_dir: where dbt keeps what it compiled, and its log. is_full:
    make every row anew; else those that changed since the last build (`extract.store.build_books`), whose marts must be there.
    warehouse: the file that the build will be, as lineage names it; the database itself where it stays what it is.
    lineage_parents: see `extract.store.lineage`, which tells of the build where OpenLineage is configured.
    Raises GateFailed naming the tests and models that failed, how many rows, and the first of them; WarehouseError where
    dbt could not run at all.
    """
    # The views of the raw tables are there and say the same: the project is the one that made them. What is tested of a whole
    # view then holds as well.
    extent = ["--full-refresh"] if is_full else ["--exclude", "path:staging,resource_type:model", "tag:whole"]
    # Only what is named is left out, and no test that looks at such a view.
    command = ["build", "--exclude-resource-type", "unit_test", "--indirect-selection", "empty", *extent]
    with tell_lineage(Told(project_dir, work_dir / "target", _lineage_name(warehouse or database), lineage_parents)):
        results = run_dbt(command, database, project_dir, work_dir)
        failures = [_failure(result) for result in results if result.status in _BAD]
        if failures:
            _require_file(database, failures)
            skipped = sum(str(result.status) == "skipped" for result in results)
            raise GateFailed(_describe(failures, skipped, database), hint=f"less {work_dir / 'logs' / 'dbt.log'}")
    counts = Counter(f"{result.node.resource_type}.{result.status}" for result in results)
    return BuildResult(counts=dict(sorted(counts.items())))


def _lineage_name(database: Path | LakePlace) -> Path | str:
    return database.store if isinstance(database, LakePlace) else database.absolute()


def run_dbt(
    arguments: Sequence[str], database: Path | LakePlace, project_dir: Path, work_dir: Path
) -> list["RunResult"]:
    """Run one dbt command in this process and return its results (dbt's `RunResult`). Raises WarehouseError if it could not."""
    # dbt takes 1.5 s to import: only who builds pays for it.
    from dbt.adapters.duckdb.connections import DuckDBConnectionManager  # noqa: PLC0415
    from dbt.artifacts.schemas.run import RunExecutionResult  # noqa: PLC0415
    from dbt.cli.main import dbtRunner  # noqa: PLC0415

    folders = {
        "--project-dir": project_dir,
        "--profiles-dir": project_dir,
        "--target-path": work_dir / "target",
        "--log-path": work_dir / "logs",
    }
    options = [part for name, folder in folders.items() for part in (name, str(folder.absolute()))]
    # stdout belongs to the step's counts: what dbt has to say goes to its log.
    quiet = [
        "--no-send-anonymous-usage-stats",
        "--log-level",
        "none",
        "--log-level-file",
        "info",
        "--no-use-colors-file",
    ]
    with _at(database) as target:
        options += ["--target", target]
        try:
            done = dbtRunner().invoke([*arguments, *options, *quiet])
        finally:
            # The file is about to be renamed: no connection may outlive the run, or a checkpoint comes after it.
            if vars(DuckDBConnectionManager)["_ENV"] is not None:
                DuckDBConnectionManager.env().close()  # type: ignore[no-untyped-call]
            DuckDBConnectionManager.close_all_connections()  # type: ignore[no-untyped-call]
    if not isinstance(done.result, RunExecutionResult):
        log = work_dir / "logs" / "dbt.log"
        if isinstance(database, LakePlace) and (said := explain_lake_error(database, str(done.exception))):
            raise said
        name = database.store if isinstance(database, LakePlace) else database
        raise WarehouseError(f"dbt {arguments[0]} on {name} could not run: {done.exception}", hint=f"less {log}")
    return list(done.result.results)


@contextmanager
def _at(database: Path | LakePlace) -> Iterator[str]:
    """Inside the block dbt finds the database; gives the target of its profile."""
    if isinstance(database, LakePlace):
        from extract.store.lake.dbt_plugin import dbt_builds  # noqa: PLC0415 - it imports dbt

        with dbt_builds(database), _environment({_DATABASE_VARIABLE: LAKE}):
            yield "lake"
        return
    # Named from its own folder: dbt parses the project anew for a connection of another name, which takes seconds.
    with _environment({_DATABASE_VARIABLE: database.name}), contextlib.chdir(database.absolute().parent):
        yield "build"


@contextmanager
def _environment(variables: Mapping[str, str]) -> Iterator[None]:
    before = {name: os.environ.get(name) for name in variables}
    os.environ.update(variables)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name)
            else:
                os.environ[name] = value


def _failure(result: "RunResult") -> _Failure:
    if str(result.status) == "fail":
        return _Failure(result.node.name, f"{result.failures} rows", getattr(result.node, "compiled_code", None))
    return _Failure(result.node.name, " ".join((result.message or str(result.status)).split()), None)


def _require_file(database: Path | LakePlace, failures: Sequence[_Failure]) -> None:
    """Raise WarehouseError where a model or a test failed for want of room, or by the file itself: no row is wrong then."""
    for failure in failures:
        if failure.query is None and _FILE_ERROR.search(failure.message):
            explained = (
                explain_lake_error(database, failure.message)
                if isinstance(database, LakePlace)
                else explain(database, failure.message)
            )
            if explained:
                raise explained


def _describe(failures: Sequence[_Failure], skipped: int, database: Path | LakePlace) -> str:
    lines = [f"{len(failures)} checks of the marts failed; {skipped} models and checks behind them were not run"]
    opened = (
        open_lake(database, read_only=True)
        if isinstance(database, LakePlace)
        else duckdb.connect(str(database), read_only=True)
    )
    with opened as connection:
        for failure in failures[:_MAX_FAILURES]:
            lines.append(f"  {failure.name}: {failure.message}{_first_rows(connection, failure)}")
    if len(failures) > _MAX_FAILURES:
        lines.append(f"  and {len(failures) - _MAX_FAILURES} more")
    return "\n".join(lines)


def _first_rows(connection: duckdb.DuckDBPyConnection, failure: _Failure) -> str:
    if not failure.query:
        return ""
    cursor = connection.execute(f"select * from ({failure.query}) limit {_MAX_ROWS}")
    names = [column[0] for column in cursor.description or ()]
    rows = [", ".join(f"{name}={value}" for name, value in zip(names, row, strict=True)) for row in cursor.fetchall()]
    return "".join(f"\n    {row[:_MAX_ROW_CHARS]}" for row in rows)
