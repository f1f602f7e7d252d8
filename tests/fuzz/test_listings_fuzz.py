"""Feeds, sitemaps and lists of any bytes are read or refused: what they give can be asked for, and every entry is kept or counted."""

import gzip
from datetime import UTC, datetime, timedelta

import pytest
from fuzzing import fuzz
from hypothesis import strategies as st
from pieces import charsets, damaged, labels, words

from extract.errors import PageError
from extract.pages.addresses import clean_url
from extract.pages.documents import read_document

pytestmark = pytest.mark.promise(23)

READ_AT = datetime(2025, 7, 4, 12, tzinfo=UTC)
BASE = "https://news.example/feeds/all.xml"
REASONS = {
    *("too_big", "entities", "no_feed", "unreadable", "bad_gzip", "no_sitemap", "no_url_list"),
}

urls = st.one_of(
    st.sampled_from((
        *("https://news.example/a", "http://news.example/b?x=1&y=2", "/c", "//news.example/d", "?page=2", "https://other.example/"),
        *("http://127.0.0.1/", "http://10.0.0.7:8080/x", "javascript:alert(1)", "http://[", "https://me:hush@news.example/", "#x", ""),
        *("https://news.example/é", "http://xn--/", "https://news.example/\x00", "news.example", "http:news.example", "file:///etc"),
    )),
    st.builds("https://news.example/{}".format, words),
)  # fmt: skip
dates = st.sampled_from((
    *("Fri, 04 Jul 2025 07:48:00 +0900", "2025-07-04", "2025-07", "2025-07-04T10:00:00Z", "9999-12-31T23:59:59-12:00", "yesterday"),
    *("0001-01-01T00:00:00+14:00", "Mon, 32 Foo 99999 99:99:99 XYZ", "", "2025-W27", "20250704", "Fri, 04 Jul 10000 00:00:00 GMT"),
    *("1751616000", "-1", "2025-07-04T10:00:00+99:99", "٢٠٢٥-٠٧-٠٤", "Thu, 01 Jan 0000 00:00:00 GMT", "2025-02-30T25:61:61Z"),
))  # fmt: skip
_FEED = (
    "rss",
    "channel",
    "item",
    "link",
    "title",
    "pubDate",
    "guid",
    "feed",
    "entry",
    "updated",
    "id",
    "author",
    "content",
    "image",
)
_MAP = (
    "urlset",
    "sitemapindex",
    "url",
    "sitemap",
    "loc",
    "lastmod",
    "news:news",
    "news:title",
    "news:publication",
    "news:name",
)
noise = st.one_of(
    st.builds("<{}>{}".format, st.sampled_from(_FEED + _MAP), words),
    st.builds("</{}>".format, st.sampled_from(_FEED + _MAP)),
    st.sampled_from(
        ("<!-- <a> -->", "<![CDATA[", "]]>", "&bogus;", "&amp;", "&#0;", "&#xD800;", "<?x?>", "<x:y>", "<", "&", "\x00")
    ),
    st.sampled_from(
        ('<!DOCTYPE rss [<!ENTITY a "aaaa">]>', "<!DOCTYPE x SYSTEM 'file:///etc/passwd'>", "<base href='http://['>")
    ),
)
items = st.one_of(
    st.builds("<item><link>{}</link><pubDate>{}</pubDate><title>{}</title></item>".format, urls, dates, words),
    st.builds('<entry><link href="{}" rel="{}"/><updated>{}</updated></entry>'.format, urls,
              st.sampled_from(("alternate", "next", "self", "")), dates),
    st.builds('<item><guid isPermaLink="{}">{}</guid><description>{}</description></item>'.format,
              st.sampled_from(("true", "false", "")), urls, words),
    noise,
)  # fmt: skip
entries = st.one_of(
    st.builds("<url><loc>{}</loc><lastmod>{}</lastmod></url>".format, urls, dates),
    st.builds("<sitemap><loc>{}</loc><lastmod>{}</lastmod></sitemap>".format, urls, dates),
    st.builds("<url><loc>{}</loc><news:news><news:title>{}</news:title><news:publication_date>{}</news:publication_date>"
              "</news:news></url>".format, urls, words, dates),
    noise,
)  # fmt: skip
lines = st.one_of(
    urls, st.builds("{},{},{}".format, urls, words, dates), words, st.just("# a comment"), st.just('"a;b')
)

