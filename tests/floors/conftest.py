"""The library is scored once for all tests of floors, by the command that people run."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent


@pytest.fixture(scope="session")
def scores() -> dict[str, float]:
    done = subprocess.run([sys.executable, HERE / "score.py", "--json"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.fixture(scope="session")
def floors() -> dict[str, float]:
    return json.loads((HERE / "floors.json").read_text("utf-8"))
