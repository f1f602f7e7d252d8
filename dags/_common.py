"""What the DAGs share: the assets that wake them, the pool of the one writer, and which task is tried again how often."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

from airflow.sdk import Asset, get_current_context
from airflow.sdk.exceptions import AirflowFailException, AirflowSkipException

from dags._alerts import TellOnCall
from extract import pipeline
from extract.errors import GateBroken, GateFailed, InputError, NothingBuilt, SettingsError

ARTICLES = Asset(name="articles", uri="daybook://articles")
FACTS = Asset(name="facts", uri="daybook://facts")
WAREHOUSE = Asset(name="warehouse", uri="daybook://warehouse")

# DuckDB has one writer: one slot. `make demo` and `make up` create the pool; docker/README.md says how.
DUCKDB_WRITER = "duckdb_writer"
# Airflow maps a task at most 1,024 times.
MOST_MAPPED = 500

START = datetime(2025, 1, 1, tzinfo=UTC)

DEFAULT_ARGS = {
    "owner": "daybook",
    "retries": 2,
    "retry_delay": timedelta(seconds=30),
    "retry_exponential_backoff": True,
    "max_retry_delay": timedelta(minutes=10),
    "execution_timeout": timedelta(hours=1),
    "on_failure_callback": TellOnCall(),
}


def mapped_tasks() -> int:
    """How many tasks of a DAG extract or read at a time: a setting. Where one is wrong, every task says which."""
    try:
        return pipeline.open_context().settings.mapped_tasks
    except SettingsError:
        return 1


def in_groups(batch_ids: list[str]) -> list[list[str]]:
    """Batches in at most five hundred groups, so that a task can be mapped over them: a year of archives has more batches."""
    size = max(1, -(-len(batch_ids) // MOST_MAPPED))
    return [batch_ids[start : start + size] for start in range(0, len(batch_ids), size)]


MAPPED_TASKS = mapped_tasks()


@contextmanager
def step() -> Iterator[pipeline.Context]:
    """The context of one task. A wrong setting, a wrong input and a red gate fail it at once: trying again mends none."""
    task = get_current_context()["ti"]
    names = {name: getattr(task, name) for name in ("dag_id", "run_id", "task_id", "map_index", "try_number")}
    try:
        with pipeline.log_context(**names):
            yield pipeline.open_context()
    except NothingBuilt as nothing:
        raise AirflowSkipException(str(nothing)) from nothing
    except GateBroken:
        # Memory or a disk may have been short: the next attempt may be able to check.
        raise
    except (SettingsError, InputError, GateFailed) as error:
        raise AirflowFailException(str(error)) from error


def lineage_parents() -> tuple[str, ...]:
    """Who runs what this task runs, as OpenLineage names it: the task, its DAG's run; nothing without OpenLineage."""
    try:
        from airflow.providers.openlineage.plugins import macros  # noqa: PLC0415 - of the extra `cluster`
    except ImportError:
        return ()
    task = get_current_context()["ti"]
    return macros.lineage_parent_id(task), macros.lineage_root_parent_id(task)
