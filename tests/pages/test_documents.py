"""Documents of sources in worker processes: one that chokes its parser is refused in time, and the next one is read."""

import socket
from datetime import UTC, datetime

import pytest

from extract.pages.documents import read_document
from extract.pages.sitemaps import SitemapReader
from extract.runtime.worker_process import Limits
from extract.runtime.workers import Workers

NOW = datetime(2025, 7, 4, 12, tzinfo=UTC)
RSS = b'<rss version="2.0"><channel><item><link>https://a.org/x</link>%s</item></channel></rss>'


@pytest.mark.promise(5)
def test_a_feed_that_chokes_its_parser_is_refused_in_time_and_the_next_is_read():
    # feedparser looks for an e-mail address in an author in time that grows with the square of its length: minutes here.
    endless = RSS % (b"<author>" + b"a" * 200_000 + b"</author>")
    items = [("feed", body, "https://a.org/rss", None, NOW, None) for body in (endless, RSS % b"")]
    with Workers("extract.pages.documents:read_document", limits=Limits(seconds=2)) as workers:
        slow, next_one = workers.run(items)
    assert slow.failure.reason == "timed_out"
    assert [link.url for link in next_one.result.links] == ["https://a.org/x"]


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("feed", RSS % b""),
        ("sitemap", b"<urlset><url><loc>https://a.org/x</loc></url></urlset>"),
        ("urls", b"https://a.org/x\n"),
    ],
)
def test_each_kind_is_read_by_its_reader(kind, body):
    listing = read_document(kind, body, "https://a.org/list", None, NOW)
    assert [link.url for link in listing.links] == ["https://a.org/x"]


@pytest.mark.promise(9)
def test_the_parser_opens_nothing_though_a_document_asks_it_to(tmp_path):
    # Without the check that refuses such documents before: two doors, each of them closed.
    secret = tmp_path / "secret.txt"
    secret.write_text("https://a.org/the-secret")
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.setblocking(False)
        url = f"http://127.0.0.1:{listener.getsockname()[1]}/x.dtd"
        document = (
            f'<!DOCTYPE urlset SYSTEM "{url}" [<!ENTITY f SYSTEM "{secret.as_uri()}"><!ENTITY % p SYSTEM "{url}"> %p;]>'
            "<urlset><url><loc>https://a.org/x&f;</loc></url><url><loc>https://a.org/y</loc></url></urlset>"
        )
        entries = list(SitemapReader().read([document.encode()]))
        with pytest.raises(BlockingIOError):
            listener.accept()
    assert entries[-1].loc == "https://a.org/y"
    assert not any("secret" in entry.loc for entry in entries)
