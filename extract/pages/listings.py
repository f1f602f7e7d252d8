"""What a feed, a sitemap or a list of URLs comes down to: links to pages and to further listings, and how many were left out."""

import html
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache, lru_cache
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from extract.errors import PageError
from extract.pages.addresses import Address, read_address, why_refused
from extract.pages.answers import Stop

if TYPE_CHECKING:
    from tldextract import TLDExtract

# The sitemap protocol's own limits for one file.
MAX_LINKS = 50_000
MAX_SITEMAP_BYTES = 50_000_000
MAX_FEED_BYTES = 5_000_000
_TITLE_CHARS = 300
_NAME_CHARS = 100
# Clocks and time zones differ by up to a day; what lies further ahead says nothing about when a page changed.
_AHEAD = timedelta(days=1)
_TAG = re.compile(r"<[^<>]*>")
_ELEMENT = re.compile(rb"<[A-Za-z]")
_ENTITY = re.compile(rb"<!ENTITY", re.IGNORECASE)
_COMMENT = re.compile(rb"<!--|<\?")


@dataclass(frozen=True, slots=True)
class Link:
    """An address that a listing gives, http or https, without credentials and fragment.

    updated: when the page changed or appeared, as given; updated_at: the same, UTC; both None where it is missing, cannot be
    read or lies in the future.
    """

    url: str
    updated: str | None = None
    updated_at: datetime | None = None
    title: str | None = None
    publisher_name: str | None = None


@dataclass(frozen=True, slots=True)
class Listing:
    """What one document lists.

    more: further listings, the sitemaps of an index or the next page of a feed. dropped: reason to number of links left out.
    damage: what is wrong with a document that could be read in spite of it.
    """

    links: tuple[Link, ...]
    more: tuple[Link, ...] = ()
    dropped: Mapping[str, int] = field(default_factory=dict)
    damage: str | None = None


class LinkCollector:
    """Takes the links of one document as they come: cleans each, and counts by reason what is left out.

    base_url: the document's own address, None for a file of the user's. read_at: UTC, when it was read. site: the registered
    domains that links must belong to; None for any.
    """

    def __init__(self, base_url: str | None, read_at: datetime, site: frozenset[str] | None = None) -> None:
        self._base_url = base_url
        self._base = read_address(base_url) if base_url else None
        self._read_at = read_at
        self._site = site
        self._links: dict[str, Link] = {}
        self.dropped: Counter[str] = Counter()

    @property
    def links(self) -> tuple[Link, ...]:
        """What was kept, in the document's order."""
        return tuple(self._links.values())

    def add(
        self, url: str, updated: str | None = None, updated_at: datetime | None = None, title: str | None = None,
        publisher_name: str | None = None,
    ) -> str | None:  # fmt: skip
        """Keep a link, or count why not and return the reason."""
        try:
            address = read_address(urljoin(self._base_url, url.strip()) if self._base_url else url)
        except (Stop, ValueError) as error:
            return self._drop(error.outcome if isinstance(error, Stop) else "bad_url")
        if reason := self._why_not(address):
            return self._drop(reason)
        if updated_at is not None and self.is_ahead(updated_at):
            updated_at = None
        self._links[address.url] = Link(
            url=address.url,
            updated=plain_text(updated, _NAME_CHARS) if updated_at else None,
            updated_at=updated_at,
            title=plain_text(title, _TITLE_CHARS),
            publisher_name=plain_text(publisher_name, _NAME_CHARS),
        )
        return None

    def is_ahead(self, moment: datetime) -> bool:
        """Whether a moment lies in the future of when the document was read."""
        return moment > self._read_at + _AHEAD

    def _why_not(self, address: Address) -> str | None:
        if address.url in self._links:
            return "repeated"
        if self._base is not None and address.host != self._base.host and _is_private_ip(address.host):
            # A public document that sends us into a private network. Asking refuses it too; here it is counted.
            return "forbidden_address"
        if self._site is not None and registered_domain(address.host) not in self._site:
            return "other_site"
        return "too_many" if len(self._links) >= MAX_LINKS else None

    def _drop(self, reason: str) -> str:
        self.dropped[reason] += 1
        return reason


def site_of(*urls: str) -> frozenset[str]:
    """The registered domains of addresses: example.co.uk for www.example.co.uk."""
    return frozenset(registered_domain(read_address(url).host) for url in urls)


@lru_cache(maxsize=4096)
def registered_domain(host: str) -> str:
    """The domain that one owner registered; the host itself where there is none (an IP address, localhost)."""
    return _suffixes()(host).top_domain_under_public_suffix or host


@cache
def _suffixes() -> "TLDExtract":
    import tldextract  # noqa: PLC0415 - 0.2 s, for it brings the client that it is not to use

    # The list that comes with the package: nothing is asked of the network, nothing written to a cache.
    # With private suffixes: two blogs under one blogspot.com are not one site.
    return tldextract.TLDExtract(suffix_list_urls=(), cache_dir=None, include_psl_private_domains=True)


def _is_private_ip(host: str) -> bool:
    is_ip = ":" in host or host.replace(".", "").isdigit()
    return is_ip and why_refused(host) is not None


def read_moment(text: str | None) -> datetime | None:
    """An ISO 8601 day or moment in UTC; a day is its first moment. None where it is none."""
    try:
        moment = datetime.fromisoformat((text or "").strip())
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def plain_text(text: str | None, max_chars: int) -> str | None:
    """A title as text: no tags, no entities, no control characters, on one line, short; None where nothing is left."""
    # Cut first: an entity bomb makes titles of megabytes.
    bare = html.unescape(_TAG.sub(" ", (text or "")[: 10 * max_chars]))
    words = "".join(char if char.isprintable() else " " for char in bare).split()
    return " ".join(words)[:max_chars].rstrip() or None


def refuse_entities(body: bytes) -> None:
    """Raise PageError `entities` where an XML document declares any: no feed needs them, bombs and XXE are made of them."""
    # UTF-16 without its NULs reads like ASCII. A declaration stands before the first element.
    start = without_comments(body.replace(b"\0", b""))
    entity = _ENTITY.search(start)
    if entity and not _ELEMENT.search(start, 0, entity.start()):
        raise PageError("entities", "the document declares entities of its own")


def without_comments(document: bytes) -> bytes:
    """An XML document without comments and processing instructions: what looks like an element in them is none."""
    parts: list[bytes] = []
    at = 0
    while found := _COMMENT.search(document, at):
        mark = b"-->" if found[0] == b"<!--" else b"?>"
        end = document.find(mark, found.end())
        parts.append(document[at : found.start()])
        at = found.end() if end < 0 else end + len(mark)
        if end < 0:
            break
    return b"".join([*parts, document[at:]])
