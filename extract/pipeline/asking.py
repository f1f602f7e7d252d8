"""Asking a source what it has: its answer as offers, how it was asked as checks, what cannot be offered as rejects."""

import logging
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from extract.contract.columns import EVIDENCE_MAX_CHARS, ON_DISK_KINDS
from extract.contract.keys import hash_id
from extract.contract.tables import Discovery, Reject, SourceCheck
from extract.contract.url_secrets import hide_secrets
from extract.contract.urls import url_key
from extract.errors import InputError
from extract.pages.archive_frames import ArchiveLoss
from extract.pages.archive_records import ArchiveEntry
from extract.pages.archives import find_archives, index_archive
from extract.pages.asking import ask_sources
from extract.pages.fetch import HostStates
from extract.pages.files import FoundPage, find_pages
from extract.pages.offers import Offer, SourceOffers
from extract.pages.source_keys import Source
from extract.pipeline.context import Context, reject
from extract.pipeline.earlier_offers import EarlierOffers, id_of_link
from extract.pipeline.web import ask_addresses, document_reader
from extract.runtime.logs import log


@dataclass(slots=True)
class Asked:
    """What sources answered. offers: by their ids, each page once, whichever source named it first."""

    offers: dict[str, Discovery] = field(default_factory=dict)
    checks: list[SourceCheck] = field(default_factory=list)
    rejects: list[Reject] = field(default_factory=list)

    def add(self, other: "Asked") -> None:
        """Add what another source answered."""
        keys = {url_key(offer.page_uri) for offer in self.offers.values() if offer.captured is None}
        for identity, offer in other.offers.items():
            if offer.captured is not None or url_key(offer.page_uri) not in keys:
                self.offers.setdefault(identity, offer)
        self.checks += other.checks
        self.rejects += other.rejects


def ask_all(context: Context, sources: Sequence[Source], earlier: EarlierOffers) -> Asked:
    """Ask the enabled sources, those on the web all at a time. A fault of one is a row that names it, and stops no other."""
    enabled = [source for source in sources if source.enabled]
    asked = Asked()
    for source in context.watch("discover on disk", *_counted(s for s in enabled if s.kind in ON_DISK_KINDS)):
        asked.add(_ask_disk(source, earlier))
    web = [source for source in enabled if source.kind not in ON_DISK_KINDS]
    with document_reader(context) as read:
        answers = ask_sources(
            web, partial(ask_addresses, context, HostStates()), earlier.last_check, earlier.knows, read=read
        )
        for found in context.watch("discover on the web", answers, len(web)):
            asked.add(_of_answer(found, earlier))
    return asked


def _counted(sources: Iterable[Source]) -> tuple[list[Source], int]:
    found = list(sources)
    return found, len(found)


def _ask_disk(source: Source, earlier: EarlierOffers) -> Asked:
    try:
        return _ask_folder(source) if source.kind == "files" else _ask_archives(source, earlier)
    except (InputError, OSError) as error:
        message = error.message if isinstance(error, InputError) else str(error)
        log(f"source {source.name}: {message}", logging.WARNING, step="discover", source=source.name)
        key = f"{source.name} {source.address}"
        return Asked(rejects=[reject("discover", "unreadable", key, detail=message)])


def _of_answer(found: SourceOffers, earlier: EarlierOffers) -> Asked:
    name = found.source.name
    for check in found.checks:
        if check.outcome not in ("ok", "not_modified"):
            said = f"source {name}: {check.address}: {check.outcome}: {check.detail}"
            log(said, logging.WARNING, step="discover", source=name)
    offers = [_offer_of_link(offer, found.source, earlier) for offer in found.offers]
    first, *others = found.checks
    if found.dropped:
        left_out = ", ".join(f"{reason} {count}" for reason, count in found.dropped.items())
        detail = f"{first.detail}; in all left out: {left_out}".removeprefix("; ")
        first = replace(first, detail=detail[:EVIDENCE_MAX_CHARS])
    return Asked({offer.discovery_id: offer for offer in offers}, [first, *others])


def _offer_of_link(offer: Offer, source: Source, earlier: EarlierOffers) -> Discovery:
    """A page on the web: its address and the time that its source says it was changed at."""
    page_uri = hide_secrets(offer.url)
    last = earlier.last_fetch(page_uri)
    return Discovery(
        discovery_id=id_of_link(offer.url, offer.updated),
        page_uri=page_uri,
        captured=None,
        url=offer.url,
        publisher_name=offer.publisher_name,
        is_text_publishable=source.publish_text,
        source_name=source.name,
        source_kind=source.kind,
        etag=last.etag if last else None,
        last_modified=last.last_modified if last else None,
    )


def offer_of_file(page: FoundPage, source_name: str, source: Source | None = None) -> Discovery:
    """A file as an offer: the same file, unchanged, captured at the same time, is the same offer.

    The absolute path tells two folders of one name apart. `captures.csv` speaks before the source.
    """
    return Discovery(
        discovery_id=hash_id("discovery", page.path.absolute(), page.captured, page.size, page.mtime_ns),
        page_uri=page.page_uri,
        captured=page.captured,
        url=page.url,
        publisher_name=page.publisher_name or (source.publisher if source else None),
        is_text_publishable=page.is_text_publishable or bool(source and source.publish_text and not page.has_capture),
        source_name=source_name,
        source_kind="files",
    )


def _ask_folder(source: Source) -> Asked:
    found = [offer_of_file(page, source.name, source) for page in find_pages([source.path])]
    return Asked({offer.discovery_id: offer for offer in found})


def _ask_archives(source: Source, earlier: EarlierOffers) -> Asked:
    asked = Asked()
    for path in find_archives(source.path):
        asked.add(ask_archive(source, path, earlier))
    return asked


def ask_archive(source: Source, path: Path, earlier: EarlierOffers) -> Asked:
    """The records of an archive, unless it was read before and is the same file still."""
    status = path.stat()
    etag = f"{status.st_size}-{status.st_mtime_ns}"
    known = earlier.last_check(source.name, str(path))
    if known and known.etag == etag and known.terms == source.terms:
        return Asked()
    asked, skipped = Asked(), Counter[str]()
    for found in index_archive(path, skipped=skipped):
        if isinstance(found, ArchiveLoss):
            key = f"{path}#{found.offset}"
            asked.rejects.append(reject("discover", found.reason, key, detail=found.detail))
        else:
            if reason := source.why_left_out(found.uri):
                skipped[reason] += 1
                continue
            offer = _offer_of_record(source, path, etag, found)
            asked.offers[offer.discovery_id] = offer
    detail = ", ".join(f"{reason} {count}" for reason, count in sorted(skipped.items()))
    asked.checks.append(
        SourceCheck(
            source_name=source.name,
            source_kind="archive",
            address=str(path),
            checked_at=datetime.now(UTC),
            outcome="ok",
            http_status=None,
            etag=etag,
            last_modified=None,
            offered_count=len(asked.offers),
            new_count=len(asked.offers.keys() - earlier.seen),
            terms=source.terms,
            detail=f"not pages: {detail}" if detail else "",
        )
    )
    return asked


def _offer_of_record(source: Source, path: Path, etag: str, entry: ArchiveEntry) -> Discovery:
    return Discovery(
        discovery_id=hash_id("discovery", path.absolute(), etag, entry.offset, entry.uri, entry.captured),
        page_uri=entry.uri,
        captured=entry.captured,
        url=entry.uri,
        publisher_name=source.publisher,
        is_text_publishable=source.publish_text,
        source_name=source.name,
        source_kind="archive",
        archive_uri=str(path),
        archive_offset=entry.offset,
    )
