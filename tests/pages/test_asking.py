"""Asking sources over real HTTP: what is new, what has not changed, indexes and pages of feeds, and what goes wrong."""

import contextlib
import threading
from collections import Counter
from datetime import UTC, datetime
from email.utils import format_datetime
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from extract.pages.answers import FetchRules
from extract.pages.asking import ask_sources, offers_of
from extract.pages.fetch import fetch_all
from extract.pages.source_keys import Source

NOW = datetime(2025, 7, 4, 12, tzinfo=UTC)


class Site:
    """Documents by path, served with an ETag; counts what was asked."""

    def __init__(self, port: int) -> None:
        self.url = f"http://127.0.0.1:{port}"
        self.documents: dict[str, bytes] = {}
        self.asked: Counter[str] = Counter()
        self.rules = FetchRules(
            min_gap_seconds=0, ports=frozenset({port}), allow_private=frozenset({f"127.0.0.1:{port}"})
        )

    def put(self, path: str, text: str) -> None:
        self.documents[path] = text.replace("URL", self.url).encode()

    def source(self, kind: str, path: str, **keys: object) -> Source:
        return Source(name=f"a-{kind}", kind=kind, address=self.url + path, min_gap_seconds=0, **keys)

    def ask(self, *sources: Source, checks=(), known=()):
        last = {(check.source_name, check.address): check for check in checks}
        return list(
            ask_sources(
                sources,
                partial(fetch_all, rules=self.rules),
                lambda name, address: last.get((name, address)),
                lambda link: link.url.removeprefix(self.url) in known,
                clock=lambda: NOW,
            )
        )

    def paths(self, found) -> list[str]:
        return [offer.url.removeprefix(self.url) for offer in found.offers]


class Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        site: Site = self.server.site
        site.asked[self.path] += 1
        body = site.documents.get(self.path)
        etag = f'"{hash(body)}"'
        is_same = body is not None and self.headers["If-None-Match"] == etag
        self.send_response(404 if body is None else 304 if is_same else 200)
        self.send_header("ETag", etag)
        self.send_header("Content-Type", "text/plain" if self.path.endswith(".txt") else "application/xml")
        self.send_header("Content-Length", "0" if is_same or body is None else str(len(body)))
        self.end_headers()
        if body is not None and not is_same:
            # A reader that has had enough hangs up.
            with contextlib.suppress(ConnectionError):
                self.wfile.write(body)

    def log_message(self, *_arguments: object) -> None:
        pass


@pytest.fixture
def site():
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.site = Site(server.server_port)
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield server.site
        server.shutdown()
        thread.join()


def feed(*paths: str, start: int = 1, head: str = "") -> str:
    items = "".join(
        f"<item><link>URL{path}</link><pubDate>{format_datetime(datetime(2025, 7, day, tzinfo=UTC))}</pubDate></item>"
        for day, path in enumerate(paths, start)
    )
    return f"<rss version='2.0' xmlns:atom='http://www.w3.org/2005/Atom'><channel>{head}{items}</channel></rss>"


def index(*sitemaps: str) -> str:
    return f"<sitemapindex>{''.join(f'<sitemap>{one}</sitemap>' for one in sitemaps)}</sitemapindex>"


def test_a_feed_offers_what_is_new_newest_first(site):
    site.put("/rss.xml", feed("/old", "/known", "/new", "/sport/x"))
    (found,) = site.ask(site.source("feed", "/rss.xml", publisher="The Example", drop="*/sport/*"), known=["/known"])
    assert site.paths(found) == ["/new", "/old"]
    assert (found.known_count, found.dropped, found.newest) == (1, {"dropped": 1}, "Thu, 03 Jul 2025 00:00:00 +0000")
    (check,) = found.checks
    assert (check.outcome, check.http_status, check.offered_count, check.new_count) == ("ok", 200, 4, 2)
    assert (found.offers[0].source_name, found.offers[0].publisher_name) == ("a-feed", "The Example")


