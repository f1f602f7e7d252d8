"""The DAG for archives, run for real: each folder is a group of tasks, and what is read is there to be published."""

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from extract.store.batches import BatchStore

pytestmark = [pytest.mark.extended, pytest.mark.xdist_group("demo"), pytest.mark.timeout(600)]

ROOT = Path(__file__).parents[2]
PAGES = ("battery_plant.html", "ice_core.html")


@pytest.fixture(scope="module")
def airflow(tmp_path_factory):
    """Runs a command of Airflow over an empty home; returns what it said and how it ended."""
    home = tmp_path_factory.mktemp("backfill")
    given = {"DAYBOOK_HOME": home, "AIRFLOW_HOME": home / "airflow", "AIRFLOW__CORE__DAGS_FOLDER": ROOT / "dags"}
    environment = (
        os.environ | {name: str(path) for name, path in given.items()} | {"AIRFLOW__CORE__LOAD_EXAMPLES": "False"}
    )

    def run(*arguments):
        command = [ROOT / ".venv/bin/airflow", *arguments]
        return subprocess.run(command, env=environment, capture_output=True, text=True, cwd=ROOT, check=False)

    assert run("db", "migrate").returncode == 0
    run.home = home
    return run


def backfill(airflow, **conf):
    return airflow("dags", "test", "backfill_archive", "--conf", json.dumps(conf))


def test_params_that_are_wrong_are_refused_before_anything_runs(airflow):
    done = backfill(airflow, archives=[])
    assert done.returncode != 0
    assert "archives" in done.stdout + done.stderr
    assert not (airflow.home / "batches").exists()


def test_each_folder_is_taken_by_itself_and_its_facts_are_read(airflow, tmp_path):
    folders = []
    for number, page in enumerate(PAGES):
        folders.append(tmp_path / f"day-{number}")
        folders[-1].mkdir()
        shutil.copy(ROOT / "tests/golden/pages" / page, folders[-1])
    done = backfill(airflow, archives=[str(folder) for folder in folders], publisher="Old Post")
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    batches = BatchStore(airflow.home)
    found = batches.batch_ids("read_facts")
    assert len(found) == 2
    assert {batches.manifest("read_facts", batch_id).counts["articles"] for batch_id in found} == {1}
    # Done again, nothing is left to do.
    assert backfill(airflow, archives=[str(folders[0])]).returncode == 0
    assert batches.batch_ids("read_facts") == found
