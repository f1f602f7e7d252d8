"""Sources on the web and in folders: what they offer is fetched once, under their terms, and nothing vanishes."""

import functools
import threading
from datetime import UTC, datetime
from pathlib import Path

import pytest
from filelock import FileLock

from extract.contract.tables import Article, Discovery, Fetch, Page, Reject, SourceCheck
from extract.errors import WarehouseLocked
from extract.pipeline import discover, extract_articles, fetch_pages, open_context


def test_a_feed_is_fetched_under_its_terms_and_what_is_refused_is_a_row(news, open_home, site):
    context = open_home(news.entry("site", "feed", f"{site.root}/feed.xml", publisher="The Site", publish_text="true"))
    assert discover(context, run_id="one") == ["one-0000"]
    counts = fetch_pages(context).as_dict()
    assert counts == {"batches.done": 1, "pages": 1, "rejected.opted_out": 1, "rejected.server_error": 1}
    (page,) = news.read(context, "fetch_pages", "one-0000", Page)
    assert (page.page_uri, page.publisher_name, page.is_text_publishable) == (f"{site.root}/oslo", "The Site", True)
    assert (page.source_name, page.http_charset) == ("site", "utf-8")
    assert abs((datetime.now(UTC) - page.captured_at).total_seconds()) < 600
    outcomes = {Path(row.page_uri).name: row.outcome for row in news.read(context, "fetch_pages", "one-0000", Fetch)}
    assert outcomes == {"oslo": "ok", "bergen": "server_error", "closed": "opted_out"}
    (check,) = news.read(context, "discover", "one-0000", SourceCheck)
    assert (check.outcome, check.offered_count, check.new_count) == ("ok", 3, 3)
    assert extract_articles(context).as_dict()["articles"] == 1
    (article,) = news.read(context, "extract_articles", "one-0000", Article)
    assert article.title == "Oslo builds"
    assert article.url == f"{site.root}/oslo"


def test_a_source_is_asked_with_what_it_answered_last_and_failed_pages_are_tried_again(news, open_home, site):
    context = open_home(news.entry("site", "feed", f"{site.root}/feed.xml"))
    discover(context, run_id="one")
    fetch_pages(context)
    site.asked.clear()
    site.pages["/bergen"] = (200, "text/html", news.page_of("Bergen"))
    # The feed has not changed: it offers nothing, but Bergen failed in a way that may pass.
    assert discover(context, run_id="two") == ["two-0000"]
    assert [dict(headers).get("If-None-Match") is not None for path, headers in site.asked if path == "/feed.xml"] == [
        True
    ]
    assert [row.page_uri for row in news.read(context, "discover", "two-0000", Discovery)] == [f"{site.root}/bergen"]
    assert fetch_pages(context).as_dict()["pages"] == 1
    # All is there: the third run asks the feed and nothing else.
    site.asked.clear()
    discover(context, run_id="three")
    fetch_pages(context)
    assert {path for path, _ in site.asked} <= {"/feed.xml", "/robots.txt", "/.well-known/tdmrep.json"}


def test_a_page_that_fails_for_good_is_given_up(news, open_home, site):
    site.pages["/feed.xml"] = (200, "application/rss+xml", news.feed(site.root, "bergen"))
    context = open_home(news.entry("site", "feed", f"{site.root}/feed.xml"))
    for number in range(8):
        discover(context, run_id=f"run{number}")
        fetch_pages(context)
    assert sum(path == "/bergen" for path, _ in site.asked) == 5


def test_a_page_its_source_says_has_changed_is_asked_for_again_with_its_etag(news, open_home, site):
    dated = news.feed(site.root, "oslo").replace("</item>", "<pubDate>{}</pubDate></item>")
    site.pages["/feed.xml"] = (200, "application/rss+xml", dated.format("Tue, 01 Jul 2025 10:00:00 GMT"))
    context = open_home(news.entry("site", "feed", f"{site.root}/feed.xml"))
    discover(context, run_id="one")
    fetch_pages(context)
    later = datetime.now(UTC).strftime("%a, %d %b %Y %H:%M:59 GMT")
    site.pages["/feed.xml"] = (200, "application/rss+xml", dated.format(later))
    assert discover(context, run_id="two") == ["two-0000"]
    assert fetch_pages(context).as_dict() == {"batches.done": 1, "pages": 0, "not_modified": 1}


@pytest.mark.promise(5)
def test_a_broken_source_is_named_and_stops_no_other(news, open_home, site, tmp_path):
    (tmp_path / "saved").mkdir()
    (tmp_path / "saved/page.html").write_text(news.page_of("Bodø"))
    context = open_home(
        news.entry("gone", "feed", f"{site.root}/nothing.xml")
        + news.entry("nowhere", "files", "missing")
        + news.entry("saved", "files", "../saved", publisher="Saved Times")
        + news.entry("paused", "feed", f"{site.root}/feed.xml", enabled="false")
    )
    (batch_id,) = discover(context, run_id="one")
    (check,) = news.read(context, "discover", batch_id, SourceCheck)
    assert (check.source_name, check.outcome, check.http_status) == ("gone", "gone", 404)
    (refused,) = news.read(context, "discover", batch_id, Reject)
    assert refused.reason == "unreadable"
    assert refused.key.startswith("nowhere ")
    (page,) = news.read(context, "discover", batch_id, Discovery)
    assert (page.source_name, page.publisher_name) == ("saved", "Saved Times")


