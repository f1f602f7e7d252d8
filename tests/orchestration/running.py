"""Airflow as `make up` starts it, asked through its REST API."""

import json
import os
import socket
import subprocess
import time
from contextlib import suppress
from pathlib import Path

import duckdb
import httpx
import psutil

from extract.contract.tables import Discovery
from extract.pipeline.earlier_offers import run_of
from extract.store.batches import BatchStore

ROOT = Path(__file__).parents[2]
OF_OTHERS = ("DAYBOOK_", "AIRFLOW", "PYTHON", "OPENLINEAGE", "OTEL_", "DBT_")
# Where a task's process is lost, Airflow waits a while; and it looks for files of DAGs seldom. A test has no such time.
QUICK = {
    "AIRFLOW__SCHEDULER__TASK_INSTANCE_HEARTBEAT_TIMEOUT": "30",
    "AIRFLOW__SCHEDULER__TASK_INSTANCE_HEARTBEAT_TIMEOUT_DETECTION_INTERVAL": "5",
    "AIRFLOW__SCHEDULER__TASK_INSTANCE_HEARTBEAT_SEC": "5",
}
ENDED = ("success", "failed")


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def clean_environment():
    """The environment of the tests without what is set for them, but for what dbt has read of the project already."""
    kept = "DBT_PARTIAL_PARSE_FILE_PATH"
    return {name: value for name, value in os.environ.items() if name == kept or not name.startswith(OF_OTHERS)}


class Airflow:
    """A home with Airflow in it. Nothing of the environment of the tests is passed on but what is given."""

    def __init__(self, home, **settings):
        self.home = home
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        kept = clean_environment()
        ours = {"DAYBOOK_HOME": str(home), "AIRFLOW__API__PORT": str(self.port), "AIRFLOW_HOME": str(home / "airflow")}
        self.environment = kept | ours | QUICK | {name: str(value) for name, value in settings.items()}
        self.session = None
        self._client = None

    def make(self, target):
        """Run `make up` or `make down` as a person does."""
        return subprocess.run(
            ["make", "--no-print-directory", target],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )

    def up(self):
        done = self.make("up")
        assert done.returncode == 0, done.stdout + done.stderr
        self.session = int((self.home / "airflow" / "session.pid").read_text())
        return done.stdout

    def down(self):
        done = self.make("down")
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def processes(self):
        """The processes of Airflow's session, by number, with their command lines."""
        found = {}
        for process in psutil.process_iter():
            with suppress(ProcessLookupError, psutil.NoSuchProcess):
                if os.getsid(process.pid) == self.session and process.status() != psutil.STATUS_ZOMBIE:
                    found[process.pid] = " ".join(process.cmdline())
        return found

    @property
    def password(self):
        return json.loads((self.home / "airflow" / "simple_auth_manager_passwords.json.generated").read_text())["admin"]

    def ask(self, method, path, **arguments):
        """An answer of the REST API, as JSON; fails where it is an error."""
        if self._client is None:
            told = httpx.post(f"{self.address}/auth/token", json={"username": "admin", "password": self.password})
            token = told.raise_for_status().json()["access_token"]
            self._client = httpx.Client(
                base_url=f"{self.address}/api/v2", headers={"Authorization": f"Bearer {token}"}, timeout=30
            )
        answer = self._client.request(method, path, **arguments)
        assert answer.is_success, f"{method} {path}: {answer.status_code} {answer.text[:2000]}"
        return answer.json()

    def trigger(self, dag_id, **conf):
        """Start a run by hand; returns its id."""
        return self.ask("POST", f"/dags/{dag_id}/dagRuns", json={"logical_date": None, "conf": conf})["dag_run_id"]

    def runs(self, dag_id):
        return self.ask("GET", f"/dags/{dag_id}/dagRuns", params={"order_by": "run_after"})["dag_runs"]

    def tasks(self, dag_id="~", run_id="~"):
        path = f"/dags/{dag_id}/dagRuns/{run_id}/taskInstances"
        return self.ask("GET", path, params={"limit": 200, "order_by": "start_date"})["task_instances"]

    def wait_for_runs(self, dag_id, count, seconds=300):
        """The runs of a DAG, once so many have ended."""
        return wait_for(
            lambda: [run for run in self.runs(dag_id) if run["state"] in ENDED],
            lambda ended: len(ended) >= count,
            seconds,
            f"{count} runs of {dag_id}",
        )


def run_daybook(home, *arguments, **settings):
    """A command of ours over a home, with nothing of the environment of the tests; fails where it fails."""
    kept = clean_environment()
    kept |= {name: str(value) for name, value in settings.items()}
    command = [ROOT / ".venv/bin/daybook", "--home", home, *arguments]
    done = subprocess.run(command, env=kept, cwd=home, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def listeners_of(processes):
    """Where processes listen, as (address, port)."""
    ends = [end for number in processes for end in psutil.Process(number).net_connections(kind="inet")]
    return {(end.laddr.ip, end.laddr.port) for end in ends if end.status == psutil.CONN_LISTEN}


def workers_of(home):
    """The processes that extract pages for a home; they are in sessions of their own."""
    found = []
    for process in psutil.process_iter():
        with suppress(psutil.Error):
            if "zygote" in " ".join(process.cmdline()) and process.environ().get("DAYBOOK_HOME") == str(home):
                found.append(process.pid)
    return found


def wait_for(look, is_enough, seconds, what):
    """What `look` gives once it is enough; fails, saying what was waited for, where it takes too long."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        found = look()
        if is_enough(found):
            return found
        time.sleep(0.3)
    raise AssertionError(f"{what}: not in {seconds} s; last seen: {found}")


def offered_by(home):
    """The runs that found pages, in their order, with what they found: an hour may have begun meanwhile, and found none."""
    store = BatchStore(home)
    found = {}
    for path in sorted((home / "batches" / "discover").iterdir(), key=lambda path: path.stat().st_mtime):
        pages = store.read("discover", path.name, Discovery)["page_uri"].to_pylist()
        found.setdefault(run_of(path.name), []).extend(pages)
    return [(run_id, pages) for run_id, pages in found.items() if pages]


def pages_of(home):
    """How many pages readers have."""
    file = home / "published" / "daybook.duckdb"
    if not file.exists():
        return 0
    with duckdb.connect(str(file), read_only=True) as connection:
        return connection.execute("select count(distinct page_uri) from marts.article_versions").fetchone()[0]
