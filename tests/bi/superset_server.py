"""Superset as `make bi` starts it, over a home, asked through its REST API."""

import json
import subprocess
from functools import cached_property

import duckdb
import httpx
import psutil
from running import ROOT, clean_environment, free_port

DASHBOARDS = ROOT / "docker" / "superset" / "dashboards"


class Superset:
    """A home with Superset over it. Nothing of the environment of the tests is passed on but what is given."""

    def __init__(self, home):
        self.home = home
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self.environment = {**clean_environment(), "DAYBOOK_HOME": str(home), "BI_PORT": str(self.port)}

    def make(self, target):
        """Run `make bi` or `make bi-down` as a person does."""
        command = ["make", "--no-print-directory", target]
        return subprocess.run(command, cwd=ROOT, env=self.environment, capture_output=True, text=True, check=False)

    def up(self):
        done = self.make("bi")
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def down(self):
        done = self.make("bi-down")
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def processes(self):
        """The processes that were started for this home."""
        found = {}
        for process in psutil.process_iter():
            try:
                if process.environ().get("SUPERSET_HOME") == str(self.home / "superset"):
                    found[process.pid] = " ".join(process.cmdline())
            except psutil.Error:
                continue
        return found

    @property
    def password(self):
        return (self.home / "superset" / "secrets" / "superset_admin_password").read_text()

    @cached_property
    def client(self):
        """A client of the REST API that is logged in."""
        client = httpx.Client(base_url=f"{self.address}/api/v1", timeout=60)
        login = {"username": "admin", "password": self.password, "provider": "db"}
        token = client.post("/security/login", json=login).raise_for_status().json()["access_token"]
        client.headers["Authorization"] = f"Bearer {token}"
        client.headers["X-CSRFToken"] = client.get("/security/csrf_token/").raise_for_status().json()["result"]
        return client

    def list(self, kind):
        """All there are of a kind: dataset, chart, dashboard, database."""
        return self.client.get(f"/{kind}/", params={"q": "(page_size:100)"}).raise_for_status().json()["result"]

    def sql(self, text):
        """The answer of SQL Lab to a statement, whatever it is."""
        (database,) = self.list("database")
        return self.client.post(
            "/sqllab/execute/", json={"database_id": database["id"], "sql": text, "runAsync": False}
        )

    def count(self, dataset, **query):
        """How many rows a dataset has, as a chart asks for it: (status, count or None)."""
        asked = {
            "datasource": {"id": dataset, "type": "table"},
            "queries": [{"columns": [], "metrics": ["count"], "filters": [], "row_limit": 1, **query}],
            "result_format": "json",
            "result_type": "full",
        }
        answer = self.client.post("/chart/data", json=asked)
        is_good = answer.status_code == 200
        return answer.status_code, answer.json()["result"][0]["data"][0]["count"] if is_good else answer.text

    def warehouse(self, query):
        """What the published file itself answers."""
        path = self.home / "published" / "daybook.duckdb"
        with duckdb.connect(str(path), read_only=True) as connection:
            return connection.execute(query).fetchall()


def text_of(answer):
    """An answer as text to look for words in."""
    return (
        json.dumps(answer.json())
        if answer.headers.get("content-type", "").startswith("application/json")
        else answer.text
    )
