"""`daybook publish --rollback` and what `daybook status` says of it."""

import json
from datetime import UTC, datetime

import pytest
from typer.testing import CliRunner

from extract.cli.main import app
from extract.store.candidate import open_candidate
from extract.store.load import load_batch
from extract.store.publish import publish_candidate

pytestmark = pytest.mark.promise(19)


def test_a_rollback_is_told_by_status_and_lifted_by_number(tmp_path, make_batch, make_marts):
    for number in (1, 2):
        with open_candidate(tmp_path) as candidate:
            load_batch(candidate, make_batch(f"b{number}", range(number, number + 1)))
            make_marts(candidate)
        publish_candidate(tmp_path, daybook_version="0", run_id="r", published_at=datetime(2025, 7, 4, tzinfo=UTC))

    def daybook(*words):
        done = CliRunner().invoke(app, ["--home", str(tmp_path), *words])
        assert done.exit_code == 0, done.output
        return json.loads(done.stdout.splitlines()[-1])

    assert daybook("status", "--json")["rollback"] is None
    assert daybook("publish", "--rollback") == {"from_generation": 2, "generation": 1, "rolled_back": 1}
    state = daybook("status", "--json")
    assert state["rollback"] == {"generation": 1, "rolled_back_from": [2]}
    assert (state["kept"], state["published"]["generation"], state["published"]["articles"]) == ([2], 1, 1)
    counts = daybook("publish")
    assert (counts["held"], counts["generation"], "published" in counts) == (1, 1, False)
    assert daybook("publish", "--rollback", "--to", "2")["generation"] == 2
    assert daybook("status", "--json")["rollback"] is None


def test_a_number_without_rollback_is_wrong_usage(tmp_path):
    done = CliRunner().invoke(app, ["--home", str(tmp_path), "publish", "--to", "2"])
    assert done.exit_code == 2
