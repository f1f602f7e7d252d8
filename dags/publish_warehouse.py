"""When facts arrive: load, check, link, build, check again, publish.

**When red.** `load`: the batch that the log names is damaged; the others are loaded and go on to be published.
`check_batches`: only when the check itself broke; a bad batch is quarantined, named in the log, and stays out. `build`,
`check_marts`: the warehouse as it would have been breaks a rule that the log names; readers keep the old one. Mend the cause
and clear from `load`. `publish`: disk, or a leftover `.wal` beside the published file; the log says which.
"""

from airflow.sdk import DAG, get_current_context, task

from dags._common import DEFAULT_ARGS, DUCKDB_WRITER, FACTS, START, WAREHOUSE, step
from extract import pipeline

with DAG(
    dag_id="publish_warehouse",
    schedule=[FACTS],
    start_date=START,
    catchup=False,
    max_active_runs=1,
    default_args=DEFAULT_ARGS | {"pool": DUCKDB_WRITER},
    doc_md=__doc__,
    tags=["daybook"],
):

    @task
    def load() -> dict[str, int]:
        """New and changed batches into a candidate, a copy of the last good build."""
        with step() as context:
            return pipeline.load(context).as_dict()

    # all_done: a batch that could not be loaded stays behind, the others go on.
    @task(trigger_rule="all_done")
    def check_batches() -> dict[str, int]:
        """Great Expectations over the loaded batches; a bad one is quarantined."""
        with step() as context:
            return pipeline.check_batches(context).as_dict()

    @task
    def link() -> dict[str, int]:
        """Entities, stories and events across articles."""
        with step() as context:
            return pipeline.link(context).as_dict()

    @task
    def build() -> dict[str, int]:
        """The marts, by dbt."""
        with step() as context:
            return pipeline.build(context).as_dict()

    @task
    def check_marts() -> dict[str, int]:
        """Great Expectations over the marts; red means nothing is published."""
        with step() as context:
            return pipeline.check_marts(context).as_dict()

    @task(outlets=[WAREHOUSE])
    def publish() -> dict[str, int]:
        """The published file, swapped in by one rename."""
        with step() as context:
            return pipeline.publish(context, get_current_context()["run_id"]).as_dict()

    load() >> check_batches() >> link() >> build() >> check_marts() >> publish()
