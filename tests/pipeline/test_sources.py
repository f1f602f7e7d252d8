"""Sources on the web, in archives and in folders: what they offer is fetched once, under their terms, and nothing vanishes."""

import functools
import gzip
import http.server
import shutil
import threading
import zlib
from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb
import pytest
from filelock import FileLock

from extract.contract.tables import Article, Discovery, Fetch, Page, Reject, SourceCheck
from extract.errors import WarehouseLocked
from extract.pipeline import (
    build,
    check_batches,
    discover,
    extract_articles,
    fetch_pages,
    link,
    load,
    open_context,
    read_facts,
)
from extract.settings import load_settings
from extract.store.batches import rows_of
from extract.store.warehouse import candidate_path

PARAGRAPH = "The council of {place} voted on Thursday to build 40 homes beside the harbour, its chair Aiko Mori said. "
SECOND = "Work begins in March and takes two years; residents asked for a park in place of the old warehouses."


def page_of(place, head=""):
    body = "".join(f"<p>{PARAGRAPH.format(place=place)}{SECOND} This is paragraph {number}.</p>" for number in range(4))
    top = f"<html><head><title>{place} builds</title>{head}</head><body>"
    return f"{top}<article><h1>{place} builds</h1>{body}</article></body></html>"


class Site(http.server.BaseHTTPRequestHandler):
    """A news site: feed, sitemap, articles; answers with an ETag and knows when it is asked again."""

    def do_GET(self):
        self.server.asked.append((self.path, dict(self.headers)))
        status, kind, body = self.server.pages.get(self.path, (404, "text/plain", "nothing here"))
        data = body.encode()
        etag = f'"{zlib.crc32(data)}"'
        if status == 200 and self.headers.get("If-None-Match") == etag:
            status, data = 304, b""
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        if status in (200, 304):
            self.send_header("ETag", etag)
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_):
        """Say nothing."""


@pytest.fixture
def site():
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Site)
    server.asked, server.pages = [], {}
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    server.root = f"http://127.0.0.1:{server.server_port}"
    server.pages["/feed.xml"] = (200, "application/rss+xml", feed(server.root, "oslo", "bergen", "closed"))
    server.pages["/oslo"] = (200, "text/html; charset=utf-8", page_of("Oslo"))
    server.pages["/bergen"] = (503, "text/plain", "later")
    server.pages["/closed"] = (200, "text/html", page_of("Closed", '<meta name="robots" content="noindex">'))
    yield server
    server.shutdown()
    server.server_close()


def feed(root, *names):
    items = "".join(f"<item><title>{name}</title><link>{root}/{name}</link></item>" for name in names)
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>Site</title><link>{root}</link>{items}</channel></rss>'


@pytest.fixture
def open_home(tmp_path, site, monkeypatch):
    monkeypatch.delenv("DAYBOOK_PAGES", raising=False)

    def opened(sources):
        home = tmp_path / "home"
        home.mkdir(exist_ok=True)
        (home / "sources.yml").write_text("sources:\n" + sources)
        return open_context(load_settings(home=home, fetch_private=(f"127.0.0.1:{site.server_port}",)))

    return opened


def entry(name, kind, address, **more):
    lines = [f"  - name: {name}", f"    kind: {kind}", f"    address: {address}", "    min_gap_seconds: 0"]
    return "\n".join([*lines, *(f"    {key}: {value}" for key, value in more.items())]) + "\n"


def read(context, step, batch_id, table):
    return rows_of(table, context.batches.read(step, batch_id, table))


def test_a_feed_is_fetched_under_its_terms_and_what_is_refused_is_a_row(open_home, site):
    context = open_home(entry("site", "feed", f"{site.root}/feed.xml", publisher="The Site", publish_text="true"))
    assert discover(context, run_id="one") == ["one-0000"]
    counts = fetch_pages(context).as_dict()
    assert counts == {"batches.done": 1, "pages": 1, "rejected.opted_out": 1, "rejected.server_error": 1}
    (page,) = read(context, "fetch_pages", "one-0000", Page)
    assert (page.page_uri, page.publisher_name, page.is_text_publishable) == (f"{site.root}/oslo", "The Site", True)
    assert (page.source_name, page.http_charset) == ("site", "utf-8")
    assert abs((datetime.now(UTC) - page.captured_at).total_seconds()) < 600
    outcomes = {Path(row.page_uri).name: row.outcome for row in read(context, "fetch_pages", "one-0000", Fetch)}
    assert outcomes == {"oslo": "ok", "bergen": "server_error", "closed": "opted_out"}
    (check,) = read(context, "discover", "one-0000", SourceCheck)
    assert (check.outcome, check.offered_count, check.new_count) == ("ok", 3, 3)
    assert extract_articles(context).as_dict()["articles"] == 1
    (article,) = read(context, "extract_articles", "one-0000", Article)
    assert article.title == "Oslo builds"
    assert article.url == f"{site.root}/oslo"


