"""The DAGs: exactly these, each task a command, nothing slow or wrong at import."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from typer.main import get_command

from extract.cli.main import app

ROOT = Path(__file__).parents[2]

DAGS = {
    "collect_news": ["discover", "extract_articles", "fetch_pages"],
    "read_facts": ["list_stale_batches", "read_facts"],
    "maintain": ["audit"],
    "publish_warehouse": ["build", "check_batches", "check_marts", "link", "load", "publish"],
}

# In a process of its own: Airflow changes logging and the environment of whoever imports it.
READ = """
import json, sys
from airflow.dag_processing.dagbag import DagBag
from dags._common import step
from extract import errors

def raised(error):
    try:
        with step():
            raise error
    except Exception as caught:
        return type(caught).__name__

bag = DagBag(dag_folder=sys.argv[1])
tasks = [task for dag in bag.dags.values() for task in dag.tasks]
print("DAGS" + json.dumps({
    "tasks": {name: sorted(dag.task_ids) for name, dag in bag.dags.items()},
    "errors": bag.import_errors,
    "docs": {name: dag.doc_md for name, dag in bag.dags.items()},
    "schedules": {name: str(dag.schedule) for name, dag in bag.dags.items()},
    "retries": sorted({task.retries for task in tasks}),
    "timeouts": [task.execution_timeout is not None for task in tasks],
    "pools": {task.task_id: task.pool for task in tasks},
    "raised": {
        name: raised(getattr(errors, name)("why"))
        for name in ("SettingsError", "InputError", "GateFailed", "GateBroken", "BatchError", "WarehouseLocked")
    },
    "seconds": max(stat.duration.total_seconds() for stat in bag.dagbag_stats),
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
    assert {task.replace("_", "-") for tasks in bag["tasks"].values() for task in tasks} <= commands


def test_every_dag_tells_what_to_do_when_red(bag):
    assert all("**When red.**" in doc for doc in bag["docs"].values())


def test_tasks_are_tried_again_and_end(bag):
    assert bag["retries"] == [2]
    assert all(bag["timeouts"])


def test_what_trying_again_cannot_mend_fails_at_once(bag):
    assert bag["raised"] == {
        "SettingsError": "AirflowFailException",
        "InputError": "AirflowFailException",
        "GateFailed": "AirflowFailException",
        "GateBroken": "GateBroken",
        "BatchError": "BatchError",
        "WarehouseLocked": "WarehouseLocked",
    }


def test_whoever_holds_the_warehouse_takes_the_one_slot(bag):
    writers = {task for task, pool in bag["pools"].items() if pool == "duckdb_writer"}
    assert writers == {*DAGS["publish_warehouse"], *DAGS["maintain"]}


def test_reading_the_dags_loads_nothing_heavy(bag):
    assert bag["modules"] == []


@pytest.mark.parametrize("path", sorted((ROOT / "dags").glob("[a-z]*.py")), ids=lambda path: path.stem)
def test_a_dag_says_when_and_in_what_order_and_nothing_else(path):
    assert len(path.read_text().splitlines()) < 80
