"""A home that a whole run filled, of which every step was forbidden to listen; and what checks of dependencies share."""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
DAYBOOK = ROOT / ".venv" / "bin" / "daybook"
sys.path.insert(0, str(HERE))


@pytest.fixture(scope="session")
def deaf():
    """Run a command of Daybook that the kernel ends if it listens on a socket."""

    def run(home, *words):
        kept = {name: text for name, text in os.environ.items() if not name.startswith("DAYBOOK_")}
        command = [sys.executable, HERE / "without_listening.py", DAYBOOK, "--home", home, *words]
        return subprocess.run(command, env=kept, cwd=home.parent, capture_output=True, text=True, check=False)

    return run


@pytest.fixture(scope="session")
def home(deaf):
    """The home: in a folder that everybody may enter, as pytest's own is not."""
    folder = Path(tempfile.mkdtemp(prefix="daybook-"))
    folder.chmod(0o755)
    pages = folder / "pages"
    shutil.copytree(ROOT / "tests" / "golden" / "pages", pages)
    before = os.umask(0o022)
    try:
        done = deaf(folder / "home", "run", pages)
        assert done.returncode == 0, done.stderr
        yield folder / "home"
    finally:
        os.umask(before)
        shutil.rmtree(folder)
