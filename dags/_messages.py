"""What whoever is on call is told, from the context that Airflow gives."""

from collections.abc import Mapping
from typing import Any

# Longer messages are cut by chats and pagers; the log has all of it.
_ERROR_CHARS = 600


def failure_message(context: Mapping[str, Any]) -> tuple[str, str]:
    """Title and body: which task of which run, the error, what the DAG says to do, where the log is."""
    task = context["ti"]
    is_mapped = task.map_index is not None and task.map_index >= 0
    place = f"{task.dag_id}.{task.task_id}" + (f"[{task.map_index}]" if is_mapped else "")
    exception = context.get("exception")
    error = str(exception or "the process was lost: its machine or its memory may have run out") or repr(exception)
    what_to_do = " ".join((context["dag"].doc_md or "").partition("**When red.**")[2].split())
    lines = [
        error[:_ERROR_CHARS],
        f"run {task.run_id}, try {task.try_number}",
        what_to_do,
        getattr(task, "log_url", ""),
    ]
    return f"Daybook: {place} failed", "\n\n".join(line for line in lines if line)


def late_message(context: Mapping[str, Any], late: str) -> tuple[str, str]:
    """Title and body: which run has not ended after how long."""
    run = context.get("dag_run") or {}
    # A model of the API as a dictionary, in the triggerer.
    dag_id, run_id = run.get("dag_id", "a DAG"), run.get("dag_run_id", "")
    return (
        f"Daybook: {dag_id} is late",
        f"run {run_id} has not ended {late} after it was queued: see its page in Airflow",
    )
