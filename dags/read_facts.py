"""When articles arrive: read their facts, one task a batch, as many at a time as `DAYBOOK_MAPPED_TASKS` says.

**When red.** The batch named in the log could not be read (memory, a missing language model: `make setup`); the others are
published. Clear the task; an article that cannot be read never turns it red: it is a row in `rejects`. `all_green` is red where
another task is.
"""

from datetime import timedelta

from airflow.providers.standard.operators.empty import EmptyOperator
from airflow.sdk import DAG, task

from dags._alerts import deadline
from dags._common import ARTICLES, DEFAULT_ARGS, FACTS, MAPPED_TASKS, START, in_groups, step
from extract import pipeline

with DAG(
    dag_id="read_facts",
    schedule=[ARTICLES],
    start_date=START,
    catchup=False,
    max_active_runs=1,
    deadline=deadline(timedelta(hours=3)),
    default_args=DEFAULT_ARGS,
    doc_md=__doc__,
    tags=["daybook", "on articles"],
):

    @task
    def list_stale_batches() -> list[list[str]]:
        """The batches whose facts are missing, or read by an older model or older rules, in groups: one each up to 500."""
        with step() as context:
            return in_groups(pipeline.list_stale_batches(context))

    @task(max_active_tis_per_dag=MAPPED_TASKS)
    def read_facts(batch_ids: list[str]) -> dict[str, int]:
        """The facts of a group of batches."""
        with step() as context:
            return pipeline.read_facts(context, batch_ids).as_dict()

    read = read_facts.expand(batch_ids=list_stale_batches())
    # Once for all batches, those that failed left aside; nothing was read, nothing is announced.
    facts = EmptyOperator(task_id="facts", outlets=[FACTS], trigger_rule="all_done_min_one_success")
    read >> facts >> EmptyOperator(task_id="all_green", trigger_rule="none_failed") << read
