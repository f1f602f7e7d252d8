"""Promise 11: hostile text stays text, from the page through the tables to whatever people open."""

import csv
import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from html import escape
from pathlib import Path

import duckdb
import pytest

pytestmark = [pytest.mark.promise(11), pytest.mark.extended, pytest.mark.slow, pytest.mark.xdist_group("hostile_text")]

BROWSER = shutil.which("chromium")
ROOT = Path(__file__).parents[2]
HEADER = "file,captured_at,url,publisher,publish_text"
# What a spreadsheet takes for a formula where a cell begins with it.
FORMULA = ("=", "+", "-", "@", "\t", "\r")
STORY = (
    "<p>The council of Oslo met {text} on Thursday and agreed to build {number} homes beside the harbour, its chair Aiko Mori "
    "said. Residents asked {text} for a park in place of the old warehouses there.</p>"
    "<p>Work begins in March and costs {number} million euros, said {text}, who is the mayor of Bergen.</p>"
)


@dataclass(frozen=True)
class Filled:
    """A home that holds hostile texts, by name, and what was said while it was filled."""

    path: Path
    texts: dict[str, str]
    target: Path
    said: str

    def run(self, *words):
        done = subprocess.run(
            [ROOT / ".venv/bin/daybook", "--home", self.path, *map(str, words)],
            capture_output=True,
            text=True,
            cwd=ROOT,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def rows(self, query):
        with duckdb.connect(str(self.path / "published" / "daybook.duckdb"), read_only=True) as connection:
            return connection.execute(query).fetchall()


def page(text, number):
    shown = escape(text).replace("&amp;#", "&#")
    head = (
        f'<title>{shown}</title><meta name="author" content="{shown}"><meta property="og:site_name" content="{shown}">'
    )
    head += '<meta property="article:published_time" content="2025-07-04T08:00:00Z">'
    story = STORY.format(text=shown, number=number) * 2
    return f"<!DOCTYPE html><html><head>{head}</head><body><article><h1>{shown}</h1>{story}</article></body></html>"


@pytest.fixture(scope="module")
def filled(tmp_path_factory):
    folder = tmp_path_factory.mktemp("hostile")
    target = folder / "pwned"
    with (Path(__file__).parent / "hostile_texts.csv").open(encoding="utf-8") as file:
        rows = csv.DictReader(line for line in file if not line.startswith("#"))
        texts = {row["name"]: row["text"].replace("TARGET", str(target)) for row in rows}
    texts["long_word"] = "w" * 5000
    pages = folder / "pages"
    pages.mkdir()
    captures = [HEADER]
    for number, (name, text) in enumerate(texts.items(), 40):
        (pages / f"{name}.html").write_text(page(text, number), encoding="utf-8")
        captures.append(f"{name}.html,2025-07-04T08:00:00+00:00,https://news.example/{name},,true")
    (pages / "captures.csv").write_text("\n".join(captures) + "\n")
    home = folder / "home"
    done = subprocess.run(
        [ROOT / ".venv/bin/daybook", "--home", home, "--log-format", "json", "run", pages],
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return Filled(home, texts, target, done.stderr)


def test_every_page_is_an_article_and_no_table_is_missing(filled):
    (count,) = filled.rows("select count(*) from marts.articles")[0]
    assert count == len(filled.texts)
    assert filled.rows("from meta.tables where table_name = 'articles'")
    titles = {row[0] for row in filled.rows("select title from marts.articles")}
    kept = ("sql_quote", "jinja_expression", "script", "image", "formula_equals", "yaml")
    assert [name for name in kept if filled.texts[name] not in titles] == []
    assert not filled.target.exists()


def test_no_text_forges_a_log_line(filled):
    lines = [json.loads(line) for line in filled.said.splitlines() if line]
    assert len(lines) > 5
    assert [line for line in lines if line["level"] == "critical" or "forged" in line["message"][:10]] == []


def test_no_cell_of_an_export_begins_a_formula_and_raw_ones_are_as_they_were_read(filled, tmp_path):
    filled.run("export", "csv", tmp_path / "safe")
    filled.run("export", "csv", "--raw", tmp_path / "raw")

    def titles(folder):
        (path,) = (tmp_path / folder).rglob("articles.csv")
        with path.open(encoding="utf-8-sig", newline="") as file:
            return [row["title"] for row in csv.DictReader(file)]

    csv.field_size_limit(sys.maxsize)
    assert [title for title in titles("safe") if title.startswith(FORMULA)] == []
    assert len([title for title in titles("raw") if title.startswith(FORMULA)]) == 4
    for path in (tmp_path / "safe").rglob("*.csv"):
        with path.open(encoding="utf-8-sig", newline="") as file:
            cells = [cell for row in csv.reader(file) for cell in row]
        assert [cell for cell in cells if cell.startswith(FORMULA) and not _is_number(cell)] == [], path.name


def _is_number(cell):
    try:
        float(cell)
    except ValueError:
        return False
    return True


@pytest.mark.skipif(BROWSER is None, reason="Chromium is not here: apt-get install chromium")
def test_nothing_that_a_browser_opens_runs_or_asks_for_anything(filled):
    documents = subprocess.run(
        [sys.executable, "-m", "extract.serving.docs"],
        env=os.environ | {"DAYBOOK_HOME": str(filled.path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert documents.returncode == 0, documents.stderr
    opened = [Path(documents.stdout.strip()), *sorted((filled.path / "quality").rglob("*.html"))]
    (entity,) = filled.rows(
        "select entity_id from marts.entities order by contains(name, '<') desc, participant_count desc, entity_id limit 1"
    )[0]
    (story,) = filled.rows("select story_id from marts.articles where contains(title, '<img')")[0]
    for words in (("--day", "latest"), ("--story", story), ("--entity", entity)):
        report = filled.path / f"report{words[0]}.html"
        filled.run("report", *words, "--output", report)
        assert "<script" not in report.read_text(encoding="utf-8")
        opened.append(report)
    assert len(opened) >= 6
    assert "&lt;img src=x onerror" in opened[-2].read_text(encoding="utf-8")
    for path in opened:
        assert browse(path) == ([], [], "undefined"), path


def browse(path):
    """What a page asks of the network, the dialogs it opens, and whether a script of a stranger's ran."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=BROWSER, args=["--no-sandbox"])
        tab = browser.new_page()
        asked, dialogs = [], []
        tab.on("request", lambda request: asked.append(request.url))
        tab.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
        tab.goto(path.as_uri(), wait_until="load")
        ran = tab.evaluate("typeof window.pwned")
        browser.close()
    return [url for url in asked if not url.startswith(("file:", "data:"))], dialogs, ran
