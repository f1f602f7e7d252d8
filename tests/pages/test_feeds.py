"""Feeds: RSS and Atom as sites write them, well and badly; nothing in a feed is opened, and nothing makes it grow."""

import gzip
import socket
from datetime import UTC, datetime

import pytest

from extract.errors import PageError
from extract.pages.feeds import MAX_ENTRIES, read_feed

ATOM = '<feed xmlns="http://www.w3.org/2005/Atom"'
NOW = datetime(2025, 7, 4, 12, tzinfo=UTC)
URL = "https://news.example.org/world/rss.xml"


def rss(items: str, channel: str = "") -> bytes:
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>t</title>{channel}{items}</channel></rss>'.encode()


def item(link: str, rest: str = "") -> str:
    return f"<item><title>A &amp; B</title><link>{link}</link>{rest}</item>"


def read(body: bytes, charset: str | None = None):
    return read_feed(body, URL, charset, NOW)


def test_rss_gives_address_title_and_time():
    (link,) = read(rss(item("https://news.example.org/a", "<pubDate>Thu, 03 Jul 2025 10:00:00 +0200</pubDate>"))).links
    assert link.url == "https://news.example.org/a"
    assert link.title == "A & B"
    assert link.updated == "Thu, 03 Jul 2025 10:00:00 +0200"
    assert link.updated_at == datetime(2025, 7, 3, 8, tzinfo=UTC)


def test_atom_gives_its_alternate_link_and_when_it_was_updated():
    body = (
        '<feed xmlns="http://www.w3.org/2005/Atom"><title>t</title><entry><title type="html">&lt;b&gt;Bold&lt;/b&gt; news</title>'
        '<link rel="edit" href="https://news.example.org/edit"/><link href="https://news.example.org/a"/>'
        "<published>2025-07-01T00:00:00Z</published><updated>2025-07-02T00:00:00Z</updated></entry></feed>"
    )
    (link,) = read(body.encode()).links
    assert (link.url, link.title, link.updated) == ("https://news.example.org/a", "Bold news", "2025-07-02T00:00:00Z")


def test_relative_links_are_resolved_against_the_feed_and_its_base():
    body = rss(item("/a") + item("b.html"))
    assert [link.url for link in read(body).links] == [
        "https://news.example.org/a",
        "https://news.example.org/world/b.html",
    ]
    atom = f'{ATOM} xml:base="https://cdn.example.org/x/"><title>t</title><entry><link href="c"/></entry></feed>'
    assert [link.url for link in read(atom.encode()).links] == ["https://cdn.example.org/x/c"]


def test_what_is_no_web_address_is_dropped_and_counted():
    links = [
        "javascript:alert(1)",
        "data:text/html,x",
        "file:///etc/passwd",
        "http://ex.com\\@127.0.0.1/",
        "https://a.org/x",
    ]
    listing = read(rss("".join(map(item, links))))
    assert [link.url for link in listing.links] == ["https://a.org/x"]
    assert sum(listing.dropped.values()) == 4


@pytest.mark.promise(9)
def test_links_into_private_networks_are_dropped_and_counted():
    links = [
        "http://127.0.0.1/a",
        "http://169.254.169.254/latest",
        "http://[::1]/a",
        "http://2130706433/",
        "http://0x7f.1/",
    ]
    listing = read(rss("".join(map(item, links))))
    assert (listing.links, dict(listing.dropped)) == ((), {"forbidden_address": 5})


def test_credentials_fragments_and_repetitions_do_not_count():
    listing = read(
        rss(item("https://u:p@a.org/x#top") + item("https://a.org/x") + "<item><title>no link</title></item>")
    )
    assert [link.url for link in listing.links] == ["https://a.org/x"]
    assert dict(listing.dropped) == {"repeated": 1, "no_link": 1}


def test_a_time_in_the_future_or_none_at_all_is_left_out():
    for date in ("Fri, 31 Dec 9999 00:00:00 GMT", "yesterday", ""):
        (link,) = read(rss(item("https://a.org/x", f"<pubDate>{date}</pubDate>"))).links
        assert (link.updated, link.updated_at) == (None, None)


def test_the_next_page_of_a_feed_is_named_if_it_is_on_its_site():
    atom = ATOM + '><title>t</title><link rel="next" href="{}"/><entry><link href="c"/></entry></feed>'
    (following,) = read(atom.format("?page=2").encode()).more
    assert following.url == "https://news.example.org/world/rss.xml?page=2"
    assert read(atom.format("https://elsewhere.net/?page=2").encode()).more == ()


def test_more_entries_than_a_feed_may_have_are_counted():
    listing = read(rss("".join(item(f"https://a.org/{number}") for number in range(MAX_ENTRIES + 7))))
    assert (len(listing.links), dict(listing.dropped)) == (MAX_ENTRIES, {"too_many": 7})


