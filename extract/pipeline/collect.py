"""Collecting: which pages there are, and their bodies."""

import logging
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from extract.contract.derive import arrow_table
from extract.contract.keys import hash_id
from extract.contract.tables import Discovery, Page, Reject
from extract.errors import BatchError, PageError
from extract.pages.files import FoundPage, find_other_files, find_pages, path_of, read_page
from extract.pipeline.batch_steps import do_batches
from extract.pipeline.context import Context, count_rejects, reject
from extract.runtime.counters import Counts
from extract.runtime.logs import log
from extract.store.batches import Manifest, Tables, rows_of


def discover(context: Context, paths: Sequence[Path] = (), run_id: str | None = None) -> list[str]:
    """Find the pages that no run has seen yet and put them in batches; returns every batch that is due to be fetched.

    paths: files and folders, by default those of the settings. run_id: names the new batches, by default from what is found.
    A page that was seen under other terms (address, publisher, publish_text) changes its batch, which is then due again.
    """
    paths = paths or context.settings.page_paths
    found = {_discovery_id(page): page for page in find_pages(paths)}
    if others := find_other_files(paths):
        named = ", ".join(str(path) for path in others[:3])
        log(f"left aside, no pages by their ending: {named}", logging.WARNING, step="discover", files=len(others))
    _mend_terms(context, found)
    run_id = run_id or f"files-{hash_id('run', *sorted(found))[:12]}"
    before = [batch_id for batch_id in context.batches.batch_ids("discover") if batch_id.rsplit("-", 1)[0] == run_id]
    size, items = context.settings.batch_pages, list(found.items())
    for start in range(0, len(items), size):
        batch_id = f"{run_id}-{len(before) + start // size:04d}"
        _write_offers(context, batch_id, [_discovery(identity, page) for identity, page in items[start : start + size]])
    return context.batches.stale("fetch_pages", "discover", {})


def _write_offers(context: Context, batch_id: str, rows: Sequence[Discovery]) -> None:
    tables: Tables = {Discovery: arrow_table(Discovery, rows)}
    counts = {"pages": len(rows)}
    context.batches.write("discover", batch_id, tables, input_sha256=None, versions={}, counts=counts)


def _discovery_id(page: FoundPage) -> str:
    """The same file, unchanged, captured at the same time. The absolute path tells two folders of one name apart."""
    return hash_id("discovery", page.path.absolute(), page.captured, page.size, page.mtime_ns)


def _discovery(identity: str, page: FoundPage) -> Discovery:
    return Discovery(
        discovery_id=identity,
        page_uri=page.page_uri,
        captured=page.captured,
        url=page.url,
        publisher_name=page.publisher_name,
        is_text_publishable=page.is_text_publishable,
        source_name="files",
        source_kind="files",
    )


def _mend_terms(context: Context, found: dict[str, FoundPage]) -> None:
    """Take out of `found` what was seen before; where its terms have changed since, write them into its batch.

    A page whose file could not be read when it was fetched counts as not seen: it is offered again.
    """
    for batch_id in context.batches.batch_ids("discover"):
        try:
            rows = rows_of(Discovery, context.batches.read("discover", batch_id, Discovery))
            unread = _unreadable(context, batch_id)
        except BatchError as error:
            log(f"discover cannot read batch {batch_id}: {error.message}", logging.WARNING, step="discover")
            continue
        offers = []
        for row in rows:
            page = None if row.page_uri in unread else found.pop(row.discovery_id, None)
            offers.append(replace(_discovery(row.discovery_id, page), page_uri=row.page_uri) if page else row)
        if offers != rows:
            _write_offers(context, batch_id, offers)


def _unreadable(context: Context, batch_id: str) -> set[str]:
    if context.batches.manifest("fetch_pages", batch_id) is None:
        return set()
    rejects = rows_of(Reject, context.batches.read("fetch_pages", batch_id, Reject))
    return {row.key for row in rejects if row.reason == "unreadable"}


def fetch_pages(context: Context, batch_ids: Sequence[str] | None = None, *, again: bool = False) -> Counts:
    """Read and keep the bodies of discovered pages; what cannot be read becomes a reject.

    A page that was fetched is not fetched again: the body that is kept is the capture, and its source may be gone or changed.
    """
    return do_batches(context, "fetch_pages", "discover", _fetch_batch, versions={}, batch_ids=batch_ids, again=again)


def _fetch_batch(context: Context, given: Manifest) -> Counts:
    counts = Counts()
    pages: list[Page] = []
    rejects: list[Reject] = []
    offers = rows_of(Discovery, context.batches.read("discover", given.batch_id, Discovery))
    kept = _kept_pages(context, given.batch_id)
    for offer in context.watch(f"fetch_pages {given.batch_id}", offers, len(offers)):
        try:
            page = kept.get((offer.page_uri, offer.captured))
            if page is None or not context.pages.has(page.page_id):
                page, body = read_page(_found(offer))
                context.pages.put(body)
            pages.append(_under_terms(page, offer))
        except PageError as error:
            rejects.append(reject("fetch_pages", error.reason, offer.page_uri, detail=str(error)))
    counts.add("pages", len(pages))
    count_rejects(counts, rejects)
    tables: Tables = {Page: arrow_table(Page, pages), Reject: arrow_table(Reject, rejects)}
    context.batches.write(
        "fetch_pages",
        given.batch_id,
        tables,
        input_sha256=given.sha256,
        versions={},
        counts=counts.as_dict(),
    )
    return counts


def _kept_pages(context: Context, batch_id: str) -> dict[tuple[str, str], Page]:
    """The pages that an earlier go at the batch fetched, by address and capture."""
    try:
        if context.batches.manifest("fetch_pages", batch_id) is None:
            return {}
        pages = rows_of(Page, context.batches.read("fetch_pages", batch_id, Page))
    except BatchError:
        return {}
    return {(page.page_uri, page.captured): page for page in pages}


def _under_terms(page: Page, offer: Discovery) -> Page:
    return replace(
        page, url=offer.url, publisher_name=offer.publisher_name, is_text_publishable=offer.is_text_publishable
    )


def _found(offer: Discovery) -> FoundPage:
    return FoundPage(
        path=path_of(offer.page_uri),
        page_uri=offer.page_uri,
        size=0,
        mtime_ns=0,
        captured=offer.captured,
        url=offer.url,
        publisher_name=offer.publisher_name,
        is_text_publishable=offer.is_text_publishable,
    )
