"""Sitemaps and their indexes, news sitemaps included: a streaming reader of the sitemaps.org protocol, plain text and gzip too.

Our own: the well-kept library for it is GPL.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from lxml import etree

from extract.errors import PageError
from extract.pages.answers import Stop
from extract.pages.decoding import GZIP_MAGIC, BodyDecoder
from extract.pages.feeds import read_feed
from extract.pages.listings import (
    MAX_SITEMAP_BYTES,
    LinkCollector,
    Listing,
    read_moment,
    refuse_entities,
    site_of,
    without_comments,
)
from extract.pages.url_lists import read_url_list

_CHUNK = 1 << 16
_DETAIL_CHARS = 200
_ROOT = re.compile(rb"<(?:[\w.-]+:)?([A-Za-z]\w*)")
_ROOT_NAMES = ("urlset", "sitemapindex")
_FEED_ROOTS = (b"rss", b"feed", b"rdf")
_BARE_AMPERSAND = re.compile(rb"&(?!(?:amp|lt|gt|quot|apos|#\d{1,7}|#x[0-9A-Fa-f]{1,6});)")
_MONTH = re.compile(r"(\d{4})-(\d{2})")


@dataclass(frozen=True, slots=True)
class SitemapEntry:
    """One `url` of a sitemap or one `sitemap` of an index, as it is written there; `news_` fields are those of news sitemaps."""

    loc: str
    lastmod: str | None
    is_sitemap: bool
    news_date: str | None = None
    news_title: str | None = None
    news_publication: str | None = None


def read_sitemap(body: bytes, base_url: str, read_at: datetime, site: frozenset[str] | None = None) -> Listing:
    """The pages of a sitemap, and the sitemaps of an index in `more`; RSS, Atom and plain text serve as sitemaps too.

    base_url: where it was fetched from; links outside its registered domain (or those of `site`) are dropped and counted.
    read_at: UTC. Raises PageError (bad_gzip, too_big, entities, no_sitemap, unreadable).
    """
    body = decode_sitemap(body)
    refuse_entities(body)
    root = _root_of(body)
    if root in _FEED_ROOTS:
        return read_feed(body, base_url, None, read_at)
    # A redirect to another domain is the word of who owns the first.
    site = (site or frozenset()) | site_of(base_url)
    if root is None:
        listing = read_url_list(body, base_url, read_at)
        return _keep_site(listing, site, base_url, read_at)
    if root.decode() not in _ROOT_NAMES:
        raise PageError("no_sitemap", f"its root element is <{root.decode()[:40]}>, not <urlset> or <sitemapindex>")
    pages, sitemaps = LinkCollector(base_url, read_at, site), LinkCollector(base_url, read_at, site)
    reading = SitemapReader()
    body = escape_ampersands(body)
    for entry in reading.read(body[at : at + _CHUNK] for at in range(0, len(body), _CHUNK)):
        _add_entry(sitemaps if entry.is_sitemap else pages, entry)
    dropped = pages.dropped + sitemaps.dropped
    if reading.damage and not (pages.links or sitemaps.links or dropped):
        raise PageError("unreadable", reading.damage)
    return Listing(pages.links, sitemaps.links, dict(dropped), reading.damage)


def decode_sitemap(body: bytes) -> bytes:
    """The body out of its gzip file, if it is one. Raises PageError (bad_gzip, too_big)."""
    try:
        decoder = BodyDecoder("gzip" if body.startswith(GZIP_MAGIC) else "", MAX_SITEMAP_BYTES)
        decoder.add(body)
        return decoder.finish()
    except Stop as stop:
        raise PageError("too_big" if stop.outcome == "too_big" else "bad_gzip", stop.detail) from stop


def escape_ampersands(body: bytes) -> bytes:
    """The document with every `&` that begins no XML entity escaped; CDATA stays as it is.

    The commonest fault of sitemaps: of `?a=1&b=2` the parser would make `?a=1=2`, another page, without a word.
    """
    if b"\0" in body[:200]:
        # UTF-16: two bytes a character.
        return body
    parts, at = [], 0
    while (start := body.find(b"<![CDATA[", at)) >= 0 and (end := body.find(b"]]>", start)) >= 0:
        parts += [_BARE_AMPERSAND.sub(b"&amp;", body[at:start]), body[start : end + 3]]
        at = end + 3
    return b"".join([*parts, _BARE_AMPERSAND.sub(b"&amp;", body[at:])])


class SitemapReader:
    """Reads entries from the bytes of a sitemap as they come, and holds one entry at a time.

    damage: what the parser had to step over, or None; complete once the entries are.
    """

    def __init__(self) -> None:
        self.damage: str | None = None

    def read(self, chunks: Iterable[bytes]) -> Iterator[SitemapEntry]:
        """The entries, in the document's order. No entity is resolved, no DTD loaded; depth and sizes keep libxml2's limits."""
        # recover: one fault must not cost the entries behind it.
        parser = etree.XMLPullParser(
            events=("end",), resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=True
        )
        for chunk in chunks:
            parser.feed(chunk)
            yield from self._entries(parser)
        try:
            parser.close()
        except etree.XMLSyntaxError as error:
            self.damage = str(error)[:_DETAIL_CHARS]
        # An entry that ends here only was cut with the document: its address may be half of one.
        if len(parser.feed_error_log):
            first = parser.feed_error_log[0]
            self.damage = f"line {first.line}: {first.message}"[:_DETAIL_CHARS]

    def _entries(self, parser: "etree.XMLPullParser") -> Iterator[SitemapEntry]:
        for _, read in parser.read_events():
            element = cast("etree._Element", read)
            name = _local_name(element)
            if name in ("url", "sitemap"):
                yield _read_entry(element, is_sitemap=name == "sitemap")
            parent = element.getparent()
            if parent is not None and _local_name(parent) in _ROOT_NAMES:
                # What was read is let go, and what stands in front of it: memory stays that of one entry.
                element.clear()
                while (before := element.getprevious()) is not None:
                    parent.remove(before)


def _read_entry(element: "etree._Element", *, is_sitemap: bool) -> SitemapEntry:
    fields: dict[str, str] = {}
    for child in element:
        if _local_name(child) == "news":
            # <news:news> holds publication_date, title and <news:publication><news:name>.
            for part in child.iter():
                fields.setdefault(f"news_{_local_name(part)}", (part.text or "").strip())
        else:
            fields.setdefault(_local_name(child), (child.text or "").strip())
    return SitemapEntry(
        loc=fields.get("loc", ""),
        lastmod=fields.get("lastmod"),
        is_sitemap=is_sitemap,
        news_date=fields.get("news_publication_date"),
        news_title=fields.get("news_title"),
        news_publication=fields.get("news_name"),
    )


def _local_name(element: "etree._Element") -> str:
    # Comments and processing instructions have a function for a tag.
    return element.tag.rpartition("}")[2].lower() if isinstance(element.tag, str) else ""


def _add_entry(found: LinkCollector, entry: SitemapEntry) -> None:
    if not entry.loc:
        found.dropped["no_link"] += 1
        return
    for written in (entry.lastmod, entry.news_date):
        moment = _read_lastmod(written)
        if moment is not None and not found.is_ahead(moment):
            break
    else:
        written, moment = None, None
    found.add(entry.loc, written, moment, entry.news_title, entry.news_publication)


def _read_lastmod(text: str | None) -> datetime | None:
    # W3C datetime allows a bare month, which ISO 8601 readers refuse.
    month = _MONTH.fullmatch((text or "").strip())
    return read_moment(f"{text}-01" if month else text)


def _root_of(body: bytes) -> bytes | None:
    """The local name of the first element, in lower case; None for plain text."""
    start = body[:20_000].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    if not start.startswith(b"<"):
        return None
    root = _ROOT.search(without_comments(start))
    return root[1].lower() if root else b"?"


def _keep_site(listing: Listing, site: frozenset[str], base_url: str, read_at: datetime) -> Listing:
    found = LinkCollector(base_url, read_at, site)
    for link in listing.links:
        found.add(link.url)
    found.dropped.update(listing.dropped)
    return Listing(found.links, dropped=dict(found.dropped), damage=listing.damage)
