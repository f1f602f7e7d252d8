"""One home, filled once by the command line: what a newcomer has after `daybook run`."""

import json
import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pytest

ROOT = Path(__file__).parents[2]
PAGES = "tests/golden/pages"


@dataclass(frozen=True)
class Home:
    """A filled home; `run` gives a command's exit code, counts (its last JSON line) and messages."""

    path: Path
    filled_by: tuple[str, ...]

    def run(self, *words: str, **environment: str) -> tuple[int, dict, str]:
        command = [str(ROOT / ".venv/bin/daybook"), "--home", str(self.path), *words]
        done = subprocess.run(
            command, capture_output=True, text=True, cwd=ROOT, env=os.environ | environment, check=False
        )
        lines = done.stdout.strip().splitlines()
        counts = json.loads(lines[-1]) if lines and lines[-1].startswith("{") else {}
        return done.returncode, counts, done.stdout + done.stderr

    def rows(self, query: str, *parameters: object) -> list[tuple]:
        with duckdb.connect(str(self.path / "published" / "daybook.duckdb"), read_only=True) as connection:
            return connection.execute("use marts").execute(query, parameters).fetchall()


@pytest.fixture(scope="session")
def home(tmp_path_factory):
    filled = Home(tmp_path_factory.mktemp("home"), ("run", PAGES))
    code, _, said = filled.run(*filled.filled_by)
    assert code == 0, said
    return filled
