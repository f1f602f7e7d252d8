"""Retention: pages that their source keeps no longer go, with all that was read from them, and are not taken again.

A source says how long in `retention_days`; the day on which a page was captured counts. Its address stays, as a refusal.
"""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from extract.contract.tables import Discovery, Page, Reject
from extract.erasure.graves import Graves
from extract.errors import BatchError
from extract.pages.sources import load_sources
from extract.pipeline.context import Context, hold_whole, reject
from extract.pipeline.earlier_offers import key_of
from extract.pipeline.erasing.batches import remove_orphans, take_out
from extract.pipeline.erasing.find import Covered, capture_of
from extract.runtime.counters import Counts
from extract.runtime.logs import log
from extract.store.batches import rows_of

EXPIRED = "expired"


def expire_pages(context: Context, *, is_dry_run: bool = False) -> Counts:
    """Take the pages out of the home that their sources keep no longer; the steps after it make the warehouse anew.

    Counts: the batches and pages that went; is_dry_run: those that would. Raises BatchError naming batches that cannot be read,
    at the end; WarehouseLocked where steps that are running do not end.
    """
    counts = Counts()
    counts.add("batches", 0)
    counts.add("pages", 0)
    limits = oldest_kept(context)
    if not limits:
        return counts
    if is_dry_run:
        _expire(context, limits, counts, is_dry_run=True)
    else:
        with hold_whole(context, "daybook expire-pages"):
            _expire(context, limits, counts, is_dry_run=False)
    log("expire_pages done", step="expire_pages", **counts.as_dict())
    return counts


def _expire(context: Context, limits: Mapping[str, datetime], counts: Counts, *, is_dry_run: bool) -> None:
    unreadable = []
    batch_ids = context.batches.batch_ids("fetch_pages")
    for batch_id in context.watch("expire_pages", batch_ids, len(batch_ids)):
        try:
            gone = find_expired(context, limits, batch_id)
        except BatchError as error:
            unreadable.append(f"{batch_id} ({error.message})")
            continue
        if gone.pages:
            counts.add("batches")
            counts.add("pages", len(gone.pages))
            if not is_dry_run:
                take_out(context, Graves(), gone)
    if unreadable:
        raise BatchError(f"expire_pages cannot read {'; '.join(unreadable[:5])}", hint="daybook status")
    if counts.values["pages"] and not is_dry_run:
        counts.add("bodies", remove_orphans(context))


def oldest_kept(context: Context) -> dict[str, datetime]:
    """Source to the moment before which its pages are not kept; sources that keep all are absent."""
    now = datetime.now(tz=UTC)
    return {
        source.name: now - timedelta(days=source.retention_days)
        for source in load_sources(context.settings.sources_path)
        if source.retention_days is not None
    }


def is_expired(limits: Mapping[str, datetime], source_name: str | None, captured_at: datetime) -> bool:
    """Whether a page of a source is older than the source keeps."""
    limit = limits.get(source_name or "")
    return limit is not None and captured_at < limit


def expired(offer: Discovery, captured: str) -> Reject:
    """The row that stands for a page that is kept no longer."""
    return reject(
        "fetch_pages", EXPIRED, key_of(offer), detail=f"captured {captured}, longer ago than its source keeps"
    )


def find_expired(context: Context, limits: Mapping[str, datetime], batch_id: str) -> Covered:
    """The pages of a batch that are kept no longer. Raises BatchError where it is damaged."""
    pages = rows_of(Page, context.batches.read("fetch_pages", batch_id, Page))
    gone = [page for page in pages if is_expired(limits, page.source_name, page.captured_at)]
    if not gone:
        return Covered(batch_id)
    offers = rows_of(Discovery, context.batches.read("discover", batch_id, Discovery))
    refusals = [expired(offer, page.captured) for page in gone for offer in offers if _is_of(offer, page)]
    return Covered(batch_id, pages=frozenset(map(capture_of, gone)), refusals=tuple(refusals))


def _is_of(offer: Discovery, page: Page) -> bool:
    return offer.page_uri == page.page_uri and offer.captured in (None, page.captured)
