"""The demo: the real DAGs, run one after the other, publish the bundled pages. `.ci/run` runs it twice and compares."""

import hashlib
import json
import os
import subprocess
from pathlib import Path

import duckdb
import pytest

pytestmark = [pytest.mark.extended, pytest.mark.xdist_group("demo"), pytest.mark.timeout(900)]

ROOT = Path(__file__).parents[2]


def run_demo(home: Path, **settings: str) -> subprocess.CompletedProcess[str]:
    names = {"DAYBOOK_HOME": home, "AIRFLOW_HOME": home / "airflow", "AIRFLOW__CORE__DAGS_FOLDER": ROOT / "dags"}
    environment = os.environ | {name: str(path) for name, path in names.items()} | settings
    environment["AIRFLOW__CORE__LOAD_EXAMPLES"] = "False"
    command = [str(ROOT / "tests/end_to_end/demo.sh")]
    return subprocess.run(command, env=environment, capture_output=True, text=True, cwd=ROOT, check=False)


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    return tmp_path_factory.mktemp("demo")


@pytest.mark.promise(18)
def test_a_task_that_fails_fails_the_demo_and_is_shown(home):
    done = run_demo(home, DAYBOOK_BATCH_PAGES="0")
    assert done.returncode == 1
    assert "The command failed" in done.stdout
    assert "DAYBOOK_BATCH_PAGES='0'" in done.stdout
    # A wrong setting is not tried again: the next attempt would only fail later.
    assert "up_for_retry" not in (home / "demo.log").read_text().lower()


@pytest.mark.promise(18)
def test_the_demo_then_publishes_and_shows_its_tables(home):
    done = run_demo(home)
    assert done.returncode == 0, done.stdout + done.stderr
    for said in (
        "==> collect_news",
        "fetch_pages did batch",
        "read_facts did batch",
        "publish done",
        "Queries to try",
    ):
        assert said in done.stdout
    with duckdb.connect(str(home / "published" / "daybook.duckdb"), read_only=True) as connection:
        assert connection.execute("select count(*) from marts.articles").fetchone()[0] >= 12
        assert connection.execute("select count(*) from marts.rejects").fetchone() == (0,)


@pytest.mark.promise(18)
def test_the_command_finds_all_done_and_changes_not_even_the_file(home):
    file = home / "published" / "daybook.duckdb"
    before = hashlib.sha256(file.read_bytes()).hexdigest()
    command = [str(ROOT / ".venv/bin/daybook"), "--home", str(home), "run", "tests/golden/pages"]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    counts = json.loads(done.stdout.strip().splitlines()[-1])
    assert [name for name in counts if name.endswith("batches.done")] == []
    assert counts["publish.unchanged"] == 1
    assert hashlib.sha256(file.read_bytes()).hexdigest() == before
