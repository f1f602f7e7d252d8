"""Daily, at night: look after what is built.

**When red.** `audit`: a row of the last good build breaks a rule; the log and `quality/index.html` in the home say which rule,
how many rows, the ids of the first, and what to do. Readers keep what they have, and nothing is discarded: decide whether to
mend and build anew (`daybook build --full`), or to go back to an older generation.
"""

from datetime import timedelta

from airflow.sdk import DAG, CronDataIntervalTimetable, task

from dags._alerts import deadline
from dags._common import DEFAULT_ARGS, DUCKDB_WRITER, START, step
from extract import pipeline

with DAG(
    dag_id="maintain",
    # 02:30 UTC: few readers, and not when the hour's news come in.
    schedule=CronDataIntervalTimetable("30 2 * * *", timezone="UTC"),
    start_date=START,
    catchup=False,
    max_active_runs=1,
    deadline=deadline(timedelta(hours=6)),
    default_args=DEFAULT_ARGS | {"pool": DUCKDB_WRITER},
    doc_md=__doc__,
    tags=["daybook", "daily"],
):

    @task
    def audit() -> dict[str, int]:
        """Every rule over every row of the last good build, which it leaves as it is."""
        with step() as context:
            return pipeline.audit(context).as_dict()

    audit()
