"""What the DAGs share: the assets that wake them, the pool of the one writer, and how often a task is tried again."""

from datetime import UTC, datetime, timedelta

from airflow.sdk import Asset

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
