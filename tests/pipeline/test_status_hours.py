"""Named gaps: which hours are missing, and a command that Airflow takes and that stands for these hours and no other."""

import json
import os
import shlex
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from extract.contract.hours import HOUR, run_of_hour
from extract.pipeline import discover, open_context
from extract.pipeline.status import read_status
from extract.pipeline.status.hours import backfill_command, describe_hours, find_hours
from extract.settings import load_settings

pytestmark = pytest.mark.promise(16)

DAG = Path(__file__).parents[2] / "dags" / "collect_news.py"
FIRST = datetime(2025, 7, 4, 22, tzinfo=UTC)

# In a process of its own: Airflow changes logging and the environment of whoever imports it.
READ = """
import json, sys
from airflow.cli.cli_parser import get_parser
from airflow.sdk import CronDataIntervalTimetable as Declared
from airflow.timetables.base import TimeRestriction
from airflow.timetables.interval import CronDataIntervalTimetable
from airflow.dag_processing.dagbag import DagBag
given = get_parser().parse_args(sys.argv[2:])
declared = DagBag(dag_folder=sys.argv[1]).dags[given.dag_id].timetable
assert type(declared) is Declared, declared
timetable = CronDataIntervalTimetable("0 * * * *", timezone="UTC")
within, info, starts = TimeRestriction(given.from_date, given.to_date, catchup=True), None, []
while info := timetable.next_dagrun_info(last_automated_data_interval=info and info.data_interval, restriction=within):
    starts.append(info.data_interval.start.isoformat())
print("READ" + json.dumps({"starts": starts, "again": given.reprocess_behavior}))
"""


def batches_of(*numbers):
    return [f"{run_of_hour(FIRST + number * HOUR)}-0000" for number in numbers]


def test_gaps_are_ranges_between_the_first_and_the_last_hour():
    hours = describe_hours(
        find_hours([*batches_of(0, 1, 4, 5, 7), "run-1a2b-0000", "20250101T00Zx-0000", "monday-0001"])
    )
    assert hours == {
        "first": "2025-07-04T22:00Z",
        "last": "2025-07-05T06:00Z",
        "missing": [
            {"start": "2025-07-05T00:00Z", "end": "2025-07-05T02:00Z", "hours": 2},
            {"start": "2025-07-05T04:00Z", "end": "2025-07-05T05:00Z", "hours": 1},
        ],
    }


def test_several_batches_of_an_hour_are_one_hour_and_no_hour_is_none():
    assert find_hours([*batches_of(0), f"{run_of_hour(FIRST)}-0001"]) == [FIRST]
    assert describe_hours([]) == {"first": None, "last": None, "missing": []}


@pytest.mark.slow
@pytest.mark.parametrize(("before", "after"), [pytest.param(0, 2, marks=pytest.mark.extended), (0, 5)])
def test_the_command_backfills_the_missing_hours_and_no_other(tmp_path, before, after):
    (gap,) = describe_hours(find_hours(batches_of(before, after)))["missing"]
    program, *words = shlex.split(backfill_command(gap))
    assert (program, words[:2]) == ("airflow", ["backfill", "create"])
    environment = os.environ | {"AIRFLOW_HOME": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-c", READ, str(DAG), *words],
        capture_output=True,
        text=True,
        env=environment,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    read = json.loads(done.stdout.split("READ", 1)[1])
    wanted = [FIRST + number * HOUR for number in range(before + 1, after)]
    assert [datetime.fromisoformat(start) for start in read["starts"]] == wanted
    # A run that Airflow thinks is done is done again: its batches are not there.
    assert read["again"] == "completed"


def test_an_hour_in_which_nothing_came_has_one_empty_batch(tmp_path):
    (tmp_path / "inbox").mkdir()
    context = open_context(load_settings(home=tmp_path, pages=(tmp_path / "inbox",)))
    name = run_of_hour(FIRST)
    assert discover(context, (), name) == [f"{name}-0000"]
    discover(context, (), name)
    assert context.batches.batch_ids("discover") == [f"{name}-0000"]
    assert context.batches.manifest("discover", f"{name}-0000").counts == {"pages": 0}
    # A run by hand that finds nothing leaves nothing.
    discover(context, (), "monday")
    assert context.batches.batch_ids("discover") == [f"{name}-0000"]


def test_pages_that_come_later_in_the_hour_come_in_a_batch_of_their_own(tmp_path):
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    context = open_context(load_settings(home=tmp_path, pages=(inbox,)))
    name = run_of_hour(FIRST)
    discover(context, (), name)
    (inbox / "late.html").write_text("<p>Late.</p>")
    discover(context, (), name)
    assert context.batches.batch_ids("discover") == [f"{name}-0000", f"{name}-0001"]


def test_collecting_that_stopped_is_stale_after_three_hours_and_never_without_hours(tmp_path):
    (tmp_path / "inbox").mkdir()
    context = open_context(load_settings(home=tmp_path, pages=(tmp_path / "inbox",)))

    def stale(after):
        problems = read_status(context, now=FIRST + HOUR + after)["problems"]
        return [problem["what"] for problem in problems if problem["name"] == "stale"]

    assert stale(timedelta(days=9)) == []
    discover(context, (), run_of_hour(FIRST))
    assert stale(3 * HOUR) == []
    assert stale(4 * HOUR) == ["the last collected hour ended 4 hours ago, at 2025-07-04T23:00Z"]


def test_of_many_gaps_the_first_are_named_and_the_rest_is_a_number(tmp_path):
    (tmp_path / "inbox").mkdir()
    context = open_context(load_settings(home=tmp_path, pages=(tmp_path / "inbox",)))
    for number in range(0, 16, 2):
        discover(context, (), run_of_hour(FIRST + number * HOUR))
    told = [problem for problem in read_status(context)["problems"] if problem["name"] == "missing_hours"]
    assert len(told) == 6
    assert told[0]["what"] == "2025-07-04T23:00Z to 2025-07-05T00:00Z, 1 hour"
    assert told[-1]["what"] == "2 gaps more, 2 hours in all"
