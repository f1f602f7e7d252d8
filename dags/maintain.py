"""Daily, at night: let go of pages that their sources keep no longer, look after what is built, keep a lake small.

**When red.** `expire_pages`: the batch in the message is damaged, or steps that were running did not end in time. Mend the
batch as it says, then clear the task. What went leaves the tables with the next publish.

`audit`: a row of the last good build breaks a rule; the log and `quality/index.html` in the home say which rule, how many rows,
the ids of the first, and what to do. Readers keep what they have, and nothing is discarded: decide whether to mend and build anew
(`daybook build --full`), or to go back to an older generation.

`compact` (of a lake; of a home of files it has nothing to do): the lake's store or catalogue did not answer. Nothing is lost, and
the next night does it; without it, files and old snapshots pile up.
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
    def expire_pages() -> dict[str, int]:
        """Pages older than `retention_days` of their source."""
        with step() as context:
            return pipeline.expire_pages(context).as_dict()

    @task
    def audit() -> dict[str, int]:
        """Every rule over every row of the last good build, which it leaves as it is."""
        with step() as context:
            return pipeline.audit(context).as_dict()

    @task
    def compact() -> dict[str, int]:
        """Files of a lake merged, old snapshots let go of."""
        with step() as context:
            return pipeline.compact(context).as_dict()

    expire_pages()
    audit()
    compact()
