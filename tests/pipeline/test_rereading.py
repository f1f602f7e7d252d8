"""Facts are read again where an older model or older rules read them, and only there."""

import json

import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner

from extract import facts
from extract.cli.main import app

PAGE = """<html><head><title>Talks in Oslo</title></head><body><article><h1>Talks in Oslo</h1>
<p>Foreign Minister Ida Berg met 40 farmers in Oslo on Monday. Berg said that the talks would go on in May.</p>
<p>The ministry will publish a report, and the government of Norway will pay for it, the minister told reporters.</p>
</article></body></html>"""


@pytest.fixture
def daybook(tmp_path, monkeypatch):
    pages = tmp_path / "pages"
    pages.mkdir()
    (pages / "oslo.html").write_text(PAGE)
    monkeypatch.setenv("DAYBOOK_HOME", str(tmp_path / "home"))
    runner = CliRunner()

    def run(*words):
        result = runner.invoke(app, words)
        assert result.exit_code == 0, result.output
        return json.loads(result.stdout.strip().splitlines()[-1])

    run("discover", str(pages), "--run-id", "monday")
    run("fetch-pages")
    run("extract-articles")
    run("read-facts")
    return run


def test_newer_rules_make_every_batch_due_and_all_stale_reads_it_once(daybook, monkeypatch):
    assert daybook("list-stale-batches")["batch_ids"] == []
    monkeypatch.setattr(facts, "RULES_VERSION", facts.RULES_VERSION + 1)
    assert daybook("list-stale-batches")["batch_ids"] == ["monday-0000"]
    daybook("read-facts", "--all-stale")
    assert daybook("list-stale-batches")["batch_ids"] == []


def test_another_model_makes_every_batch_due(daybook, monkeypatch):
    monkeypatch.setenv("DAYBOOK_LANGUAGE_MODEL", "en_core_web_sm")
    assert daybook("list-stale-batches")["batch_ids"] == ["monday-0000"]


@pytest.mark.usefixtures("daybook")
def test_a_batch_beside_all_stale_is_refused():
    result = CliRunner().invoke(app, ["read-facts", "monday-0000", "--all-stale"])
    assert result.exit_code == 2
    assert "name no batch" in " ".join(result.output.split())


@pytest.mark.usefixtures("daybook")
def test_the_rows_say_which_rules_read_them(tmp_path):
    (table,) = (tmp_path / "home").rglob("participants*.parquet")
    versions = set(pq.read_table(table)["model_version"].to_pylist())
    assert versions
    assert all(version.endswith(f"+rules{facts.RULES_VERSION}") for version in versions)