def test_a_source_that_has_not_changed_offers_nothing(site):
    site.put("/rss.xml", feed("/a"))
    source = site.source("feed", "/rss.xml")
    (first,) = site.ask(source)
    (second,) = site.ask(source, checks=first.checks)
    (third,) = site.ask(source, checks=second.checks)
    assert [found.checks[0].outcome for found in (first, second, third)] == ["ok", "not_modified", "not_modified"]
    assert (second.offers, third.offers) == ((), ())


def test_what_a_run_leaves_is_offered_to_the_next(site):
    site.put("/rss.xml", feed("/1", "/2", "/3"))
    source = site.source("feed", "/rss.xml", max_pages=2)
    (first,) = site.ask(source)
    assert (site.paths(first), first.dropped) == (["/3", "/2"], {"over_max_pages": 1})
    (second,) = site.ask(source, checks=first.checks, known=["/3", "/2"])
    assert site.paths(second) == ["/1"]
    (third,) = site.ask(source, checks=second.checks, known=["/3", "/2", "/1"])
    assert third.checks[0].outcome == "not_modified"


@pytest.mark.promise(14)
def test_an_index_is_followed_and_a_loop_is_not(site):
    site.put("/index.xml", index("<loc>URL/more.xml</loc>", "<loc>URL/index.xml</loc>", "<loc>URL/gone.xml</loc>"))
    site.put("/more.xml", index("<loc>URL/set.xml</loc>", "<loc>URL/index.xml</loc>"))
    site.put("/set.xml", "<urlset><url><loc>URL/a</loc></url></urlset>")
    (found,) = site.ask(site.source("sitemap", "/index.xml"))
    assert site.paths(found) == ["/a"]
    assert found.dropped == {"listing_repeated": 2}
    assert [(check.address.removeprefix(site.url), check.outcome) for check in found.checks] == [
        ("/index.xml", "ok"),
        ("/more.xml", "ok"),
        ("/gone.xml", "gone"),
        ("/set.xml", "ok"),
    ]
    assert site.asked["/index.xml"] == 1


def test_an_index_is_asked_for_whole_and_its_unchanged_sitemaps_are_not(site):
    site.put(
        "/index.xml",
        index("<loc>URL/old.xml</loc><lastmod>2020-01-01</lastmod>", "<loc>URL/new.xml</loc>"),
    )
    for name in ("old", "new"):
        site.put(f"/{name}.xml", f"<urlset><url><loc>URL/{name}</loc></url></urlset>")
    source = site.source("sitemap", "/index.xml")
    (first,) = site.ask(source)
    (second,) = site.ask(source, checks=first.checks)
    assert [check.outcome for check in second.checks] == ["ok", "not_modified"]
    assert second.dropped == {"listing_unchanged": 1}
    assert (site.asked["/old.xml"], site.asked["/new.xml"]) == (1, 2)


@pytest.mark.promise(14)
def test_depth_and_number_of_sitemaps_are_bounded(site):
    for depth in range(6):
        site.put(f"/{depth}.xml", index(f"<loc>URL/{depth + 1}.xml</loc>"))
    (deep,) = site.ask(site.source("sitemap", "/0.xml"))
    assert (len(deep.checks), deep.dropped) == (4, {"listing_too_deep": 1})
    site.put("/wide.xml", index(*(f"<loc>URL/w{number}.xml</loc>" for number in range(60))))
    (wide,) = site.ask(site.source("sitemap", "/wide.xml"))
    assert (len(wide.checks), wide.dropped) == (50, {"listing_too_many": 11})


def test_the_newest_sitemaps_are_asked_for_when_there_are_too_many(site):
    months = [f"20{year:02}-{month:02}" for year in range(15, 25) for month in range(1, 13)]
    site.put("/wide.xml", index(*(f"<loc>URL/news/{month}.xml</loc>" for month in months)))
    (wide,) = site.ask(site.source("sitemap", "/wide.xml"))
    assert [check.address.removeprefix(f"{site.url}/news/")[:7] for check in wide.checks[1:]] == months[::-1][:49]


