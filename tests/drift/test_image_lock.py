"""What the image installs is what the project was tested with: its lock holds nothing that requirements.lock does not."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PIN = re.compile(r"^([a-z0-9._-]+)(?:\[[^\]]*\])?==([^ ;\\]+)", re.MULTILINE)
HASH = re.compile(r"sha256:[0-9a-f]{64}")


def pins(path):
    """Name and version of each pin of a lock, with its hashes."""
    text = (ROOT / path).read_text(encoding="utf-8")
    starts = [*PIN.finditer(text)]
    ends = [pin.start() for pin in starts[1:]] + [len(text)]
    return {pin.groups(): set(HASH.findall(text[pin.end() : end])) for pin, end in zip(starts, ends, strict=True)}


@pytest.mark.promise(25)
def test_every_pin_of_the_image_stands_in_the_lock_with_its_hashes():
    locked = pins("requirements.lock")
    missing = [
        f"{name}=={version}"
        for (name, version), hashes in pins("docker/requirements.lock").items()
        if not hashes or not hashes <= locked.get((name, version), set())
    ]
    assert missing == [], "docker/requirements.lock has drifted from requirements.lock: run `make lock`"


def test_the_image_has_what_runs_and_no_tool_of_developers():
    names = {name for name, _ in pins("docker/requirements.lock")}
    assert {
        "apache-airflow",
        "apache-airflow-providers-celery",
        "dbt-duckdb",
        "duckdb",
        "spacy",
        "psycopg2-binary",
    } <= names
    assert not names & {"pytest", "ruff", "mypy", "sqlfluff", "pre-commit", "playwright", "hypothesis", "uv"}


def test_superset_reads_with_the_duckdb_that_daybook_writes_with():
    ours, theirs = (
        {version for name, version in pins(path) if name == "duckdb"}
        for path in ("docker/requirements.lock", "docker/superset/requirements.lock")
    )
    assert ours == theirs


def test_locks_name_no_address():
    for path in ("docker/requirements.lock", "docker/superset/requirements.lock"):
        assert "://" not in (ROOT / path).read_text(encoding="utf-8")
