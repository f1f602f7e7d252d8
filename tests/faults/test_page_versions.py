"""Promise 17: every version of a page is kept with its time, also once the page is gone."""

import pytest

from extract.contract.tables import Article, Page
from extract.pipeline import discover, extract_articles, fetch_pages, open_context
from extract.settings import load_settings
from extract.store.batches import rows_of

pytestmark = pytest.mark.promise(17)

HEADER = "file,captured_at,url,publisher,publish_text"
URL = "https://news.example/harbour"
TEXT = (
    "<p>The council of Oslo voted on Thursday to build {number} homes beside the harbour, its chair Aiko Mori said.</p>"
    "<p>Work begins in March and takes two years; residents asked for a park in place of the old warehouses there.</p>"
)


def page(number):
    return (
        f"<html><head><title>Oslo builds</title></head><body><article><h1>Oslo builds</h1>{TEXT.format(number=number)}"
        "</article></body></html>"
    )


def test_each_wording_is_kept_with_its_time_and_stays_when_the_page_is_gone(tmp_path):
    context = open_context(load_settings(home=tmp_path / "home"))
    folder = tmp_path / "pages"
    folder.mkdir()

    def capture(run_id, number, at):
        (folder / "harbour.html").write_text(page(number))
        (folder / "captures.csv").write_text(f"{HEADER}\nharbour.html,{at},{URL},The Site,true\n")
        discover(context, [folder], run_id)
        fetch_pages(context)

    capture("one", 40, "2025-07-03T08:00:00+00:00")
    capture("two", 45, "2025-07-04T08:00:00+00:00")
    first, second = page(40).encode(), page(45).encode()
    (folder / "harbour.html").unlink()
    (folder / "captures.csv").unlink()
    discover(context, [folder], "three")
    fetch_pages(context)
    extract_articles(context)
    assert context.batches.batch_ids("fetch_pages") == ["one-0000", "two-0000"]

    def read(step, table):
        return [
            row
            for batch in ("one-0000", "two-0000")
            for row in rows_of(table, context.batches.read(step, batch, table))
        ]

    pages, articles = read("fetch_pages", Page), read("extract_articles", Article)
    assert [context.pages.get(row.page_id) for row in pages] == [first, second]
    assert [row.captured_at.isoformat() for row in pages] == ["2025-07-03T08:00:00+00:00", "2025-07-04T08:00:00+00:00"]
    old, new = articles
    assert old.article_id == new.article_id
    assert old.article_version_id != new.article_version_id
    assert ("40 homes" in old.text, "45 homes" in new.text) == (True, True)
    assert [(row.page_id, row.captured_at) for row in articles] == [(row.page_id, row.captured_at) for row in pages]
