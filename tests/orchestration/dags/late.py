"""A run that takes longer than its deadline, with the alert that the DAGs have. For the tests alone."""

import time
from datetime import timedelta

from airflow.sdk import DAG, task

from dags._alerts import deadline
from dags._common import DEFAULT_ARGS, START

with DAG(
    dag_id="late",
    schedule=None,
    start_date=START,
    deadline=deadline(timedelta(seconds=2)),
    default_args=DEFAULT_ARGS,
    doc_md=__doc__,
):

    @task
    def sleep() -> None:
        """Until after the deadline has been looked at."""
        time.sleep(30)

    sleep()
