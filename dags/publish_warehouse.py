"""When facts arrive: load, check, link, build, check again, publish.

**When red.** `load`: the batch that the log names is damaged; the others are loaded and go on to be published.
`check_batches`: only when the check itself broke; a bad batch is quarantined, named in the log, and stays out. `build`,
`check_marts`: the warehouse as it would have been breaks a rule that the log names; readers keep the old one. Mend the cause
and clear from `load`. Where most rows are gone and that is meant, trigger the DAG with `allow_shrink`; to make every row anew,
with `full`. `publish`: disk, or a leftover `.wal` beside the published file; the log says which. What was published is wrong:
`daybook publish --rollback`. `all_green` is red where another task is.
"""

from datetime import timedelta

from airflow.providers.standard.operators.empty import EmptyOperator
from airflow.sdk import DAG, Param, get_current_context, task

from dags._alerts import deadline
from dags._common import DEFAULT_ARGS, DUCKDB_WRITER, FACTS, START, WAREHOUSE, lineage_parents, step
from extract import pipeline

with DAG(
    dag_id="publish_warehouse",
    schedule=[FACTS],
    start_date=START,
    catchup=False,
    max_active_runs=1,
    deadline=deadline(timedelta(hours=3)),
    default_args=DEFAULT_ARGS | {"pool": DUCKDB_WRITER},
    params={
        "full": Param(False, type="boolean", description="Make every row of the marts anew, also what did not change."),
        "allow_shrink": Param(
            False, type="boolean", description="Publish although most rows of the last build are gone."
        ),
    },
    doc_md=__doc__,
    tags=["daybook", "on facts"],
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

    @task(execution_timeout=timedelta(hours=2))
    def build() -> dict[str, int]:
        """The marts, by dbt."""
        with step() as context:
            full = get_current_context()["params"]["full"]
            return pipeline.build(context, full=full, lineage_parents=lineage_parents()).as_dict()

    @task
    def check_marts() -> dict[str, int]:
        """Great Expectations over the marts; red means nothing is published."""
        with step() as context:
            allow_shrink = get_current_context()["params"]["allow_shrink"]
            return pipeline.check_marts(context, allow_shrink=allow_shrink).as_dict()

    @task(outlets=[WAREHOUSE])
    def publish() -> dict[str, int]:
        """The published file, swapped in by one rename."""
        with step() as context:
            return pipeline.publish(context, get_current_context()["run_id"]).as_dict()

    loaded, published = load(), publish()
    loaded >> check_batches() >> link() >> build() >> check_marts() >> published
    published >> EmptyOperator(task_id="all_green", trigger_rule="none_failed") << loaded
