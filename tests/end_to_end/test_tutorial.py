"""The first ten minutes of an analyst: every command runs, and prints what the page shows under it.

Where an answer changes, rewrite the page and review the difference:
`.venv/bin/python tests/end_to_end/test_tutorial.py HOME`, of a home filled by `daybook run tests/golden/pages`.
"""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "extract/serving/first_ten_minutes.md"
# Commands with what they print, where the page shows it; a program in Python.
BLOCK = re.compile(r"```sh\n(?P<commands>.*?)```\n(?:\n```text\n(?P<shown>.*?)```\n)?", re.DOTALL)
# Where the page puts files; here a folder of the test's own stands for it.
THEIRS = "/tmp/"  # noqa: S108 - nothing is written there
PYTHON = re.compile(r"```python\n(.*?)```\n(?:\n```text\n(.*?)```\n)?", re.DOTALL)

pytestmark = [pytest.mark.xdist_group("end_to_end"), pytest.mark.extended]


def printed(command, home):
    """What a block of commands, or a program that is handed to Python, prints in a home."""
    done = subprocess.run(
        command,
        capture_output=True,
        text=True,
        cwd=ROOT,
        env=os.environ | {"DAYBOOK_HOME": str(home), "PATH": f"{ROOT}/.venv/bin:{os.environ['PATH']}"},
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def run_block(commands, home, folder):
    return printed(["bash", "-euc", commands.replace(THEIRS, f"{folder}/")], home).replace(f"{folder}/", THEIRS)


def run_program(program, home):
    return printed([sys.executable, "-c", program.replace("data/", f"{home}/")], home)


def test_what_the_page_shows_is_what_its_commands_print(home, tmp_path):
    blocks = list(BLOCK.finditer(PAGE.read_text(encoding="utf-8")))
    assert len(blocks) > 7
    for block in blocks:
        said = run_block(block["commands"], home.path, tmp_path)
        if block["shown"] is not None:
            assert said == block["shown"], block["commands"]
    assert len([block for block in blocks if block["shown"]]) > 6
    written = sorted(path.name for path in tmp_path.iterdir() if not path.name.startswith("."))
    assert written == ["daybook-events.csv", "daybook-floods.html", "daybook-tables"]


def test_the_program_of_the_page_prints_what_the_page_shows(home):
    ((program, shown),) = PYTHON.findall(PAGE.read_text(encoding="utf-8"))
    assert run_program(program, home.path) == shown


def rewrite(home, folder):
    """Put what the commands print now under them; where files are written, nothing is shown."""

    def block_of(found):
        said = run_block(found["commands"], home, folder)
        shows = said if "--output" not in found["commands"] else ""
        return f"```sh\n{found['commands']}```\n" + (f"\n```text\n{shows}```\n" if shows else "")

    def program_of(found):
        return f"```python\n{found[1]}```\n\n```text\n{run_program(found[1], home)}```\n"

    page = BLOCK.sub(block_of, PAGE.read_text(encoding="utf-8"))
    PAGE.write_text(PYTHON.sub(program_of, page), encoding="utf-8")


if __name__ == "__main__":
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        rewrite(Path(sys.argv[1]).absolute(), folder)