def test_a_source_is_asked_with_what_it_answered_last_and_failed_pages_are_tried_again(open_home, site):
    context = open_home(entry("site", "feed", f"{site.root}/feed.xml"))
    discover(context, run_id="one")
    fetch_pages(context)
    site.asked.clear()
    site.pages["/bergen"] = (200, "text/html", page_of("Bergen"))
    # The feed has not changed: it offers nothing, but Bergen failed in a way that may pass.
    assert discover(context, run_id="two") == ["two-0000"]
    assert [dict(headers).get("If-None-Match") is not None for path, headers in site.asked if path == "/feed.xml"] == [
        True
    ]
    assert [row.page_uri for row in read(context, "discover", "two-0000", Discovery)] == [f"{site.root}/bergen"]
    assert fetch_pages(context).as_dict()["pages"] == 1
    # All is there: the third run asks the feed and nothing else.
    site.asked.clear()
    discover(context, run_id="three")
    fetch_pages(context)
    assert {path for path, _ in site.asked} <= {"/feed.xml", "/robots.txt", "/.well-known/tdmrep.json"}


def test_a_page_that_fails_for_good_is_given_up(open_home, site):
    site.pages["/feed.xml"] = (200, "application/rss+xml", feed(site.root, "bergen"))
    context = open_home(entry("site", "feed", f"{site.root}/feed.xml"))
    for number in range(8):
        discover(context, run_id=f"run{number}")
        fetch_pages(context)
    assert sum(path == "/bergen" for path, _ in site.asked) == 5


def test_a_page_its_source_says_has_changed_is_asked_for_again_with_its_etag(open_home, site):
    dated = feed(site.root, "oslo").replace("</item>", "<pubDate>{}</pubDate></item>")
    site.pages["/feed.xml"] = (200, "application/rss+xml", dated.format("Tue, 01 Jul 2025 10:00:00 GMT"))
    context = open_home(entry("site", "feed", f"{site.root}/feed.xml"))
    discover(context, run_id="one")
    fetch_pages(context)
    later = datetime.now(UTC).strftime("%a, %d %b %Y %H:%M:59 GMT")
    site.pages["/feed.xml"] = (200, "application/rss+xml", dated.format(later))
    assert discover(context, run_id="two") == ["two-0000"]
    assert fetch_pages(context).as_dict() == {"batches.done": 1, "pages": 0, "not_modified": 1}


