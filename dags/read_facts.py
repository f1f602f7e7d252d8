"""When articles arrive: read their facts, one task a batch.

**When red.** The batch named in the log could not be read (memory, a missing language model: `make setup`). Clear the task;
an article that cannot be read never turns it red: it is a row in `rejects`.
"""

from airflow.sdk import DAG, task

from dags._common import ARTICLES, DEFAULT_ARGS, FACTS, START, step
from extract import pipeline

with DAG(
    dag_id="read_facts",
    schedule=[ARTICLES],
    start_date=START,
    catchup=False,
    max_active_runs=1,
    default_args=DEFAULT_ARGS,
    doc_md=__doc__,
    tags=["daybook"],
):

    @task
    def list_stale_batches() -> list[str]:
        """The batches whose facts are missing, or read by an older model or older rules."""
        with step() as context:
            return pipeline.list_stale_batches(context)

    # Two at a time: each holds a language model of half a gigabyte.
    @task(outlets=[FACTS], max_active_tis_per_dag=2)
    def read_facts(batch_id: str) -> dict[str, int]:
        """The facts of one batch."""
        with step() as context:
            return pipeline.read_facts(context, [batch_id]).as_dict()

    read_facts.expand(batch_id=list_stale_batches())
