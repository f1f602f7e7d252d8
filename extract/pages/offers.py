"""What the addresses of a source answer, and what of it the source offers a run."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from extract.contract.tables import SourceCheck
from extract.errors import PageError
from extract.pages.listings import Listing
from extract.pages.source_keys import Source


@dataclass(frozen=True, slots=True)
class Offer:
    """A page that a source offers. url: absolute, http or https. updated: as the source gives it; updated_at: the same, UTC."""

    url: str
    source_name: str
    source_kind: str
    updated: str | None
    updated_at: datetime | None
    title: str | None
    publisher_name: str | None


@dataclass(frozen=True, slots=True)
class SourceOffers:
    """What a source offers a run.

    offers: the new pages, newest first, at most the source's max_pages. checks: one an address, in the order asked.
    known_count: pages that were seen before. dropped: reason to number of links that are no offers. newest: when its newest
    page appeared, as given. opt_outs: what the documents ask robots not to do.
    """

    source: Source
    offers: tuple[Offer, ...]
    checks: tuple[SourceCheck, ...]
    known_count: int
    dropped: Mapping[str, int]
    newest: str | None
    opt_outs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Answered:
    """How one address answered, and what its document lists; listing is None where it gave none."""

    address: str
    asked_at: datetime
    outcome: str
    status: int | None = None
    etag: str | None = None
    last_modified: str | None = None
    opt_outs: tuple[str, ...] = ()
    detail: str = ""
    listing: Listing | None = None

    def with_etag(self, etag: str) -> "Answered":
        """The same with an ETag."""
        return replace(self, etag=etag)

    def with_listing(self, read: Callable[[], Listing]) -> "Answered":
        """The same with what its document lists; `unreadable` where it cannot be read."""
        try:
            return replace(self, listing=read())
        except PageError as error:
            return self.failed("unreadable", f"{error.reason}: {error}")

    def failed(self, outcome: str, detail: str) -> "Answered":
        """The same with another outcome."""
        return replace(self, outcome=outcome, detail=detail)
