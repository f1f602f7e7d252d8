"""The guides to connecting: what can be tried here is, as it stands in them."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = [pytest.mark.xdist_group("end_to_end"), pytest.mark.extended]

ROOT = Path(__file__).parents[2]
GUIDES = (ROOT / "extract/serving/README.md").read_text(encoding="utf-8")


def test_the_program_for_python_reads_the_tables_in_three_ways(home):
    (program,) = re.findall(r"```python\n(.*?)```", GUIDES, re.DOTALL)
    program = program.replace("data/published", f"{home.path}/published")
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    (events,) = home.rows("select count(*) from confident_events")[0]
    assert done.stdout.split("\n")[:3] == [f"({events}, 3)", str(events), f"({events}, 3)"]


def test_the_commands_of_the_guides_run(home, tmp_path):
    commands = [line for block in re.findall(r"```sh\n(.*?)```", GUIDES, re.DOTALL) for line in block.splitlines()]
    ours = [line for line in commands if line.startswith(".venv/bin/daybook")]
    assert ours
    for command in ours:
        done = subprocess.run(
            ["bash", "-euc", command.replace("--output ", f"--output {tmp_path}/")],
            cwd=ROOT,
            env=os.environ | {"DAYBOOK_HOME": str(home.path)},
            check=False,
        )
        assert done.returncode == 0, command
    assert list(tmp_path.iterdir())


def test_every_tool_that_is_said_to_be_explained_is():
    (table,) = re.findall(r"## By tool\n(.*?)###", GUIDES, re.DOTALL)
    places = re.findall(r"\]\(#([\w-]+)\)", table)
    headings = {
        re.sub(r"[^\w -]", "", line[4:].lower()).replace(" ", "-") for line in GUIDES.splitlines() if line[:4] == "### "
    }
    assert len(places) >= 9
    assert set(places) <= headings
