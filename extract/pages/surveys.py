"""The asking of one source: which address comes next, what was answered, and which of the pages offered are new."""

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

from extract.contract.tables import SourceCheck
from extract.contract.url_secrets import hide_secrets
from extract.contract.urls import url_key
from extract.pages.answers import Request
from extract.pages.listings import MAX_LINKS, MAX_SITEMAP_BYTES, Link, Listing, plain_text, site_of
from extract.pages.offers import Answered, Offer, SourceOffers
from extract.pages.source_keys import Source

# An index may name sitemaps, which may be indexes: 3 steps down, 50 documents and 50,000 pages in all are what a run asks for.
MAX_DEPTH = 3
MAX_DOCUMENTS = 50
MAX_FEED_PAGES = 10
_ACCEPT = {
    "feed": "application/rss+xml, application/atom+xml, application/xml, text/xml, application/rdf+xml, text/html;q=0.1",
    "sitemap": "application/xml, text/xml, application/gzip, application/x-gzip, application/octet-stream;q=0.5, text/*;q=0.5",
    "urls": "text/plain, text/csv, application/csv;q=0.9, application/octet-stream;q=0.5",
}
_DETAIL_CHARS = 300
# An index's `lastmod` may be a day, anywhere in the world: it ends 36 hours after it begins in UTC.
_SLACK = timedelta(hours=36)
_DAY_CHARS = len("2025-07-03")
# 2025, 2025-07, 2025/07/03, 20250703, year=2025&month=7 in the address of a sitemap.
_DATE_IN_URL = re.compile(r"(?<!\d)(20\d\d)(?:\D{0,7}(\d{1,2})(?!\d{3}))?(?:\D{0,5}(\d{1,2}))?")
_OLDEST = datetime.min.replace(tzinfo=UTC)


