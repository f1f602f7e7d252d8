"""The topology of docker/compose.yml as processes: PostgreSQL, Redis, each part of Airflow by itself, and two Celery workers."""

import os
import signal
import subprocess
from contextlib import suppress
from pathlib import Path

import httpx
import psutil
from running import ROOT, Airflow, wait_for

PARTS = {
    "api-server": ["api-server"],
    "scheduler": ["scheduler"],
    "dag-processor": ["dag-processor"],
    "triggerer": ["triggerer", "--skip-serve-logs"],
}
WORKERS = ("worker-1", "worker-2")


class Cluster(Airflow):
    """Airflow in many processes, each the leader of a session of its own."""

    def __init__(self, home, database, broker, **settings):
        ours = {
            "AIRFLOW__CORE__EXECUTOR": "CeleryExecutor",
            "AIRFLOW__CORE__DAGS_FOLDER": ROOT / "dags",
            "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
            "AIRFLOW__CORE__DAGS_ARE_PAUSED_AT_CREATION": "True",
            "AIRFLOW__CORE__HOSTNAME_CALLABLE": "worker_name.name",
            "AIRFLOW__DATABASE__SQL_ALCHEMY_CONN": database,
            "AIRFLOW__CELERY__BROKER_URL": broker,
            "AIRFLOW__CELERY__RESULT_BACKEND": database.replace("postgresql+psycopg2", "db+postgresql+psycopg2"),
            "AIRFLOW__CELERY__WORKER_CONCURRENCY": 2,
            # Two workers on one machine: the second finds the port of the first taken.
            "AIRFLOW__API__HOST": "127.0.0.1",
            "AIRFLOW__API__WORKERS": 1,
            "PYTHONPATH": f"{ROOT}{os.pathsep}{Path(__file__).parent}",
        }
        super().__init__(home, **ours, **settings)
        self.environment |= {
            "AIRFLOW__API__BASE_URL": self.address,
            "AIRFLOW__CORE__EXECUTION_API_SERVER_URL": f"{self.address}/execution/",
            "PATH": f"{ROOT / '.venv/bin'}{os.pathsep}{os.environ['PATH']}",
        }
        self.leaders = {}

    def up(self):
        (self.home / "airflow" / "logs").mkdir(parents=True)
        for command in (["db", "migrate"], ["pools", "set", "duckdb_writer", "1", "one"]):
            done = subprocess.run(
                ["airflow", *command], env=self.environment, cwd=ROOT, capture_output=True, text=True, check=False
            )
            assert done.returncode == 0, done.stdout + done.stderr
        for name, command in PARTS.items():
            self._start(name, command)
        for name in WORKERS:
            self.start_worker(name)
        wait_for(self._missing, lambda missing: not missing, 180, "all parts of Airflow")

    def start_worker(self, name):
        command = ["celery", "worker", "--celery-hostname", f"{name}@%h", "--skip-serve-logs"]
        self._start(name, command, WORKER_NAME=name)

    def _start(self, name, command, **more):
        with (self.home / "airflow" / "logs" / f"{name}.log").open("w") as log:
            self.leaders[name] = subprocess.Popen(
                ["airflow", *command],
                env=self.environment | more,
                cwd=ROOT,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def _missing(self):
        dead = [name for name, process in self.leaders.items() if process.poll() is not None]
        assert not dead, [(self.home / "airflow/logs" / f"{name}.log").read_text()[-3000:] for name in dead]
        try:
            health = httpx.get(f"{self.address}/api/v2/monitor/health", timeout=5).json()
        except httpx.HTTPError:
            return ["api-server"]
        missing = [part for part in ("scheduler", "dag_processor", "triggerer") if health[part]["status"] != "healthy"]
        ready = [name for name in WORKERS if "ready." in (self.home / "airflow/logs" / f"{name}.log").read_text()]
        return missing + sorted(set(WORKERS) - set(ready))

    def kill(self, name):
        """End a part with all that it started, as a machine that goes down; returns how many processes that were."""
        members = self._members(self.leaders[name].pid)
        for process in members:
            with suppress(psutil.NoSuchProcess):
                process.send_signal(signal.SIGKILL)
        self.leaders[name].wait()
        return len(members)

    def down(self):
        for name in reversed(list(self.leaders)):
            self.kill(name)

    def _members(self, session):
        found = []
        for process in psutil.process_iter():
            with suppress(ProcessLookupError, psutil.NoSuchProcess):
                if os.getsid(process.pid) == session:
                    found.append(process)
        return found
