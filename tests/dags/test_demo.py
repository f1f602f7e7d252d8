"""The demo: the real DAGs, run one after the other, publish the bundled pages; run again, they change nothing."""

import hashlib
import os
import subprocess
from pathlib import Path

import duckdb
import pytest

pytestmark = [pytest.mark.xdist_group("demo"), pytest.mark.timeout(900)]

ROOT = Path(__file__).parents[2]


def run_demo(home: Path, **settings: str) -> subprocess.CompletedProcess[str]:
    names = {"DAYBOOK_HOME": home, "AIRFLOW_HOME": home / "airflow", "AIRFLOW__CORE__DAGS_FOLDER": ROOT / "dags"}
    environment = os.environ | {name: str(path) for name, path in names.items()} | settings
    environment["AIRFLOW__CORE__LOAD_EXAMPLES"] = "False"
    command = [str(ROOT / "tests/end_to_end/demo.sh")]
    return subprocess.run(command, env=environment, capture_output=True, text=True, cwd=ROOT, check=False)


def test_the_demo_publishes_and_a_second_run_changes_nothing(tmp_path):
    first = run_demo(tmp_path)
    assert first.returncode == 0, first.stdout + first.stderr
    for said in (
        "==> collect_news",
        "fetch_pages did batch",
        "read_facts did batch",
        "publish done",
        "Three queries to try",
    ):
        assert said in first.stdout
    published = tmp_path / "published" / "daybook.duckdb"
    before = hashlib.sha256(published.read_bytes()).hexdigest()
    with duckdb.connect(str(published), read_only=True) as connection:
        assert connection.execute("select count(*) from marts.articles").fetchone()[0] >= 12
        assert connection.execute("select count(*) from marts.rejects").fetchone() == (0,)

    again = run_demo(tmp_path)
    assert again.returncode == 0, again.stdout + again.stderr
    assert "fetch_pages did batch" not in again.stdout
    assert hashlib.sha256(published.read_bytes()).hexdigest() == before


def test_a_task_that_fails_fails_the_demo_and_is_shown(tmp_path):
    done = run_demo(tmp_path, DAYBOOK_BATCH_PAGES="0")
    assert done.returncode == 1
    assert "The command failed" in done.stdout
    assert "DAYBOOK_BATCH_PAGES='0'" in done.stdout
