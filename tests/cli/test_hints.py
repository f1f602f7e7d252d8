"""Hints are commands that can be typed as they stand."""

import sys
from pathlib import Path

import pytest

from extract.cli.hints import rewrite_hint

COMMANDS = ("load", "check-batches", "check-marts")


@pytest.fixture(autouse=True)
def typed(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "argv", [str(tmp_path / "bin" / "daybook")])


@pytest.mark.parametrize(
    ("hint", "shown"),
    [
        ("daybook load", "bin/daybook --home 'my home' load"),
        ("mv a b, then daybook load (again)", "mv a b, then bin/daybook --home 'my home' load (again)"),
        ("mv /srv/daybook load", "mv /srv/daybook load"),
        ("daybook loads", "daybook loads"),
    ],
)
def test_a_hint_carries_the_home_that_was_given(hint, shown):
    assert rewrite_hint(hint, COMMANDS, Path("my home")) == shown


def test_without_a_home_only_the_program_changes():
    assert rewrite_hint("daybook check-marts --help", COMMANDS, None) == "bin/daybook check-marts --help"


def test_a_program_on_the_path_stays_a_word(monkeypatch, tmp_path):
    program = tmp_path / "bin" / "daybook"
    program.parent.mkdir()
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(program.parent))
    assert rewrite_hint("daybook load", COMMANDS, None) == "daybook load"
