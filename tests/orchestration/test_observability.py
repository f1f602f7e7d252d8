"""What Airflow tells of its runs: lineage by OpenLineage, metrics by OpenTelemetry, our fields in its logs."""

import json
import os
import subprocess
import sys
from types import SimpleNamespace

import pytest
from otlp_receiver import receiving
from running import OF_OTHERS, ROOT

pytestmark = [pytest.mark.extended, pytest.mark.xdist_group("airflow-observed")]

DAG_FILE = """
from airflow.providers.openlineage.plugins import macros
from airflow.sdk import DAG, get_current_context, task

from extract import pipeline
from extract.runtime.logs import log

with DAG(dag_id="small"):

    @task
    def first():
        with pipeline.log_context(batch_id="monday-0000"):
            log("first said", step="load", rows=7)
        task = get_current_context()["ti"]
        log("parents", names=[macros.lineage_parent_id(task), macros.lineage_root_parent_id(task)])

    @task
    def second():
        pass

    first() >> second()
"""

# A file is told by as many processes as there are tasks: 200 events of 20,000 characters each, by four at a time.
WRITER = """
import sys
from openlineage.client import OpenLineageClient
from openlineage.client.event_v2 import Job, Run, RunEvent, RunState
from openlineage.client.uuid import generate_new_uuid
client = OpenLineageClient()
for number in range(50):
    name = f"{sys.argv[1]}.{number}." + "x" * 20_000
    run = Run(runId=str(generate_new_uuid()))
    told = {"eventType": RunState.START, "eventTime": "2025-07-04T00:00:00Z", "producer": "https://daybook.example"}
    client.emit(RunEvent(run=run, job=Job("test", name), **told))
"""


def to_file(path):
    return {"OPENLINEAGE__TRANSPORT": json.dumps({"type": "file", "log_file_path": str(path), "append": True})}


def events_in(path):
    return [json.loads(line) for line in path.read_text().splitlines()]


@pytest.fixture(scope="module")
def observed(tmp_path_factory):
    """A small DAG, run by `airflow dags test` with lineage to a file and metrics to a receiver."""
    home = tmp_path_factory.mktemp("observed")
    (home / "dags").mkdir()
    (home / "dags" / "small.py").write_text(DAG_FILE)
    lineage = home / "lineage.jsonl"
    kept = {name: value for name, value in os.environ.items() if not name.startswith(OF_OTHERS)}
    with receiving() as receiver:
        environment = kept | to_file(lineage) | receiver.environment | {
            "AIRFLOW_HOME": str(home / "airflow"),
            "AIRFLOW__CORE__DAGS_FOLDER": str(home / "dags"),
            "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
            "AIRFLOW__LOGGING__JSON_LOGS": "True",
            "AIRFLOW__OPENLINEAGE__NAMESPACE": "newsroom",
        }  # fmt: skip
        for command in (["db", "migrate"], ["dags", "test", "small", "2025-07-04"]):
            done = subprocess.run(
                [ROOT / ".venv/bin/airflow", *command], env=environment, capture_output=True, text=True, check=False
            )
            assert done.returncode == 0, done.stdout[-5000:] + done.stderr[-5000:]
    lines = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
    return SimpleNamespace(events=events_in(lineage), metrics=receiver, logs=lines)


def test_each_task_is_told_of_by_its_name_with_its_start_and_end(observed):
    told = [(e["job"]["namespace"], e["job"]["name"], e["eventType"]) for e in observed.events]
    for task in ("small.first", "small.second"):
        for state in ("START", "COMPLETE"):
            assert told.count(("newsroom", task, state)) == 1
    assert told[-1] == ("newsroom", "small", "COMPLETE")


def test_the_parents_that_a_build_is_handed_are_the_runs_that_airflow_tells_of(observed):
    names = next(line["names"] for line in observed.logs if line["event"] == "parents")
    told = {"/".join((e["job"]["namespace"], e["job"]["name"], e["run"]["runId"])) for e in observed.events}
    assert set(names) <= told
    assert [name.split("/")[1] for name in names] == ["small.first", "small"]


def test_metrics_arrive_with_the_names_of_our_tasks(observed):
    ended = [attributes for attributes, _ in observed.metrics.of("airflow.ti.finish")]
    assert {(a["dag_id"], a["task_id"], a["state"]) for a in ended} >= {
        ("small", "first", "success"),
        ("small", "second", "success"),
    }
    assert {"airflow.ti.start", "airflow.task.duration"} <= observed.metrics.names
    assert observed.metrics.services == {"daybook"}


def test_the_fields_of_a_line_of_ours_are_keys_in_the_json_logs(observed):
    line = next(line for line in observed.logs if line["event"] == "first said")
    assert (line["logger"], line["level"]) == ("daybook", "info")
    assert (line["batch_id"], line["step"], line["rows"]) == ("monday-0000", "load", 7)


def test_tasks_at_once_leave_each_other_s_lines_in_the_file_whole(tmp_path):
    path = tmp_path / "lineage.jsonl"
    environment = os.environ | to_file(path)
    writers = [subprocess.Popen([sys.executable, "-c", WRITER, str(n)], env=environment) for n in range(4)]
    assert [writer.wait() for writer in writers] == [0] * 4
    names = [event["job"]["name"].rstrip("x") for event in events_in(path)]
    assert sorted(names) == sorted(f"{n}.{number}." for n in range(4) for number in range(50))
