"""`daybook status`: worst first on a hundred columns, each problem with its command; JSON and an exit code for a probe."""

import json
from datetime import UTC, datetime

import pytest
from typer.testing import CliRunner

from extract.cli.main import app
from extract.contract.hours import run_of_hour
from extract.pipeline import discover, open_context
from extract.pipeline.status import PROBLEMS
from extract.settings import load_settings
from extract.store.candidate import open_candidate
from extract.store.load import load_batch
from extract.store.publish import publish_candidate


@pytest.fixture
def daybook(tmp_path):
    def run(*words):
        return CliRunner().invoke(app, ["--home", str(tmp_path), "status", *words])

    return run


@pytest.fixture
def publish(tmp_path, make_batch, make_marts):
    def do():
        with open_candidate(tmp_path) as candidate:
            load_batch(candidate, make_batch("b", range(3)))
            make_marts(candidate)
        publish_candidate(tmp_path, daybook_version="0", run_id="r", published_at=datetime.now(tz=UTC))

    return do


@pytest.fixture
def roomy(monkeypatch):
    monkeypatch.setattr("extract.pipeline.status.problems._of_disk", lambda _: iter(()))


def test_problems_come_first_each_with_the_command_as_one_would_type_it(tmp_path, daybook):
    (tmp_path / "inbox").mkdir()
    for hour in (1, 4):
        discover(
            open_context(load_settings(home=tmp_path)),
            [tmp_path / "inbox"],
            run_of_hour(datetime(2025, 7, 4, hour, tzinfo=UTC)),
        )
    done = daybook()
    assert done.exit_code == 0
    lines = [line.strip() for line in done.stdout.splitlines()]
    assert lines.index("Problems") < lines.index("Fresh") < lines.index("Disk")
    # The home and a command are lines that are not broken, however long.
    assert max(len(line) for line in lines[1:] if "try:" not in line) <= 100
    at = lines.index("missing_hours  2025-07-04T02:00Z to 2025-07-04T04:00Z, 2 hours")
    assert lines[at + 1] == (
        "try: airflow backfill create --dag-id collect_news --from-date 2025-07-04T02:00Z --to-date 2025-07-04T03:00Z "
        "--reprocess-behavior completed"
    )
    published = next(number for number, line in enumerate(lines) if line.startswith("nothing_published"))
    assert published < at
    hint = next(line for line in lines[published:] if line.startswith("try: "))
    assert f"--home {tmp_path} run FOLDER_OF_PAGES" in hint


@pytest.mark.usefixtures("roomy")
def test_a_home_that_is_well_is_told_calmly_and_strict_is_green(daybook, publish):
    publish()
    done = daybook("--strict")
    assert done.exit_code == 0, done.output
    assert "Nothing is wrong." in done.stdout
    assert "articles 3" in done.stdout
    assert "\x1b[" not in done.stdout


@pytest.mark.usefixtures("roomy")
def test_strict_is_red_for_a_probe_that_reads_the_code_and_for_one_that_reads_json(daybook):
    assert daybook().exit_code == 0
    assert daybook("--strict").exit_code == 1
    done = daybook("--strict", "--json")
    assert done.exit_code == 1
    (problem,) = json.loads(done.stdout)["problems"]
    assert (problem["name"], problem["hint"]) == ("nothing_published", "daybook run FOLDER_OF_PAGES")


def test_help_names_every_problem_there_is(daybook):
    said = " ".join(daybook("--help").stdout.replace("│", " ").split())
    assert [name for name in PROBLEMS if name not in said] == []


@pytest.mark.promise(11)
def test_what_a_file_says_cannot_steer_the_terminal(tmp_path, daybook, publish):
    publish()
    with (tmp_path / "ledger.jsonl").open("a") as ledger:
        print(json.dumps({"event": "discarded", "candidate": 2, "reason": "\x1b[31mboo [bold]"}), file=ledger)
    done = daybook()
    assert "\x1b" not in done.stdout
    assert "\\x1b[31mboo [bold]" in done.stdout