def test_two_addresses_with_one_body_stay_two_pages_when_their_batch_is_done_again(news, open_home, site):
    site.pages["/feed.xml"] = (200, "application/rss+xml", news.feed(site.root, "oslo", "twin"))
    site.pages["/twin"] = site.pages["/oslo"]
    for terms in ("true", "false"):
        context = open_home(news.entry("site", "feed", f"{site.root}/feed.xml", publish_text=terms))
        discover(context, run_id="one")
        counts = fetch_pages(context).as_dict()
        assert {name: count for name, count in counts.items() if "batches" not in name} == {"pages": 2}


def test_other_patterns_are_asked_for_although_the_source_has_not_changed(news, open_home, site):
    context = open_home(news.entry("site", "feed", f"{site.root}/feed.xml", keep="['*/oslo']"))
    (batch_id,) = discover(context, run_id="one")
    assert len(news.read(context, "discover", batch_id, Discovery)) == 1
    (check,) = news.read(context, "discover", batch_id, SourceCheck)
    assert "not_kept 2" in check.detail
    context = open_home(news.entry("site", "feed", f"{site.root}/feed.xml"))
    discover(context, run_id="two")
    assert len(news.read(context, "discover", "two-0000", Discovery)) == 2


def test_one_discovery_at_a_time(news, open_home, site):
    context = open_home(news.entry("site", "feed", f"{site.root}/feed.xml"))
    context = open_context(context.settings.model_copy(update={"lock_wait_seconds": 0.1}))
    held = threading.Event()
    done = threading.Event()

    def hold():
        with FileLock(context.settings.home / "batches/.locks/discover", is_singleton=False):
            held.set()
            done.wait(60)

    (context.settings.home / "batches/.locks").mkdir(parents=True)
    thread = threading.Thread(target=hold)
    thread.start()
    held.wait(60)
    try:
        with pytest.raises(WarehouseLocked, match=r"discover in .+ is being done"):
            discover(context, run_id="one")
    finally:
        done.set()
        thread.join()


def test_a_publisher_named_by_the_list_stays(news, open_home, site, tmp_path):
    (tmp_path / "home").mkdir()
    (tmp_path / "home/list.csv").write_text(f"url,publisher,published\n{site.root}/oslo,List Publisher,\n")
    context = open_home(news.entry("list", "urls", "list.csv", publisher="Source Publisher"))
    discover(context, run_id="one")
    fetch_pages(context)
    assert "one-0000" not in discover(context, run_id="two")
    (offer,) = news.read(context, "discover", "one-0000", Discovery)
    assert offer.publisher_name == "List Publisher"


def test_a_source_that_was_disabled_is_left_alone_and_its_pages_wait(news, open_home, site):
    listed = functools.partial(news.entry, "site", "feed", f"{site.root}/feed.xml")
    discover(open_home(listed()), run_id="one")
    site.asked.clear()
    context = open_home(listed(enabled="false"))
    assert fetch_pages(context).as_dict() == {"batches.done": 1, "pages": 0, "rejected.source_off": 3}
    discover(context, run_id="two")
    assert site.asked == []
    context = open_home(listed())
    discover(context, run_id="three")
    assert fetch_pages(context).as_dict()["pages"] == 1


def test_one_article_in_two_sources_is_offered_once(news, open_home, site, tmp_path):
    (tmp_path / "home").mkdir()
    (tmp_path / "home/list.txt").write_text(f"{site.root}/oslo?utm_source=list\n")
    context = open_home(news.entry("site", "feed", f"{site.root}/feed.xml") + news.entry("list", "urls", "list.txt"))
    (batch_id,) = discover(context, run_id="one")
    assert len(news.read(context, "discover", batch_id, Discovery)) == 3


@pytest.mark.promise(24)
def test_terms_that_a_source_withdraws_reach_the_pages_it_no_longer_lists(news, open_home, site):
    listed = functools.partial(news.entry, "site", "feed", f"{site.root}/feed.xml")
    context = open_home(listed(publish_text="true"))
    discover(context, run_id="one")
    fetch_pages(context)
    site.pages["/feed.xml"] = (200, "application/rss+xml", news.feed(site.root))
    site.asked.clear()
    context = open_home(listed(publish_text="false"))
    assert "one-0000" in discover(context, run_id="two")
    fetch_pages(context)
    (page,) = news.read(context, "fetch_pages", "one-0000", Page)
    assert not page.is_text_publishable
    # The page itself is not asked for again; what failed in passing may be.
    assert "/oslo" not in {path for path, _ in site.asked}
