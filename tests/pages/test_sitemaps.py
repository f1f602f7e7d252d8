"""Sitemaps: sets, indexes, news, gzip and plain text; faults cost no entry behind them, and nothing outside is asked."""

import gzip
from datetime import UTC, datetime

import pytest

from extract.errors import PageError
from extract.pages.listings import MAX_LINKS
from extract.pages.sitemaps import SitemapReader, escape_ampersands, read_sitemap

NOW = datetime(2025, 7, 4, 12, tzinfo=UTC)
URL = "https://www.example.co.uk/sitemap.xml"
NAMESPACES = (
    'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9" '
    'xmlns:image="http://www.google.com/schemas/sitemap-image/1.1"'
)


def urlset(*entries: str, tag: str = "url") -> bytes:
    root = {"url": "urlset", "sitemap": "sitemapindex"}[tag]
    inside = "".join(f"<{tag}>{entry}</{tag}>" for entry in entries)
    return f'<?xml version="1.0" encoding="UTF-8"?><{root} {NAMESPACES}>{inside}</{root}>'.encode()


def loc(path: str, rest: str = "") -> str:
    return f"<loc>https://www.example.co.uk/{path}</loc>{rest}"


def read(body: bytes, site: frozenset[str] | None = None):
    return read_sitemap(body, URL, NOW, site)


def urls(body: bytes) -> list[str]:
    return [link.url.removeprefix("https://www.example.co.uk/") for link in read(body).links]


def test_a_set_gives_addresses_and_when_they_changed():
    listing = read(urlset(loc("a", "<lastmod>2025-07-03T10:00:00+02:00</lastmod>"), loc("b")))
    assert [(link.updated, link.updated_at) for link in listing.links] == [
        ("2025-07-03T10:00:00+02:00", datetime(2025, 7, 3, 8, tzinfo=UTC)),
        (None, None),
    ]
    assert (listing.more, dict(listing.dropped), listing.damage) == ((), {}, None)


def test_a_news_sitemap_gives_title_publication_and_date():
    news = (
        "<news:news><news:publication><news:name>The Example</news:name><news:language>en</news:language></news:publication>"
        "<news:publication_date>2025-07-03</news:publication_date><news:title>Talks &amp; more</news:title></news:news>"
        "<image:image><image:loc>https://www.example.co.uk/photo.jpg</image:loc></image:image>"
    )
    (link,) = read(urlset(news + loc("a"))).links
    assert link.url == "https://www.example.co.uk/a"
    assert (link.title, link.publisher_name, link.updated) == ("Talks & more", "The Example", "2025-07-03")


def test_an_index_names_further_sitemaps():
    listing = read(urlset(loc("s1.xml", "<lastmod>2025-07</lastmod>"), loc("s2.xml"), tag="sitemap"))
    assert listing.links == ()
    assert [link.url for link in listing.more] == [
        "https://www.example.co.uk/s1.xml",
        "https://www.example.co.uk/s2.xml",
    ]
    assert listing.more[0].updated_at == datetime(2025, 7, 1, tzinfo=UTC)


def test_a_time_in_the_future_or_none_at_all_is_left_out_for_the_news_date():
    news = "<news:news><news:publication_date>2025-07-01</news:publication_date></news:news>"
    listing = read(
        urlset(
            loc("a", "<lastmod>9999-12-31</lastmod>"),
            loc("b", "<lastmod>yesterday</lastmod>"),
            loc("c", f"<lastmod>2099-01-01</lastmod>{news}"),
        )
    )
    assert [link.updated for link in listing.links] == [None, None, "2025-07-01"]


def test_pages_of_other_sites_are_dropped_and_counted():
    body = urlset(
        loc("a"),
        "<loc>https://news.example.co.uk/b</loc>",
        "<loc>https://other.co.uk/c</loc>",
        "<loc>http://10.0.0.1/d</loc>",
        "<loc>file:///etc/passwd</loc>",
        "<loc></loc>",
    )
    listing = read(body)
    assert [link.url for link in listing.links] == ["https://www.example.co.uk/a", "https://news.example.co.uk/b"]
    assert dict(listing.dropped) == {"other_site": 1, "forbidden_address": 1, "bad_url": 1, "no_link": 1}


def test_blogs_under_one_host_are_not_one_site():
    listing = read_sitemap(urlset("<loc>https://two.blogspot.com/x</loc>"), "https://one.blogspot.com/sitemap.xml", NOW)
    assert dict(listing.dropped) == {"other_site": 1}


