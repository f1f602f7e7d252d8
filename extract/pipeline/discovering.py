"""Discovering: which pages there are that no run has fetched, in batches that keep the pages of one host together."""

import logging
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

from extract.contract.hours import hour_of_run
from extract.contract.keys import hash_id
from extract.contract.tables import Discovery
from extract.contract.urls import url_key
from extract.pages.archives import split_archives
from extract.pages.files import find_other_files, find_pages
from extract.pages.listings import registered_domain
from extract.pages.source_keys import Source
from extract.pages.sources import load_sources
from extract.pipeline.asking import Asked, ask_all, ask_archive, offer_of_file
from extract.pipeline.context import Context, hold_step
from extract.pipeline.earlier_offers import (
    EarlierOffers,
    OfferBatch,
    packed_by_host,
    place_in_run,
    read_earlier_offers,
    run_of,
)
from extract.pipeline.keeping_out import covers_offer, covers_reject, mask_row
from extract.runtime.logs import log

# The name of what is given on the command line or lies in the inbox.
FILES = "files"


def discover(context: Context, paths: Sequence[Path] = (), run_id: str | None = None) -> list[str]:
    """Find the pages that no run has seen yet and put them in batches; returns every batch that is due to be fetched.

    paths: files and folders; without any, those of the settings and every source of `sources.yml`. run_id: names the new
    batches, by default from what is found; a run of an hour has a batch even where nothing was found. A page that was seen
    under other terms (address, publisher, publish_text) changes its batch, which is then due again. A page whose request
    failed in a way that may pass is offered again.
    """
    sources = () if paths else load_sources(context.settings.sources_path)
    # Two at once would take every page twice.
    with hold_step(context, "discover"):
        _discover(context, paths, sources, run_id)
    return context.batches.stale("fetch_pages", "discover", {})


def _discover(context: Context, paths: Sequence[Path], sources: Sequence[Source], run_id: str | None) -> None:
    earlier = read_earlier_offers(context)
    asked = _ask_folders(context, paths, earlier)
    asked.add(ask_all(context, sources, earlier))
    # Who names paths wants those, and not what failed elsewhere.
    again = [] if paths else earlier.to_try_again({source.name for source in sources if source.enabled})
    take_offers(context, earlier, asked, again=again, sources=sources, run_id=run_id)


def take_offers(
    context: Context,
    earlier: EarlierOffers,
    asked: Asked,
    *,
    again: Sequence[Discovery],
    sources: Sequence[Source],
    run_id: str | None,
) -> None:
    """Put what is new, and what is tried again, into batches of the run; terms that changed go into the batches they are of."""
    _mend_terms(context, earlier, asked.offers, {source.name: source for source in sources})
    new = [offer for identity, offer in asked.offers.items() if identity not in earlier.seen]
    new = _without_erased(context, new)
    _write_batches(context, run_id, _each_once([*new, *again]), _without_traces(context, asked))


def _without_erased(context: Context, offers: list[Discovery]) -> list[Discovery]:
    """The offers without those of what was erased. They are counted, and not written down again at each run."""
    graves = context.graves
    if not graves:
        return offers
    kept = [mask_row(graves, offer) for offer in offers if not covers_offer(graves, offer)]
    if erased := len(offers) - len(kept):
        log("offered again, and erased before: left out", step="discover", pages=erased)
    return kept


def _without_traces(context: Context, asked: Asked) -> Asked:
    """How sources were asked and what was refused, without the addresses and words of what was erased."""
    graves = context.graves
    if not graves:
        return asked
    return replace(
        asked,
        checks=[mask_row(graves, row) for row in asked.checks if not graves.of_address(row.address)],
        rejects=[mask_row(graves, row) for row in asked.rejects if not covers_reject(graves, row)],
    )


