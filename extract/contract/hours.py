"""The hours that news are collected in: how a run of one is named, and which hour a name says."""

import re
from datetime import UTC, datetime, timedelta

HOUR = timedelta(hours=1)
# 20250704T03Z: from 03:00 to 04:00 UTC. A run by hand is named otherwise, and stands for no hour.
_HOUR_RUN = re.compile(r"\d{8}T\d{2}Z")
_FORMAT = "%Y%m%dT%HZ"


def run_of_hour(start: datetime) -> str:
    """The name of the run that collects the hour from `start`, a time with its zone; its batches are named after it."""
    return start.astimezone(UTC).strftime(_FORMAT)


def hour_of_run(run_id: str) -> datetime | None:
    """Where the hour starts that a run collects, in UTC; None for a run of no hour."""
    if not _HOUR_RUN.fullmatch(run_id):
        return None
    try:
        return datetime.strptime(run_id, _FORMAT).replace(tzinfo=UTC)
    except ValueError:
        return None
