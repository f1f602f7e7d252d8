"""Promise 17, over HTTP: every version that a site served is kept with its time, also once the page is gone."""

from datetime import UTC, datetime, timedelta

import duckdb
import pytest

from extract.contract.tables import Fetch
from extract.pipeline import build, check_batches, discover, extract_articles, fetch_pages, link, load, read_facts
from extract.store.warehouse import candidate_path

pytestmark = pytest.mark.promise(17)


@pytest.mark.extended
def test_each_version_that_a_site_served_is_kept_and_the_marts_say_which_they_used(news, open_home, site):
    """Two versions, then 404."""
    dated = news.feed(site.root, "oslo").replace("</item>", "<pubDate>{}</pubDate></item>")
    context = open_home(news.entry("site", "feed", f"{site.root}/feed.xml", publish_text="true"))
    served = [news.page_of("Oslo"), news.page_of("Oslo").replace("40 homes", "45 homes"), None]
    for number, body in enumerate(served):
        # Each time the feed says that the page has changed since it was last asked for.
        changed = datetime.now(UTC) + timedelta(minutes=number)
        site.pages["/feed.xml"] = (200, "application/rss+xml", dated.format(f"{changed:%a, %d %b %Y %H:%M:%S} GMT"))
        site.pages["/oslo"] = (200, "text/html", body) if body else (404, "text/plain", "gone")
        discover(context, run_id=f"run{number}")
        fetch_pages(context)
    assert [
        [row.outcome for row in news.read(context, "fetch_pages", batch_id, Fetch)]
        for batch_id in context.batches.batch_ids("fetch_pages")
    ] == [["ok"], ["ok"], ["gone"]]
    for step in (extract_articles, read_facts, load, check_batches, link, build):
        step(context)
    with duckdb.connect(str(candidate_path(context.settings.home)), read_only=True) as connection:
        kept = connection.execute(
            "select page_id, is_current, first_captured_at from marts.article_versions order by version_number"
        ).fetchall()
        used = connection.execute("select distinct article_version_id from marts.figures").fetchall()
        current = connection.execute("select article_version_id from marts.articles").fetchall()
    assert [context.pages.get(page_id).decode() for page_id, _, _ in kept] == served[:2]
    assert [is_current for _, is_current, _ in kept] == [False, True]
    assert kept[0][2] < kept[1][2]
    assert used == current