@pytest.mark.extended
def test_each_version_that_a_site_served_is_kept_and_the_marts_say_which_they_used(open_home, site):
    """Promise 17, over HTTP: two versions, then 404."""
    dated = feed(site.root, "oslo").replace("</item>", "<pubDate>{}</pubDate></item>")
    context = open_home(entry("site", "feed", f"{site.root}/feed.xml", publish_text="true"))
    served = [page_of("Oslo"), page_of("Oslo").replace("40 homes", "45 homes"), None]
    for number, body in enumerate(served):
        # Each time the feed says that the page has changed since it was last asked for.
        changed = datetime.now(UTC) + timedelta(minutes=number)
        site.pages["/feed.xml"] = (200, "application/rss+xml", dated.format(f"{changed:%a, %d %b %Y %H:%M:%S} GMT"))
        site.pages["/oslo"] = (200, "text/html", body) if body else (404, "text/plain", "gone")
        discover(context, run_id=f"run{number}")
        fetch_pages(context)
    assert [
        [row.outcome for row in read(context, "fetch_pages", batch_id, Fetch)]
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


def test_a_broken_source_is_named_and_stops_no_other(open_home, site, tmp_path):
    (tmp_path / "saved").mkdir()
    (tmp_path / "saved/page.html").write_text(page_of("Bodø"))
    context = open_home(
        entry("gone", "feed", f"{site.root}/nothing.xml")
        + entry("nowhere", "files", "missing")
        + entry("saved", "files", "../saved", publisher="Saved Times")
        + entry("paused", "feed", f"{site.root}/feed.xml", enabled="false")
    )
    (batch_id,) = discover(context, run_id="one")
    (check,) = read(context, "discover", batch_id, SourceCheck)
    assert (check.source_name, check.outcome, check.http_status) == ("gone", "gone", 404)
    (refused,) = read(context, "discover", batch_id, Reject)
    assert refused.reason == "unreadable"
    assert refused.key.startswith("nowhere ")
    (page,) = read(context, "discover", batch_id, Discovery)
    assert (page.source_name, page.publisher_name) == ("saved", "Saved Times")


def test_archives_give_their_pages_once_and_tell_their_losses(open_home, tmp_path):
    archives = tmp_path / "home/archives"
    archives.mkdir(parents=True)
    records = [record(f"https://news.example/{place}", page_of(place)) for place in ("Oslo", "Bergen")]
    (archives / "a.warc.gz").write_bytes(b"".join([records[0], b"junk" * 50, records[1]]))
    context = open_home(entry("old", "archive", "archives", publisher="Archive Post"))
    (batch_id,) = discover(context, run_id="one")
    assert [row.reason for row in read(context, "discover", batch_id, Reject)] == ["junk"]
    assert fetch_pages(context).as_dict()["pages"] == 2
    pages = read(context, "fetch_pages", batch_id, Page)
    assert [(page.page_uri, page.captured) for page in pages] == [
        ("https://news.example/Oslo", "2025-07-04T07:48:00Z"),
        ("https://news.example/Bergen", "2025-07-04T07:48:00Z"),
    ]
    assert extract_articles(context).as_dict()["articles"] == 2
    assert discover(context, run_id="two") == []


def test_an_archive_that_is_away_is_tried_again(open_home, tmp_path):
    archive, away = tmp_path / "home/a.warc.gz", tmp_path / "away"
    archive.parent.mkdir(parents=True)
    archive.write_bytes(record("https://news.example/Oslo", page_of("Oslo")))
    context = open_home(entry("old", "archive", "a.warc.gz"))
    discover(context, run_id="one")
    archive.rename(away)
    assert fetch_pages(context).as_dict() == {"batches.done": 1, "pages": 0, "rejected.unreadable": 1}
    away.rename(archive)
    assert discover(context, run_id="two") == ["two-0000"]
    assert fetch_pages(context).as_dict()["pages"] == 1
    assert discover(context, run_id="three") == []


def test_records_that_an_archive_holds_twice_are_one_page_and_closed_ones_none(open_home, tmp_path):
    closed = page_of("Closed", '<meta name="robots" content="noindex">')
    given = [("Oslo", page_of("Oslo")), ("Oslo", page_of("Oslo")), ("C", closed), ("C", closed)]
    (tmp_path / "home").mkdir()
    (tmp_path / "home/a.warc.gz").write_bytes(
        b"".join(record(f"https://news.example/{name}", html) for name, html in given)
    )
    context = open_home(entry("old", "archive", "a.warc.gz"))
    (batch_id,) = discover(context, run_id="one")
    counts = fetch_pages(context).as_dict()
    assert counts == {"batches.done": 1, "pages": 1, "rejected.repeated": 1, "rejected.opted_out": 2}
    keys = [row.key for row in read(context, "fetch_pages", batch_id, Reject)]
    assert len(set(keys)) == 3


def test_an_archive_among_the_files_is_read_too(open_home, tmp_path):
    folder = tmp_path / "saved"
    folder.mkdir()
    (folder / "page.html").write_text(page_of("Bergen"))
    (folder / "a.warc.gz").write_bytes(record("https://news.example/Oslo", page_of("Oslo")))
    context = open_home("")
    discover(context, [folder], run_id="one")
    assert fetch_pages(context).as_dict()["pages"] == 2
    assert discover(context, [folder], run_id="two") == []


def test_two_addresses_with_one_body_stay_two_pages_when_their_batch_is_done_again(open_home, site):
    site.pages["/feed.xml"] = (200, "application/rss+xml", feed(site.root, "oslo", "twin"))
    site.pages["/twin"] = site.pages["/oslo"]
    for terms in ("true", "false"):
        context = open_home(entry("site", "feed", f"{site.root}/feed.xml", publish_text=terms))
        discover(context, run_id="one")
        counts = fetch_pages(context).as_dict()
        assert {name: count for name, count in counts.items() if "batches" not in name} == {"pages": 2}


def test_a_source_is_asked_for_all_again_when_a_batch_of_its_run_is_lost(open_home, tmp_path):
    (tmp_path / "home").mkdir()
    names = [f"https://news.example/{number}" for number in range(5)]
    (tmp_path / "home/a.warc.gz").write_bytes(b"".join(record(name, page_of(name)) for name in names))
    context = open_home(entry("old", "archive", "a.warc.gz"))
    context = open_context(context.settings.model_copy(update={"batch_pages": 2}))
    assert discover(context, run_id="one") == ["one-0000", "one-0001", "one-0002"]
    shutil.rmtree(context.batches.path("discover", "one-0000"))
    assert discover(context, run_id="one") == ["one-0001", "one-0002", "one-0003"]
    assert [row.page_uri for row in read(context, "discover", "one-0003", Discovery)] == names[:2]


def test_an_archive_may_be_away_for_long(open_home, tmp_path):
    archive, away = tmp_path / "home/a.warc.gz", tmp_path / "away"
    archive.parent.mkdir(parents=True)
    archive.write_bytes(record("https://news.example/Oslo", page_of("Oslo")))
    context = open_home(entry("old", "archive", "a.warc.gz"))
    discover(context, run_id="run0")
    archive.rename(away)
    for number in range(1, 8):
        fetch_pages(context)
        discover(context, run_id=f"run{number}")
    away.rename(archive)
    discover(context, run_id="back")
    assert fetch_pages(context).as_dict()["pages"] == 1


def test_other_patterns_are_asked_for_although_the_source_has_not_changed(open_home, site):
    context = open_home(entry("site", "feed", f"{site.root}/feed.xml", keep="['*/oslo']"))
    (batch_id,) = discover(context, run_id="one")
    assert len(read(context, "discover", batch_id, Discovery)) == 1
    (check,) = read(context, "discover", batch_id, SourceCheck)
    assert "not_kept 2" in check.detail
    context = open_home(entry("site", "feed", f"{site.root}/feed.xml"))
    discover(context, run_id="two")
    assert len(read(context, "discover", "two-0000", Discovery)) == 2


def test_one_discovery_at_a_time(open_home, site):
    context = open_home(entry("site", "feed", f"{site.root}/feed.xml"))
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


def test_a_publisher_named_by_the_list_stays(open_home, site, tmp_path):
    (tmp_path / "home").mkdir()
    (tmp_path / "home/list.csv").write_text(f"url,publisher,published\n{site.root}/oslo,List Publisher,\n")
    context = open_home(entry("list", "urls", "list.csv", publisher="Source Publisher"))
    discover(context, run_id="one")
    fetch_pages(context)
    assert "one-0000" not in discover(context, run_id="two")
    (offer,) = read(context, "discover", "one-0000", Discovery)
    assert offer.publisher_name == "List Publisher"


def test_a_source_that_was_disabled_is_left_alone_and_its_pages_wait(open_home, site):
    listed = functools.partial(entry, "site", "feed", f"{site.root}/feed.xml")
    discover(open_home(listed()), run_id="one")
    site.asked.clear()
    context = open_home(listed(enabled="false"))
    assert fetch_pages(context).as_dict() == {"batches.done": 1, "pages": 0, "rejected.source_off": 3}
    discover(context, run_id="two")
    assert site.asked == []
    context = open_home(listed())
    discover(context, run_id="three")
    assert fetch_pages(context).as_dict()["pages"] == 1


def test_one_article_in_two_sources_is_offered_once(open_home, site, tmp_path):
    (tmp_path / "home").mkdir()
    (tmp_path / "home/list.txt").write_text(f"{site.root}/oslo?utm_source=list\n")
    context = open_home(entry("site", "feed", f"{site.root}/feed.xml") + entry("list", "urls", "list.txt"))
    (batch_id,) = discover(context, run_id="one")
    assert len(read(context, "discover", batch_id, Discovery)) == 3


def record(uri, html):
    body = html.encode()
    answer = (
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: %d\r\n\r\n" % len(body) + body
    )
    head = (
        f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:{uri[-4:]}>\r\nWARC-Target-URI: {uri}\r\n"
        "WARC-Date: 2025-07-04T07:48:00Z\r\nContent-Type: application/http; msgtype=response\r\n"
        f"Content-Length: {len(answer)}\r\n\r\n"
    )
    return gzip.compress(head.encode() + answer + b"\r\n\r\n", mtime=0)


def test_terms_that_a_source_withdraws_reach_the_pages_it_no_longer_lists(open_home, site):
    listed = functools.partial(entry, "site", "feed", f"{site.root}/feed.xml")
    context = open_home(listed(publish_text="true"))
    discover(context, run_id="one")
    fetch_pages(context)
    site.pages["/feed.xml"] = (200, "application/rss+xml", feed(site.root))
    site.asked.clear()
    context = open_home(listed(publish_text="false"))
    assert "one-0000" in discover(context, run_id="two")
    fetch_pages(context)
    (page,) = read(context, "fetch_pages", "one-0000", Page)
    assert not page.is_text_publishable
    # The page itself is not asked for again; what failed in passing may be.
    assert "/oslo" not in {path for path, _ in site.asked}
