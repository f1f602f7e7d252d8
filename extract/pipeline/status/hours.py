"""Which hours were collected and which are missing between them, with the command that backfills those."""

import itertools
from collections.abc import Iterable
from datetime import datetime
from typing import TypedDict

from extract.contract.hours import HOUR, hour_of_run
from extract.pipeline.earlier_offers import run_of

# The DAG whose runs are named after hours.
_DAG = "collect_news"


class Gap(TypedDict):
    """Hours in a row that nothing was collected in: from `start` until `end`, both ISO 8601 in UTC."""

    start: str
    end: str
    hours: int


class Hours(TypedDict):
    """The hours that were collected: when the first began and the last ended, and the gaps between; null where none was."""

    first: str | None
    last: str | None
    missing: list[Gap]


def find_hours(batch_ids: Iterable[str]) -> list[datetime]:
    """Where each hour starts of which the step discover has a batch, oldest first."""
    starts = {hour_of_run(run_of(batch_id)) for batch_id in batch_ids}
    return sorted(start for start in starts if start is not None)


def describe_hours(hours: list[datetime]) -> Hours:
    """What is collected and what is missing, of the starts of hours in their order."""
    if not hours:
        return Hours(first=None, last=None, missing=[])
    missing = [
        Gap(start=say_hour(before + HOUR), end=say_hour(after), hours=(after - before) // HOUR - 1)
        for before, after in itertools.pairwise(hours)
        if after - before > HOUR
    ]
    return Hours(first=say_hour(hours[0]), last=say_hour(hours[-1] + HOUR), missing=missing)


def backfill_command(gap: Gap) -> str:
    """The command that collects the hours of a gap.

    Airflow takes the start of the first and of the last hour, both included. `completed`: a run that says it is done, and whose
    batches are gone, is done again too.
    """
    last = say_hour(datetime.fromisoformat(gap["end"]) - HOUR)
    dates = f"--from-date {gap['start']} --to-date {last}"
    return f"airflow backfill create --dag-id {_DAG} {dates} --reprocess-behavior completed"


def say_hour(moment: datetime) -> str:
    """A full hour in UTC, as `2025-07-04T03:00Z`."""
    return moment.strftime("%Y-%m-%dT%H:%MZ")