def test_a_sitemap_that_was_moved_may_list_either_domain():
    body = urlset(loc("a"), "<loc>https://example.org/b</loc>")
    assert len(read(body, frozenset({"example.org"})).links) == 2


def test_gzip_is_read_within_its_bound():
    assert urls(gzip.compress(urlset(loc("a")), mtime=0)) == ["a"]
    for body, reason in [
        (gzip.compress(b" " * 50_000_001, mtime=0), "too_big"),
        (gzip.compress(urlset(loc("a")), mtime=0)[:-9], "bad_gzip"),
    ]:
        with pytest.raises(PageError) as refused:
            read(body)
        assert refused.value.reason == reason


def test_plain_text_and_feeds_serve_as_sitemaps():
    text = b"\xef\xbb\xbfhttps://www.example.co.uk/a\r\nhttps://www.example.co.uk/b\nhttps://other.org/c\n"
    listing = read(text)
    assert [link.url for link in listing.links] == ["https://www.example.co.uk/a", "https://www.example.co.uk/b"]
    assert dict(listing.dropped) == {"other_site": 1}
    rss = b"<rss version='2.0'><channel><title>t</title><item><link>https://www.example.co.uk/x</link></item></channel></rss>"
    assert urls(rss) == ["x"]


def test_a_bare_ampersand_stays_in_its_address():
    body = urlset("<loc>https://www.example.co.uk/?a=1&b=2&amp;c=3</loc>", loc("next"))
    assert urls(body) == ["?a=1&b=2&c=3", "next"]
    cdata = urlset("<loc><![CDATA[https://www.example.co.uk/?a=1&b=2]]></loc>")
    assert urls(cdata) == ["?a=1&b=2"]
    assert escape_ampersands(b"&amp;&#38;&#x26;&x;<![CDATA[&") == b"&amp;&#38;&#x26;&amp;x;<![CDATA[&amp;"


def test_one_fault_costs_no_entry_behind_it_and_is_told():
    listing = read(urlset(loc("a"), "<loc>https://www.example.co.uk/<b></loc>", loc("c")))
    assert {"https://www.example.co.uk/a", "https://www.example.co.uk/c"} <= {link.url for link in listing.links}
    assert "mismatch" in listing.damage


def test_half_an_address_at_the_end_of_a_cut_document_is_no_page():
    whole = urlset(loc("a"), loc("b-and-more"))
    listing = read(whole[: whole.index(b"-and-more")])
    assert [link.url for link in listing.links] == ["https://www.example.co.uk/a"]
    assert "Premature end" in listing.damage


def test_more_addresses_than_the_protocol_allows_are_counted():
    listing = read(urlset(*(loc(str(number)) for number in range(MAX_LINKS + 3))))
    assert (len(listing.links), dict(listing.dropped)) == (MAX_LINKS, {"too_many": 3})


def test_entries_come_while_the_document_is_still_read():
    def chunks():
        yield urlset(loc("a"), loc("b"))[:-20]
        taken.append("second chunk asked for")
        yield b""

    taken: list[str] = []
    entry = next(iter(SitemapReader().read(chunks())))
    assert (entry.loc, taken) == ("https://www.example.co.uk/a", [])


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (
            b'<!DOCTYPE r [<!ENTITY a "AAAA"><!ENTITY b "&a;&a;">]><urlset><url><loc>&b;</loc></url></urlset>',
            "entities",
        ),
        (
            b'<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]><urlset><url><loc>&x;</loc></url></urlset>',
            "entities",
        ),
        (b"<html><body>Not found</body></html>", "no_sitemap"),
        (b"<urlset", "unreadable"),
        (b"\x00\x01\x02", "no_url_list"),
        (b"no address\n", "no_url_list"),
    ],
)
def test_what_is_no_sitemap_is_refused_with_the_reason(body, reason):
    with pytest.raises(PageError) as refused:
        read(body)
    assert refused.value.reason == reason


@pytest.mark.parametrize(
    "before", ["<!-- made by <a href='x'>a tool</a> -->", "<?xml-stylesheet href='<html>'?>", "<!---->"]
)
def test_a_tag_in_a_comment_is_not_the_root(before):
    body = f"<?xml version='1.0'?>{before}<urlset><url><loc>https://www.example.co.uk/x</loc></url></urlset>"
    assert [link.url for link in read(body.encode()).links] == ["https://www.example.co.uk/x"]