def test_an_ill_formed_feed_gives_its_entries_and_says_what_is_wrong():
    body = rss(item("https://a.org/1") + item("https://a.org/2?a=1&b=2")).replace(b"</channel></rss>", b"")
    listing = read(body)
    assert [link.url for link in listing.links] == ["https://a.org/1", "https://a.org/2?a=1&b=2"]
    assert listing.damage


def test_the_charset_of_http_counts_where_the_document_says_none():
    body = rss("<item><title>Příliš</title><link>https://a.org/x</link></item>").decode().encode("iso-8859-2")
    assert read(body, "iso-8859-2").links[0].title == "Příliš"


@pytest.mark.promise(5)
@pytest.mark.parametrize(
    "declared",
    [
        '<!ENTITY a "AAAA">',
        '<!ENTITY xxe SYSTEM "file:///etc/passwd">',
        '<!ENTITY % p SYSTEM "http://127.0.0.1:9/p.dtd"> %p;',
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_feed_that_declares_entities_is_refused(declared, encoding):
    body = f'<?xml version="1.0"?><!DOCTYPE r [{declared}]>' + rss(item("https://a.org/x")).decode().partition("?>")[2]
    with pytest.raises(PageError) as refused:
        read(body.encode(encoding))
    assert refused.value.reason == "entities"


def test_words_about_entities_in_a_feed_are_no_declaration():
    assert read(rss(item("https://a.org/x", "<description><![CDATA[<!ENTITY a>]]></description>"))).links


def test_the_doctype_of_old_feeds_is_read_and_not_asked_for(monkeypatch):
    def refuse(*_arguments, **_named):
        raise AssertionError("the network was asked")

    monkeypatch.setattr(socket, "socket", refuse)
    doctype = b'<!DOCTYPE rss PUBLIC "-//Netscape//DTD RSS 0.91//EN" "http://my.netscape.com/publish/formats/rss-0.91.dtd"><rss'
    assert read(rss(item("https://a.org/x")).replace(b"<rss", doctype, 1)).links


@pytest.mark.parametrize(
    ("body", "reason", "says"),
    [
        (b"", "no_feed", "empty"),
        (b'<html><link rel="alternate" type="application/rss+xml" href="/rss"></html>', "no_feed", "its feed is at /rss"),
        (b'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"/>', "no_feed", "kind: sitemap"),
        (b'{"items": []}', "no_feed", "neither RSS nor Atom"),
        (gzip.compress(b"x", mtime=0), "no_feed", "neither"),
        (b"<rss><channel><title>cut off", "unreadable", "no element found"),
        (b"<rss>" + b" " * 5_000_000, "too_big", "5,000,000"),
    ],
)  # fmt: skip
def test_what_is_no_feed_is_refused_with_the_reason(body, reason, says):
    with pytest.raises(PageError) as refused:
        read(body)
    assert refused.value.reason == reason
    assert says in str(refused.value)


def test_titles_are_short_plain_and_on_one_line():
    title = f"&lt;script&gt;x&lt;/script&gt;  two\n\u202elines {'A' * 5000}"
    (link,) = read(rss(f"<item><title>{title}</title><link>https://a.org/x</link></item>")).links
    assert link.title.startswith("x two lines AAA")
    assert len(link.title) <= 300


@pytest.mark.promise(5)
@pytest.mark.parametrize("before", ["<!-- <a> -->", "<?x <a> ?>", "<!-- -- <rss> --><?y?>"])
def test_a_tag_in_a_comment_hides_no_declaration(before):
    body = rss(item("https://a.org/x")).decode().partition("?>")[2]
    with pytest.raises(PageError, match="declares entities"):
        read(f'<?xml version="1.0"?>{before}<!DOCTYPE r [<!ENTITY a "AAAA">]>{body}'.encode())


@pytest.mark.promise(5)
@pytest.mark.parametrize("charset", ["utf-7", "cp037", "unicode_escape", "raw_unicode_escape", "punycode"])
@pytest.mark.parametrize("by_http", [True, False], ids=["http", "document"])
def test_a_charset_that_hides_what_a_feed_declares_is_refused(charset, by_http):
    body = rss(item("https://a.org/x")).decode().partition("?>")[2]
    head = "<?xml version='1.0'?>" if by_http else f"<?xml version='1.0' encoding='{charset}'?>"
    with pytest.raises(PageError, match="no browser reads"):
        read(f"{head}{body}".encode(), charset if by_http else None)


@pytest.mark.promise(5)
def test_a_feed_in_ebcdic_is_refused():
    with pytest.raises(PageError, match="no browser reads"):
        read(rss(item("https://a.org/x")).decode().encode("cp037"))
