"""Who is told that a task failed for good or a run is late: whom the Airflow Connection `apprise_default` names.

The connection's type is `apprise`, its extra `{"config": {"path": "URL"}}` or a list of such; the URL is Apprise's for mail,
chat, pagers or a web hook (https://appriseit.com). Without the connection nobody is told, and the log says so.
"""

import sys
from datetime import timedelta

from airflow.sdk import AsyncCallback, BaseNotifier, Connection, Context, DeadlineAlert, DeadlineReference
from airflow.sdk.exceptions import AirflowNotFoundException

CONNECTION = "apprise_default"
# Longer messages are cut by chats and pagers; the log has all of it.
_ERROR_CHARS = 600


class TellOnCall(BaseNotifier):
    """Says which task failed, why, and what to do about it; or, where `late` is given, that a run has not ended by then."""

    template_fields = ()

    def __init__(self, late: str | None = None, context: Context | None = None) -> None:
        super().__init__(context=context)
        self._late = late

    def notify(self, context: Context) -> None:
        """Tell of a task that failed: Airflow calls this where the task ran, or where its worker was missed."""
        try:
            Connection.get(CONNECTION)
        except AirflowNotFoundException:
            self.log.warning("nobody is told: there is no connection %s", CONNECTION)
            return
        self._notifier(context).notify(context)

    async def async_notify(self, context: Context) -> None:
        """Tell of a run that is late: Airflow's triggerer calls this."""
        try:
            await self._notifier(context).async_notify(context)
        except AirflowNotFoundException:
            self.log.warning("nobody is told: there is no connection %s", CONNECTION)

    def _notifier(self, context: Context) -> BaseNotifier:
        from airflow.providers.apprise.notifications.apprise import AppriseNotifier  # noqa: PLC0415 - no DAG needs it

        title, body = late_message(context, self._late) if self._late else failure_message(context)
        return AppriseNotifier(title=title, body=body, notify_type="failure", apprise_conn_id=CONNECTION)


def failure_message(context: Context) -> tuple[str, str]:
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


def late_message(context: Context, late: str) -> tuple[str, str]:
    """Title and body: which run has not ended after how long."""
    run = context.get("dag_run") or {}
    # A model of the API as a dictionary, in the triggerer.
    dag_id, run_id = run.get("dag_id", "a DAG"), run.get("dag_run_id", "")
    return (
        f"Daybook: {dag_id} is late",
        f"run {run_id} has not ended {late} after it was queued: see its page in Airflow",
    )


def deadline(interval: timedelta) -> DeadlineAlert | None:
    """An alert where a run has not ended so long after it was queued: not after its hour, which in a backfill is old."""
    if sys.argv[1:3] == ["dags", "test"]:
        # Airflow 3.3.2 fails every green run of `airflow dags test` that has one: github.com/apache/airflow/issues/73428.
        return None
    # By the triggerer, not a worker: that there is no worker may be why the run is late.
    callback = AsyncCallback(TellOnCall, {"late": str(interval)})
    return DeadlineAlert(reference=DeadlineReference.DAGRUN_QUEUED_AT, interval=interval, callback=callback)