class Survey:
    """One source, asked address by address. site: the registered domains that its pages may lie in; None for any."""

    def __init__(
        self, source: Source, last_check: Callable[[str, str], SourceCheck | None], is_known: Callable[[Link], bool]
    ) -> None:
        self.source = source
        self.site = site_of(source.address) if source.kind == "sitemap" else None
        self._ask_last_check = last_check
        self._is_known = is_known
        self._depths: dict[str, int] = {}
        self._waiting: list[str] = []
        self._checks: list[SourceCheck] = []
        self._new: dict[str, Link] = {}
        self._seen: set[str] = set()
        self._known_count = 0
        self._dropped: Counter[str] = Counter()
        self._opt_outs: set[str] = set()
        self._newest: Link | None = None
        if source.is_on_web:
            self._depths[source.address] = 0
            self._waiting.append(source.address)

    def next_requests(self) -> list[Request]:
        """The addresses to ask now; none when the survey is done."""
        waiting, self._waiting = self._waiting, []
        return [self._request(address) for address in waiting]

    def _request(self, address: str) -> Request:
        last = self._last_check(address)
        return Request(
            url=address,
            etag=last.etag if last else None,
            last_modified=last.last_modified if last else None,
            accept=_ACCEPT[self.source.kind],
            min_gap_seconds=self.source.min_gap_seconds,
            max_bytes=MAX_SITEMAP_BYTES if self.source.kind == "sitemap" else None,
        )

    def _last_check(self, address: str) -> SourceCheck | None:
        """The last check that ended well, made under the terms of today."""
        last = self._ask_last_check(self.source.name, address)
        return last if last and last.terms == self.source.terms else None

    def is_unchanged(self, answered: Answered) -> bool:
        """Whether the address was read before under the same ETag."""
        last = self._last_check(answered.address)
        return last is not None and last.etag is not None and last.etag == answered.etag

    def take(self, answered: Answered) -> None:
        """Count in what an address answered; what it lists of further documents is asked next."""
        self._opt_outs.update(answered.opt_outs)
        listing = answered.listing or Listing(())
        self._dropped.update(listing.dropped)
        new_count = sum([self._take_link(link) for link in listing.links])
        if listing.more:
            self._follow(answered.address, listing.more, new_count)
        self._checks.append(self._check(answered, listing, new_count))

    def _check(self, answered: Answered, listing: Listing, new_count: int) -> SourceCheck:
        etag, last_modified = answered.etag, answered.last_modified
        last = self._last_check(answered.address)
        if answered.outcome == "not_modified" and last and not (etag or last_modified):
            etag, last_modified = last.etag, last.last_modified
        elif answered.outcome == "unreadable" or (listing.more and self.source.kind == "sitemap"):
            # An index that has not changed may name sitemaps that have: it is asked for whole each time.
            etag = last_modified = None
        return SourceCheck(
            source_name=self.source.name,
            source_kind=self.source.kind,
            address=hide_secrets(answered.address),
            checked_at=answered.asked_at,
            outcome=answered.outcome,
            http_status=answered.status,
            etag=etag,
            last_modified=last_modified,
            offered_count=len(listing.links),
            new_count=new_count,
            terms=self.source.terms,
            detail=_detail(answered),
        )

    def _take_link(self, link: Link) -> bool:
        """Whether the link is a page that no run has seen."""
        if reason := self._why_left_out(link):
            self._dropped[reason] += 1
            return False
        self._seen.add(url_key(link.url))
        if link.updated_at and (self._newest is None or link.updated_at > _age(self._newest)):
            self._newest = link
        if self._is_known(link):
            self._known_count += 1
            return False
        self._new[link.url] = link
        return True

    def _why_left_out(self, link: Link) -> str | None:
        if url_key(link.url) in self._seen:
            return "repeated"
        return "too_many" if len(self._seen) >= MAX_LINKS else self.source.why_left_out(link.url)

    def _follow(self, address: str, more: tuple[Link, ...], new_count: int) -> None:
        if self.source.kind == "feed":
            # A feed's older pages are worth asking for as long as this one had something new.
            if new_count and len(self._depths) < MAX_FEED_PAGES and len(self._new) < self.source.max_pages:
                self._queue(more[0], 0)
            return
        depth = self._depths.get(address, 0) + 1
        for link in sorted(more, key=_listing_age, reverse=True):
            self._queue(link, depth)

    def _queue(self, link: Link, depth: int) -> None:
        if link.url in self._depths:
            self._dropped["listing_repeated"] += 1
        elif depth > MAX_DEPTH:
            self._dropped["listing_too_deep"] += 1
        elif self._is_older_than_last_check(link):
            self._dropped["listing_unchanged"] += 1
        elif len(self._depths) >= MAX_DOCUMENTS:
            self._dropped["listing_too_many"] += 1
        else:
            self._depths[link.url] = depth
            self._waiting.append(link.url)

    def _is_older_than_last_check(self, link: Link) -> bool:
        """By the index, nothing has changed since the sitemap was last read to its end (else its check has no validators)."""
        last = self._last_check(link.url)
        if last is None or not (last.etag or last.last_modified):
            return False
        if link.updated_at is None or len(link.updated or "") < _DAY_CHARS:
            return False
        return link.updated_at + _SLACK < last.checked_at

    def result(self) -> SourceOffers:
        """What the source offers, once nothing is left to ask."""
        newest_first = sorted(self._new.values(), key=_age, reverse=True)
        taken, left = newest_first[: self.source.max_pages], newest_first[self.source.max_pages :]
        checks = self._checks
        if left:
            self._dropped["over_max_pages"] = len(left)
            # The next run must be given the whole lists again: what was left today is new tomorrow.
            checks = [replace(check, etag=None, last_modified=None) for check in checks]
        return SourceOffers(
            source=self.source,
            offers=tuple(self._offer(link) for link in taken),
            checks=tuple(checks),
            known_count=self._known_count,
            dropped=dict(sorted((+self._dropped).items())),
            newest=self._newest.updated if self._newest else None,
            opt_outs=tuple(sorted(self._opt_outs)),
        )

    def _offer(self, link: Link) -> Offer:
        return Offer(
            url=link.url,
            source_name=self.source.name,
            source_kind=self.source.kind,
            updated=link.updated,
            updated_at=link.updated_at,
            title=link.title,
            publisher_name=link.publisher_name or self.source.publisher,
        )


def _age(link: Link) -> datetime:
    return link.updated_at or _OLDEST


def _listing_age(link: Link) -> tuple[datetime, tuple[int, ...]]:
    """When a sitemap changed; of those that do not say so, what their addresses say: indexes of years begin with the oldest."""
    parts = urlsplit(link.url)
    found = _DATE_IN_URL.search(f"{parts.path}?{parts.query}")
    return _age(link), tuple(int(part or 0) for part in found.groups()) if found else ()


def _detail(answered: Answered) -> str:
    parts = [answered.detail]
    if answered.listing:
        counts = ", ".join(f"{reason} {count}" for reason, count in sorted(answered.listing.dropped.items()))
        parts += [f"left out: {counts}" if counts else "", answered.listing.damage or ""]
    return plain_text("; ".join(part for part in parts if part), _DETAIL_CHARS) or ""
