"""Who is told that a task failed for good or a run is late: whom the Airflow Connection `apprise_default` names.

The connection's type is `apprise`, its extra `{"config": {"path": "URL"}}` or a list of such; the URL is Apprise's for mail,
chat, pagers or a web hook (https://appriseit.com). Without the connection nobody is told, and the log says so.
"""

import sys
from datetime import timedelta

from airflow.sdk import AsyncCallback, BaseNotifier, Connection, Context, DeadlineAlert, DeadlineReference
from airflow.sdk.exceptions import AirflowNotFoundException

from dags._messages import failure_message, late_message

CONNECTION = "apprise_default"


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


def deadline(interval: timedelta) -> DeadlineAlert | None:
    """An alert where a run has not ended so long after it was queued: not after its hour, which in a backfill is old."""
    if sys.argv[1:3] == ["dags", "test"]:
        # Airflow 3.3.2 fails every green run of `airflow dags test` that has one: github.com/apache/airflow/issues/73428.
        return None
    # By the triggerer, not a worker: that there is no worker may be why the run is late.
    callback = AsyncCallback(TellOnCall, {"late": str(interval)})
    return DeadlineAlert(reference=DeadlineReference.DAGRUN_QUEUED_AT, interval=interval, callback=callback)
