"""Closed streams, full disks and named pipes: a message and an exit code, never a traceback."""

import json
import os
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
DAYBOOK = ROOT / ".venv/bin/daybook"
SEED = "tests/golden/pages/seed_page.txt"


def shell(command: str) -> subprocess.CompletedProcess[str]:
    script = f"set -o pipefail; {command.replace('daybook', str(DAYBOOK))}"
    done = subprocess.run(
        ["/bin/bash", "-c", script],
        capture_output=True,
        text=True,
        cwd=ROOT,
        # Without the program on it, a hint names its path.
        env=os.environ | {"PATH": "/usr/bin:/bin"},
        check=False,
        timeout=60,
    )
    assert "Traceback" not in done.stderr
    assert "Exception ignored" not in done.stderr
    return done


@pytest.mark.parametrize(
    ("command", "code", "says"),
    [
        ("daybook stories - <&-", 2, "standard input is closed"),
        ("daybook settings >&-", 0, ""),
        ("daybook settings >&- 2>&-", 0, ""),
        ("daybook settings > /dev/full", 1, "No space left on device"),
        ("echo '{\"id\": 7}' | daybook stories - > /dev/full", 1, "No space left on device"),
        ("daybook --version | true", 0, ""),
    ],
)
def test_a_stream_that_fails_is_named(command, code, says):
    done = shell(command)
    assert done.returncode == code, done.stderr
    assert says in done.stderr


def test_a_log_for_machines_ends_in_an_error_for_machines(tmp_path):
    done = shell(f"daybook --log-format json --home '{tmp_path}' publish")
    assert done.returncode == 4
    line = json.loads(done.stderr)
    assert (line["level"], line["hint"]) == ("error", f".venv/bin/daybook --home {tmp_path} load")
    assert "no candidate" in line["message"]


def test_a_hint_can_be_typed_with_a_home_that_has_spaces(tmp_path):
    done = shell(f"daybook --home '{tmp_path}/my home' sql 'select 1'")
    assert done.returncode == 4
    assert f"try: .venv/bin/daybook --home '{tmp_path}/my home' run FOLDER_OF_PAGES" in done.stderr


def test_extract_answers_for_names_that_are_no_utf8_and_passes_pipes_by(tmp_path):
    os.mkfifo(tmp_path / "pipe.html")
    (tmp_path / os.fsdecode(b"caf\xe9.txt")).write_bytes((ROOT / SEED).read_bytes())
    done = shell(f"daybook extract '{tmp_path}'")
    assert done.returncode == 0, done.stderr
    found = [json.loads(line) for line in done.stdout.splitlines()]
    assert {row["page"] for row in found} == {f"file://{tmp_path}/caf%E9.txt"}


def test_a_line_of_brackets_is_answered():
    done = shell("(printf '[%.0s' $(seq 200000); echo; echo '{\"id\": 7}') | daybook stories -")
    assert done.returncode == 0, done.stderr
    found = [json.loads(line) for line in done.stdout.splitlines()]
    assert [row["id"] for row in found] == [None, "7"]
    assert all("error" in row for row in found)
