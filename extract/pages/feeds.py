"""RSS and Atom: the pages that a feed lists, read by feedparser from bytes that were fetched already."""

import calendar
import codecs
import io
import re
from datetime import UTC, datetime
from time import struct_time

import feedparser  # type: ignore[import-untyped]

from extract.errors import PageError
from extract.pages.listings import MAX_FEED_BYTES, LinkCollector, Listing, refuse_entities, site_of

# What a news site's feed holds many times over.
MAX_ENTRIES = 1000
_DETAIL_CHARS = 200
_ROOT = re.compile(rb"<(?:\w+:)?(rss|feed|rdf|channel|urlset|sitemapindex|html)\b", re.IGNORECASE)
_OTHER_ROOTS = {
    b"urlset": "it is a sitemap: give the source `kind: sitemap`",
    b"sitemapindex": "it is a sitemap: give the source `kind: sitemap`",
    b"html": "it is a web page, not a feed",
}
_DECLARED = re.compile(rb"""<\?xml[^<>]{1,200}encoding\s*=\s*["']([\w.:-]{1,80})""")
_EBCDIC = "<?xm".encode("cp037")
_SHOWN = "<!ENTITY"
_HIDING = frozenset(
    ("utf-7", "unicode-escape", "unicode_escape", "raw-unicode-escape", "raw_unicode_escape", "punycode", "idna")
)
_FEED_LINK = re.compile(rb"""<link\b[^<>]{0,500}application/(?:rss|atom)\+xml[^<>]{0,500}>""", re.IGNORECASE)
_HREF = re.compile(rb"""\bhref\s*=\s*["']([^"'<>\s]{1,500})""", re.IGNORECASE)


def read_feed(body: bytes, base_url: str, charset: str | None, read_at: datetime) -> Listing:
    """The pages of an RSS or Atom feed, newest as it puts them; `more` is its next page, where it names one (RFC 5005).

    base_url: where it was fetched from. charset: as the HTTP answer declares it. read_at: UTC. Raises PageError (too_big,
    entities, no_feed, unreadable). Some inputs take feedparser time that grows with their square: run it where it can be killed.
    """
    if len(body) > MAX_FEED_BYTES:
        raise PageError("too_big", f"the feed has more than {MAX_FEED_BYTES:,} bytes")
    refuse_entities(body)
    _refuse_charsets(body, charset)
    parsed = _parse(body, base_url, charset)
    if not parsed.get("version") and not parsed.entries:
        raise PageError("no_feed", _what_it_is(body))
    damage = _damage(parsed)
    if damage and not parsed.entries:
        raise PageError("unreadable", damage)
    found = LinkCollector(base_url, read_at)
    for entry in parsed.entries[:MAX_ENTRIES]:
        _add_entry(found, entry)
    if beyond := len(parsed.entries) - MAX_ENTRIES:
        found.dropped["too_many"] += max(0, beyond)
    following = LinkCollector(base_url, read_at, site_of(base_url))
    for link in parsed.feed.get("links", ()):
        if link.get("rel") == "next" and link.get("href") and not following.links:
            following.add(link["href"])
    return Listing(found.links, following.links, dict(+found.dropped), damage)


def _refuse_charsets(body: bytes, charset: str | None) -> None:
    """Raise PageError `unreadable` where a charset is named that hides ASCII from who looks for it: UTF-7, EBCDIC."""
    declared = _DECLARED.search(body[:1000].replace(b"\0", b""))
    for label in (
        charset,
        declared and declared[1].decode("ascii", "replace"),
        "cp037" if body[:4] == _EBCDIC else None,
    ):
        try:
            name = codecs.lookup(label).name if label else "utf-8"
            is_hiding = name in _HIDING or (not name.startswith("utf") and _SHOWN.encode(name) != _SHOWN.encode())
        except (LookupError, ValueError):
            continue
        if is_hiding:
            raise PageError("unreadable", f"its charset is {name}, which no browser reads")


def _parse(body: bytes, base_url: str, charset: str | None) -> feedparser.FeedParserDict:
    headers = {
        # Without a charset, `text/xml` would mean ASCII (RFC 3023); `application/xml` leaves it to the document.
        "content-type": f"application/xml; charset={charset}" if charset else "application/xml",
        "content-location": base_url,
    }
    try:
        # A stream, never bytes or text: those it would take for a URL or a path, and open.
        return feedparser.parse(
            io.BytesIO(body), response_headers=headers, resolve_relative_uris=False, sanitize_html=False
        )
    except Exception as error:  # whatever hostile bytes make of it: this feed is refused, the others go on
        raise PageError("unreadable", f"{type(error).__name__}: {error}"[:_DETAIL_CHARS]) from error


def _damage(parsed: feedparser.FeedParserDict) -> str | None:
    """What is wrong with the feed's XML. A charset that is not the declared one was found out already: no damage."""
    error = parsed.get("bozo_exception") if parsed.bozo else None
    if error is None or isinstance(error, feedparser.CharacterEncodingOverride):
        return None
    return str(error).removeprefix("<unknown>:")[:_DETAIL_CHARS]


def _add_entry(found: LinkCollector, entry: feedparser.FeedParserDict) -> None:
    # FeedBurner sends readers through a counter; this is where they would end.
    link = entry.get("feedburner_origlink") or entry.get("link")
    if not isinstance(link, str) or not link.strip():
        found.dropped["no_link"] += 1
        return
    # Not `entry.get`: it answers with `published` for a missing `updated`, and warns that it will not for ever.
    updated, parsed = dict.get(entry, "updated"), dict.get(entry, "updated_parsed")
    if parsed is None:
        updated, parsed = entry.get("published"), entry.get("published_parsed")
    found.add(link, updated, _moment(parsed), entry.get("title"))


def _moment(parsed: struct_time | None) -> datetime | None:
    try:
        return datetime.fromtimestamp(calendar.timegm(parsed), tz=UTC) if parsed else None
    except (ValueError, OverflowError, OSError):
        return None


def _what_it_is(body: bytes) -> str:
    start = body[:100_000].replace(b"\0", b"")
    if not start.strip():
        return "the answer is empty"
    if link := _FEED_LINK.search(start):
        href = _HREF.search(link[0])
        return f"it is a web page; its feed is at {href[1].decode('utf-8', 'replace')}" if href else "it is a web page"
    root = _ROOT.search(start)
    return _OTHER_ROOTS.get(root[1].lower() if root else b"", "it is neither RSS nor Atom")
