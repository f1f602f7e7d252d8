"""Each rule catches its damage, and says which rows; good batches pass without a word."""

import html
import json
import re
from pathlib import Path

import pytest
from damages import DAMAGES, HOSTILE
from news import GOOD, MARKER

from extract.contract.tables import BATCH_TABLES
from extract.quality.batch_rules import batch_rules
from extract.quality.scope import BatchScope, read_scope
from extract.store.warehouse import open_warehouse

pytestmark = pytest.mark.xdist_group("gates")

RULES = Path(__file__).parents[3] / "extract" / "quality" / "sql" / "batches"


@pytest.mark.promise(3)
@pytest.mark.parametrize("damage", DAMAGES, ids=lambda damage: damage.name)
def test_a_damage_is_caught_by_its_rule(corpus, damage):
    batch = f"{damage.name}-0000"
    found = corpus.broken[batch]
    assert (damage.table, damage.rule) in found
    result, rows = found[damage.table, damage.rule]
    assert rows.ids
    assert result.remedy
    # Critical: the batch stays out. A warning alone lets it in.
    if not result.is_warning:
        assert batch in corpus.report.red_batches


@pytest.mark.parametrize("batch", [batch.name for batch in GOOD()])
def test_a_good_batch_passes_without_a_word(corpus, batch):
    assert corpus.broken[batch] == {}


def test_nobody_holds_the_file_after_a_check(corpus):
    with open_warehouse(corpus.path) as connection:
        connection.execute("create temp table t as select 1")


@pytest.mark.promise(3)
def test_every_rule_has_a_damage_that_it_catches():
    caught = {damage.rule for damage in DAMAGES}
    rules = {rule.name for table in batch_rules(BatchScope([2], [1])) for rule in table.rules}
    # One with `-- each:` is as many rules as its list has rows.
    assert {path.stem for path in RULES.glob("*.sql") if "-- each:" not in path.read_text()} <= rules
    assert rules - caught == set()
    assert len({damage.name for damage in DAMAGES}) == len(DAMAGES) >= 40


def test_a_red_gate_says_which_rows_and_what_to_do(corpus):
    document = json.loads(corpus.report.page.with_suffix(".json").read_text())
    kinds = next(each for each in document["failures"] if each["table"] == "figures" and each["rule"] == "one_of")
    (damaged,) = [damage for damage in DAMAGES if damage.name == "unknown_kind"]
    figure = next(row for row in damaged.batch().rows if row.table == "figures")
    assert kinds["ids"] == [f"{figure.figure_id} kind"]
    assert (kinds["severity"], kinds["unexpected_count"]) == ("critical", 1)
    assert "extract/contract/columns.py" in kinds["remedy"]
    assert figure.figure_id in document["red_batches"]["unknown_kind-0000"]
    page = corpus.report.page.read_text()
    assert figure.figure_id in page
    assert "extract/contract/columns.py" in page


def test_the_first_page_counts_the_latest_run_and_leads_to_the_red_one(corpus):
    page = (corpus.quality / "index.html").read_text()
    report = corpus.report
    assert f">{len(report.results)}</td>" in page
    assert f'<a href="red/{report.page.name}">{len(report.failures)}</a>' in page
    assert f">{len(report.warnings)}</td>" in page
    assert report.warnings[0].remedy in html.unescape(page)
    assert (corpus.quality / "check_batches" / "docs" / "index.html").read_text().count("<tr>") == 1 + len(BATCH_TABLES)


def test_every_link_from_page_to_page_leads_somewhere(corpus):
    links = 0
    for page in corpus.quality.rglob("*.html"):
        for link in re.findall(r'href="([^"#]+)', page.read_text()):
            if not link.startswith("http"):
                links += 1
                assert (page.parent / link).exists(), (page, link)
    assert links > 3 * len(BATCH_TABLES)


@pytest.mark.promise(11)
def test_no_page_runs_a_script_asks_another_host_or_shows_the_news(corpus):
    pages = [path for path in corpus.quality.rglob("*") if path.suffix in (".html", ".json", ".css")]
    assert len([path for path in pages if path.suffix == ".html"]) > len(BATCH_TABLES)
    for path in pages:
        text = path.read_text()
        assert HOSTILE not in text
        assert MARKER not in text.lower()
        if path.suffix == ".html":
            assert not re.search(
                r"<(script|iframe|object|embed|form|base|img)\b|\son\w+=|javascript:", text, re.IGNORECASE
            )
            assert not re.search(r"<(?!a\b)\w+[^>]*\b(src|href)=[\"']?\s*(https?:)?//", text, re.IGNORECASE)
            assert "default-src 'none'" in text
            (stylesheet,) = re.findall(r'<link rel="stylesheet" href="([^"]+)">', text)
            assert (path.parent / stylesheet).resolve().exists()
        if path.name == "quality.css":
            assert "url(" not in text
            assert "@import" not in text


def test_a_check_reads_no_rows_but_those_of_its_batches_and_the_last_before_them():
    loaded = [(f"b{number:03d}", number) for number in range(1, 101)]
    scope = read_scope(lambda _query: loaded, ["b090", "b091"])
    assert list(scope.before) == list(range(70, 90))
    for table in batch_rules(scope):
        for query in (table.rows, *(rule.query for rule in table.rules)):
            # Every mention of a raw table is limited by the order of loading: DuckDB skips all that lies before.
            # But of what kind a source is, all that it was asked says.
            unlimited = re.findall(r"\braw\.\w+\b(?! where (?:load_seq between|false))", query)
            assert set(unlimited) <= {"raw.source_checks"}