HEADS = {
    "feed": ('<?xml version="1.0" encoding="{}"?><rss version="2.0"><channel><title>t</title>', '<feed xmlns="http://www.w3.org/2005/Atom">', ""),
    "sitemap": (
        '<?xml version="1.0" encoding="{}"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">', "<urlset>", "<sitemapindex>", ""),
    "urls": ("url,publisher,published\n", "published;url\n", "url\n", ""),
}  # fmt: skip


@st.composite
def document(draw: st.DrawFn) -> tuple[str, bytes]:
    """A kind of source and what it answers: as it should be, in another charset than it says, cut, zipped, or another kind's."""
    kind = draw(st.sampled_from(("feed", "sitemap", "urls")))
    of = draw(st.sampled_from((kind, kind, kind, "feed", "sitemap", "urls")))
    pieces = draw(st.lists({"feed": items, "sitemap": entries, "urls": lines}[of], max_size=12))
    charset = draw(charsets)
    head = draw(st.sampled_from(HEADS[of])).format(
        draw(st.sampled_from((charset, charset, "utf-7", "bogus", "utf-16")))
    )
    text = (
        head
        + ("\n" if of == "urls" else "").join(pieces)
        + draw(st.sampled_from(("", "</channel></rss>", "</feed>", "</urlset>")))
    )
    body = draw(damaged(text.encode("utf-8", "replace").decode().encode(charset, "replace")))
    return kind, gzip.compress(body, mtime=0) if draw(st.integers(0, 7)) == 0 else body


@fuzz(250, given=document(), charset=labels, base=st.sampled_from((BASE, BASE, "http://10.0.0.1/f")))
def test_what_a_document_lists_can_be_asked_for(given, charset, base):
    kind, body = given
    try:
        listing = read_document(kind, body, base, charset, READ_AT)
    except PageError as error:
        assert error.reason in REASONS
        return
    assert listing == read_document(kind, body, base, charset, READ_AT)
    for link in (*listing.links, *listing.more):
        assert clean_url(link.url) == link.url
        assert "@" not in link.url.split("/")[2]
        assert (link.updated is None) == (link.updated_at is None)
        assert link.updated_at is None or link.updated_at <= READ_AT + timedelta(days=1)
        for text in (link.title, link.publisher_name, link.updated):
            assert text is None or (text.isprintable() and text == text.strip() != "")
            (text or "").encode()
        if base == BASE:
            assert not link.url.startswith(("http://127.", "http://10."))
    assert len({link.url for link in listing.links}) == len(listing.links)
    assert all(number > 0 for number in listing.dropped.values())


@fuzz(100, given=st.lists(urls, max_size=20))
def test_every_line_of_a_list_is_a_page_or_counted(given):
    lines = [url for url in given if url.strip() and not url.lstrip().startswith("#") and len(url.splitlines()) == 1]
    lines = [line.split()[0] for line in lines if not any(char in line for char in "\x00\ud800\udfff")]
    if not lines or "url" in lines[0].casefold():
        return
    try:
        listing = read_document("urls", "\n".join(lines).encode("utf-8", "replace"), BASE, None, READ_AT)
    except PageError as error:
        assert error.reason == "no_url_list"
        return
    assert len(listing.links) + sum(listing.dropped.values()) == len(lines)


@fuzz(100, given=st.lists(st.tuples(urls, dates, words), max_size=10))
def test_every_item_of_a_sound_feed_is_a_page_or_counted(given):
    def clean(text):
        return "".join(char for char in text if char.isprintable() and not "\ud800" <= char <= "\udfff").translate(
            {ord(mark): f"&#{ord(mark)};" for mark in "&<>\"'"}
        )

    body = "".join(
        f"<item><title>{clean(title)}</title><link>{clean(url)}</link><pubDate>{clean(day)}</pubDate></item>"
        for url, day, title in given
    )
    feed = f'<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>t</title>{body}</channel></rss>'
    listing = read_document("feed", feed.encode(), BASE, "utf-8", READ_AT)
    assert listing.damage is None
    assert len(listing.links) + sum(listing.dropped.values()) == len(given)
