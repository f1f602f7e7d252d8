"""What the DAGs share: the assets that wake them, the pool of the one writer, and which task is tried again how often."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

from airflow.sdk import Asset
from airflow.sdk.exceptions import AirflowFailException

from extract import pipeline
from extract.errors import GateBroken, GateFailed, InputError, SettingsError

ARTICLES = Asset(name="articles", uri="daybook://articles")
FACTS = Asset(name="facts", uri="daybook://facts")
WAREHOUSE = Asset(name="warehouse", uri="daybook://warehouse")

# DuckDB has one writer: one slot. `make demo` creates the pool; docker/README.md says how.
DUCKDB_WRITER = "duckdb_writer"

START = datetime(2025, 1, 1, tzinfo=UTC)

DEFAULT_ARGS = {
    "owner": "daybook",
    "retries": 2,
    "retry_delay": timedelta(seconds=30),
    "retry_exponential_backoff": True,
    "max_retry_delay": timedelta(minutes=10),
    "execution_timeout": timedelta(hours=1),
}


@contextmanager
def step() -> Iterator[pipeline.Context]:
    """The context of one task. A wrong setting, a wrong input and a red gate fail it at once: trying again mends none."""
    try:
        yield pipeline.open_context()
    except GateBroken:
        # Memory or a disk may have been short: the next attempt may be able to check.
        raise
    except (SettingsError, InputError, GateFailed) as error:
        raise AirflowFailException(str(error)) from error
