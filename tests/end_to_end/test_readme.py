"""The README: every command in it runs, every query in it is one that `daybook show` prints."""

import os
import re
import subprocess
from pathlib import Path

import pytest

from extract.serving.show import QUERIES

pytestmark = pytest.mark.xdist_group("end_to_end")

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
COMMANDS = [
    line
    for block in re.findall(r"```sh\n(.*?)```", README, re.DOTALL)
    for line in block.splitlines()
    if line and not line.startswith("#")
]
# What a reader has of their own, and what stands for it here.
OURS = {"saved_page.html": "tests/golden/pages/seed_page.txt", "saved_pages/": "tests/golden/pages"}
# What a command writes where the reader is: here into the home.
WRITTEN = ("meetings.csv", "exports/tables")


def test_the_readme_shows_the_queries_that_daybook_shows():
    for question, query in QUERIES.items():
        assert f'# {question}\n.venv/bin/daybook sql "{query}"' in README


@pytest.mark.parametrize("command", [line for line in COMMANDS if line.startswith(".venv/bin/daybook")])
def test_a_command_of_the_readme_runs(home, command):
    for theirs, ours in OURS.items():
        command = command.replace(theirs, ours)
    for written in WRITTEN:
        command = command.replace(written, str(home.path / written))
    command = command.replace("--home mine", f"--home {home.path}")
    if command.partition("#")[0].split()[3:] == list(home.filled_by):
        return  # that is how the home was filled
    environment = os.environ | {"DAYBOOK_HOME": str(home.path)}
    done = subprocess.run(
        ["bash", "-o", "pipefail", "-c", command],
        input="select 1 as answer",  # to the shell that `daybook sql` is without a query
        capture_output=True,
        text=True,
        cwd=ROOT,
        env=environment,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    written = [home.path / name for name in WRITTEN if name in command]
    assert done.stdout or all(path.exists() for path in written)


def test_every_make_target_of_the_readme_is_in_the_help():
    told = subprocess.run(["make", "help"], capture_output=True, text=True, cwd=ROOT, check=True).stdout
    named = set(re.findall(r"\bmake ([a-z-]+)", README))
    assert {"demo", "test", "help"} <= named
    assert {name for name in named - {"help"} if f"make {name} " not in told} == set()
