"""The DAGs: exactly these, each task a command, nothing slow or wrong at import."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from typer.main import get_command

from extract.cli.main import app

pytestmark = pytest.mark.xdist_group("dags")

ROOT = Path(__file__).parents[2]

DAGS = {
    "backfill_archive": ["discover_archive", "extract_articles", "fetch_pages", "list_archives", "read_facts"],
    "collect_news": ["all_green", "articles", "discover", "extract_articles", "fetch_pages", "list_stale_batches"],
    "read_facts": ["all_green", "facts", "list_stale_batches", "read_facts"],
    "maintain": ["audit", "compact", "expire_pages"],
    "publish_warehouse": ["all_green", "build", "check_batches", "check_marts", "link", "load", "publish"],
}
# They do nothing: one tells the next DAG once, one is red where another task is.
NO_STEPS = {"all_green", "articles", "facts"}

# In a process of its own: Airflow changes logging and the environment of whoever imports it.
READ = """
import json, sys, time, types
began = time.perf_counter()
from airflow.dag_processing.dagbag import DagBag
airflow_seconds = time.perf_counter() - began
bag = DagBag(dag_folder=sys.argv[1])
tasks = [task for dag in bag.dags.values() for task in dag.tasks]

import pendulum
from airflow.serialization.serialized_objects import DagSerialization
from airflow.timetables.base import TimeRestriction
from dags import _common
from extract import errors

# As in a task.
_common.get_current_context = lambda: {"ti": types.SimpleNamespace(
    dag_id="d", run_id="r", task_id="t", map_index=-1, try_number=1)}

def raised(error):
    try:
        with _common.step():
            raise error
    except Exception as caught:
        return type(caught).__name__

def hours_of(first, last):
    # The data intervals that the hourly DAG has, caught up or backfilled.
    found, at = [], None
    dag = DagSerialization.from_dict(DagSerialization.to_dict(bag.dags["collect_news"]))
    restriction = TimeRestriction(first, last, catchup=True)
    while info := dag.timetable.next_dagrun_info(last_automated_data_interval=at, restriction=restriction):
        at = info.data_interval
        found.append(at.start.isoformat())
    return found

print("DAGS" + json.dumps({
    "tasks": {name: sorted(dag.task_ids) for name, dag in bag.dags.items()},
    "errors": bag.import_errors,
    "docs": {name: dag.doc_md for name, dag in bag.dags.items()},
    "schedules": {name: str(dag.schedule) for name, dag in bag.dags.items()},
    "hours": {
        day: hours_of(pendulum.parse(day + "T00:00"), pendulum.parse(day + "T23:00"))
        for day in ("2025-03-30", "2025-10-26")
    },
    "catchup": {name: dag.catchup for name, dag in bag.dags.items()},
    "deadlines": {name: len(dag.deadline or []) for name, dag in bag.dags.items()},
    "owners": sorted({task.owner for task in tasks}),
    # A list of them for mapped tasks.
    "told": sorted({
        type(one).__name__
        for task in tasks
        for one in (task.on_failure_callback if isinstance(task.on_failure_callback, list) else [task.on_failure_callback])
    }),
    "tags": {name: sorted(dag.tags) for name, dag in bag.dags.items()},
    "params": {name: sorted(dag.params) for name, dag in bag.dags.items()},
    "retries": sorted({task.retries for task in tasks}),
    "timeouts": [task.execution_timeout is not None for task in tasks],
    "pools": {task.task_id: task.pool for task in tasks},
    "raised": {
        name: raised(getattr(errors, name)("why"))
        for name in ("SettingsError", "InputError", "GateFailed", "GateBroken", "NothingBuilt", "BatchError", "WarehouseLocked")
    },
    "airflow_seconds": airflow_seconds,
    "seconds": {stat.file: stat.duration.total_seconds() for stat in bag.dagbag_stats},
    "modules": sorted(name for name in sys.modules if name in ("spacy", "great_expectations", "trafilatura", "dbt")),
}))
"""


@pytest.fixture(scope="session")
def bag(tmp_path_factory):
    environment = os.environ | {
        "AIRFLOW_HOME": str(tmp_path_factory.mktemp("airflow")),
        "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
    }
    command = [sys.executable, "-c", READ, str(ROOT / "dags")]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True, cwd=ROOT)
    return json.loads(done.stdout.split("DAGS", 1)[1])


def test_the_dags_and_their_tasks_are_exactly_these(bag):
    assert bag["errors"] == {}
    assert bag["tasks"] == DAGS


def test_every_task_is_a_command(bag):
    commands = set(get_command(app).commands)
    tasks = {task for tasks in bag["tasks"].values() for task in tasks}
    assert {task.replace("_", "-") for task in tasks - NO_STEPS} <= commands


def test_every_dag_tells_what_to_do_when_red(bag):
    assert all("**When red.**" in doc for doc in bag["docs"].values())


def test_every_dag_has_a_deadline_an_owner_tags_and_somebody_to_tell(bag):
    assert set(bag["deadlines"].values()) == {1}
    assert bag["owners"] == ["daybook"]
    assert bag["told"] == ["TellOnCall"]
    assert all("daybook" in tags and len(tags) == 2 for tags in bag["tags"].values())
    assert not any(bag["catchup"].values())


@pytest.mark.parametrize("day", ["2025-03-30", "2025-10-26"])
def test_a_day_has_each_hour_once_whatever_clocks_do(bag, day):
    assert bag["hours"][day] == [f"{day}T{hour:02}:00:00+00:00" for hour in range(24)]


def test_params_are_those_of_what_is_started_by_hand(bag):
    assert bag["params"]["backfill_archive"] == ["archives", "publish_text", "publisher"]
    assert bag["params"]["publish_warehouse"] == ["allow_shrink", "full"]
    assert not bag["params"]["collect_news"]


@pytest.mark.promise(18)
def test_tasks_are_tried_again_and_end(bag):
    assert bag["retries"] == [2]
    assert all(bag["timeouts"])


def test_what_trying_again_cannot_mend_fails_at_once(bag):
    assert bag["raised"] == {
        "SettingsError": "AirflowFailException",
        "InputError": "AirflowFailException",
        "GateFailed": "AirflowFailException",
        "GateBroken": "GateBroken",
        "NothingBuilt": "AirflowSkipException",
        "BatchError": "BatchError",
        "WarehouseLocked": "WarehouseLocked",
    }


def test_whoever_holds_the_warehouse_takes_the_one_slot(bag):
    writers = {task for task, pool in bag["pools"].items() if pool == "duckdb_writer"}
    assert writers - NO_STEPS == {*DAGS["publish_warehouse"], *DAGS["maintain"]} - NO_STEPS


def test_reading_the_dags_takes_a_part_of_what_airflow_itself_takes(bag):
    print(f"reading the DAGs takes {sum(bag['seconds'].values()):.2f} s")
    # On a machine of any speed: half a second here, and seven times as much for Airflow itself.
    assert sum(bag["seconds"].values()) < bag["airflow_seconds"]


def test_reading_the_dags_loads_nothing_heavy(bag):
    assert bag["modules"] == []


@pytest.mark.parametrize("path", sorted((ROOT / "dags").glob("[a-z]*.py")), ids=lambda path: path.stem)
def test_a_dag_says_when_and_in_what_order_and_nothing_else(path):
    assert len(path.read_text().splitlines()) < 90
