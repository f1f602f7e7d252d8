"""Floors rise freely; one that falls needs to be allowed, and is named either way."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

UPDATE = Path(__file__).with_name("update.py")
FLOORS = {"events.main": 0.75, "figures.unit_f1": 0.9}


@pytest.fixture
def update(tmp_path):
    floors = tmp_path / "floors.json"
    floors.write_text(json.dumps(FLOORS))

    def run(scores: dict[str, float], allow: str = "") -> tuple[int, str, dict[str, float]]:
        (tmp_path / "scores.json").write_text(json.dumps(scores))
        command = [sys.executable, UPDATE, "--floors", floors, "--scores", tmp_path / "scores.json"]
        done = subprocess.run(command, env=os.environ | {"ALLOW": allow}, capture_output=True, text=True, check=False)
        return done.returncode, done.stdout + done.stderr, json.loads(floors.read_text())

    return run


def test_a_risen_score_raises_its_floor_to_three_decimals_rounded_down(update):
    code, said, floors = update({"events.main": 0.75, "figures.unit_f1": 0.91479})
    assert (code, floors) == (0, {"events.main": 0.75, "figures.unit_f1": 0.914})
    assert "rose  figures.unit_f1: 0.9 -> 0.914" in said
    assert "events.main" not in said


@pytest.mark.parametrize(
    ("scores", "says"),
    [
        ({"events.main": 0.749, "figures.unit_f1": 0.95}, "fell  events.main: 0.75 -> 0.749"),
        ({"figures.unit_f1": 0.95}, "gone  events.main: 0.75 -> None"),
    ],
)
def test_a_floor_that_would_fall_or_go_is_named_and_nothing_is_written(update, scores, says):
    code, said, floors = update(scores)
    assert (code, floors) == (1, FLOORS)
    assert says in said
    assert "ALLOW=1" in said


def test_a_fall_that_is_allowed_is_written_and_still_named(update):
    code, said, floors = update({"events.main": 0.5, "figures.unit_f1": 0.9}, allow="1")
    assert (code, floors["events.main"]) == (0, 0.5)
    assert "fell  events.main: 0.75 -> 0.5" in said


def test_a_score_equal_to_its_floor_is_no_fall(update):
    assert update({"events.main": 0.75, "figures.unit_f1": 0.9})[0] == 0