def _ask_folders(context: Context, paths: Sequence[Path], earlier: EarlierOffers) -> Asked:
    """The files of the folders that are given or set; a fault of theirs is an error, a fault of a source is a row."""
    folders = paths or context.settings.page_paths
    has_inbox = paths or context.settings.pages or folders[0].exists()
    if not has_inbox and context.settings.sources_path.exists():
        # Whoever declares sources needs no inbox.
        return Asked()
    files, archives = split_archives(folders)
    asked = Asked()
    for page in find_pages(files):
        offer = offer_of_file(page, FILES)
        asked.offers[offer.discovery_id] = offer
    for path in archives:
        asked.add(ask_archive(Source.model_construct(name=FILES, kind="archive", address=str(path)), path, earlier))
    if others := [path for path in find_other_files(files) if path not in archives]:
        named = ", ".join(str(path) for path in others[:3])
        log(f"left aside, no pages by their ending: {named}", logging.WARNING, step="discover", files=len(others))
    return asked


def _mend_terms(
    context: Context, earlier: EarlierOffers, offers: Mapping[str, Discovery], sources: Mapping[str, Source]
) -> None:
    """Where the terms of a page have changed since it was offered, write them into its batch, which is then due again."""
    graves = context.graves
    for batch in earlier.batches:
        mended = [mask_row(graves, _under_terms_of(row, offers, sources)) for row in batch.offers]
        if mended != batch.offers:
            replace(batch, offers=mended).write(context)


def _under_terms_of(row: Discovery, offers: Mapping[str, Discovery], sources: Mapping[str, Source]) -> Discovery:
    """The terms of a source hold for every page it ever offered; those of `captures.csv` for the file that is still there."""
    source = sources.get(row.source_name)
    if source and source.kind != "files":
        # Who a page's own listing names as publisher stays; an archive lists none.
        said = (row.publisher_name, source.publisher)
        publisher = said[1] or said[0] if source.kind == "archive" else said[0] or said[1]
        return replace(row, publisher_name=publisher, is_text_publishable=source.publish_text)
    offer = offers.get(row.discovery_id)
    # What another source names as well stays under the terms that it was taken under.
    return replace(offer, page_uri=row.page_uri) if offer and offer.source_name == row.source_name else row


def _each_once(offers: Iterable[Discovery]) -> list[Discovery]:
    """No page on the web twice in a run: a source may say that one has changed while it waits to be tried again."""
    by_page = {_page_of(offer): offer for offer in reversed(list(offers))}
    return list(reversed(by_page.values()))


def _page_of(offer: Discovery) -> tuple[object, ...]:
    if offer.captured is None:
        return (url_key(offer.page_uri),)
    return offer.page_uri, offer.captured, offer.archive_uri, offer.archive_offset


def _write_batches(context: Context, run_id: str | None, new: Sequence[Discovery], asked: Asked) -> None:
    run_id = (
        run_id or f"run-{hash_id('run', *sorted(asked.offers), *(check.checked_at for check in asked.checks))[:12]}"
    )
    earlier = [place_in_run(one) for one in context.batches.batch_ids("discover") if run_of(one) == run_id]
    number = max(earlier, default=-1) + 1
    batches = [
        OfferBatch(f"{run_id}-{number + place:04d}", offers) for place, offers in enumerate(_packed(context, new))
    ]
    # An hour without news was collected too: its batch tells it from one that is missing.
    is_first_of_hour = hour_of_run(run_id) is not None and not earlier
    if not batches and (asked.checks or asked.rejects or is_first_of_hour):
        batches = [OfferBatch(f"{run_id}-{number:04d}")]
    for batch in batches[:-1]:
        batch.write(context)
    if batches:
        # With the last: while a check is not written, its source is asked again for all that it has.
        replace(batches[-1], checks=asked.checks, rejects=asked.rejects).write(context)


def _packed(context: Context, offers: Sequence[Discovery]) -> Iterator[list[Discovery]]:
    """Files and records in their order; pages over HTTP by their hosts."""
    by_host: dict[str, list[Discovery]] = {}
    for offer in offers:
        host = urlsplit(offer.page_uri).hostname if offer.captured is None else None
        by_host.setdefault(registered_domain(host) if host else "", []).append(offer)
    yield from packed_by_host(by_host, context.settings.batch_pages)