def test_a_sitemap_of_the_month_is_asked_for_again_in_the_same_month(site):
    site.put("/index.xml", index("<loc>URL/set.xml</loc><lastmod>2025-07</lastmod>"))
    site.put("/set.xml", "<urlset><url><loc>URL/a</loc></url></urlset>")
    source = site.source("sitemap", "/index.xml")
    (first,) = site.ask(source)
    (second,) = site.ask(source, checks=first.checks)
    assert [check.outcome for check in second.checks] == ["ok", "not_modified"]


def test_older_pages_of_a_feed_are_asked_for_while_there_is_something_new(site):
    following = "<atom:link rel='next' href='URL/rss.xml?page={}'/>"
    site.put("/rss.xml", feed("/a", "/b", start=5, head=following.format(2)))
    site.put("/rss.xml?page=2", feed("/c", "/d", start=3, head=following.format(3)))
    site.put("/rss.xml?page=3", feed("/e"))
    source = site.source("feed", "/rss.xml")
    (all_new,) = site.ask(source)
    assert site.paths(all_new) == ["/b", "/a", "/d", "/c", "/e"]
    (some_new,) = site.ask(source, known=["/a", "/c", "/d", "/e"])
    assert [check.new_count for check in some_new.checks] == [1, 0]


def test_a_source_that_fails_stops_no_other_and_says_why(site):
    site.put("/page.xml", "<html><body>A page</body></html>")
    site.put("/rss.xml", feed("/a"))
    sources = [
        site.source("sitemap", "/page.xml"),
        site.source("feed", "/nothing.xml"),
        site.source("feed", "/rss.xml"),
        Source(name="private", kind="feed", address="http://127.0.0.2/rss.xml"),
    ]
    found = site.ask(*sources)
    assert [one.checks[0].outcome for one in found] == ["unreadable", "gone", "ok", "forbidden_address"]
    assert found[0].checks[0].detail.startswith("no_sitemap: its root element is")
    assert found[0].checks[0].etag is None


def test_a_sitemap_may_be_longer_than_a_page(site):
    padding = " " * 6_000_000
    site.put("/set.xml", f"<urlset>{padding}<url><loc>URL/a</loc></url></urlset>")
    site.put("/rss.xml", feed("/a") + padding)
    found = site.ask(site.source("sitemap", "/set.xml"), site.source("feed", "/rss.xml"))
    assert [one.checks[0].outcome for one in found] == ["ok", "too_big"]


def test_two_sources_at_one_address_are_asked_once(site):
    site.put("/rss.xml", feed("/world/a", "/sport/b"))
    found = site.ask(*(site.source("feed", "/rss.xml", keep=f"*/{part}/*") for part in ("world", "sport")))
    assert [site.paths(one) for one in found] == [["/world/a"], ["/sport/b"]]
    assert site.asked["/rss.xml"] == 1


def test_a_list_lies_on_the_web_or_on_disk(site, tmp_path):
    site.put("/list.txt", "URL/a\nURL/b\n")
    path = tmp_path / "list.txt"
    path.write_text(f"{site.url}/c\nnonsense\n")
    on_disk = Source(name="on-disk", kind="urls", address=str(path))
    on_web, local = site.ask(site.source("urls", "/list.txt"), on_disk)
    assert (site.paths(on_web), site.paths(local)) == (["/a", "/b"], ["/c"])
    assert local.checks[0].detail == "left out: bad_url 1; no addresses: line 2 (bad_url)"
    assert local.checks[0].checked_at == NOW
    (again,) = site.ask(on_disk, checks=local.checks)
    assert again.checks[0].outcome == "not_modified"


@pytest.mark.parametrize(("name", "outcome"), [("missing.txt", "gone"), ("", "unreadable")])
def test_a_list_on_disk_that_cannot_be_read_says_why(tmp_path, name, outcome):
    source = Source(name="on-disk", kind="urls", address=str(tmp_path / name))
    found = offers_of(source, partial(fetch_all, rules=FetchRules()), clock=lambda: NOW)
    assert (found.offers, found.checks[0].outcome) == ((), outcome)
    assert found.checks[0].detail
