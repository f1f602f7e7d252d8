"""Fetching: the bodies of offered pages, from folders, archives and the web; what becomes of each offer is a row."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from pathlib import Path

from extract.contract.columns import ON_DISK_KINDS
from extract.contract.derive import arrow_table
from extract.contract.keys import page_id
from extract.contract.tables import Discovery, Fetch, Page, Reject
from extract.errors import BatchError, InputError, PageError
from extract.pages.answers import Answer
from extract.pages.archives import page_of, read_record
from extract.pages.fetch import HostStates
from extract.pages.files import FoundPage, check_body, path_of, read_page
from extract.pages.sources import load_sources
from extract.pipeline.batch_steps import do_batches
from extract.pipeline.context import Context, count_rejects, distinct_rejects, reject
from extract.pipeline.earlier_offers import SOURCE_OFF, key_of
from extract.pipeline.expiring import expired, is_expired, oldest_kept
from extract.pipeline.keeping_out import (
    ERASED,
    PageErased,
    covers_offer,
    covers_reject,
    keep_page,
    mask_row,
)
from extract.pipeline.web import ask_pages
from extract.runtime.counters import Counts
from extract.store.batches import AnyRow, Manifest, Tables, rows_of

# Of a page that says so nothing is read: these ask robots to leave it alone.
_STAY_AWAY = ("noindex", "tdm_reservation")


@dataclass(frozen=True, slots=True)
class Fetched:
    """What became of an offer: a page, a refusal, or neither, where the page has not changed since it was last fetched."""

    page: Page | None = None
    refusal: Reject | None = None
    fetch: Fetch | None = None


def fetch_pages(context: Context, batch_ids: Sequence[str] | None = None, *, again: bool = False) -> Counts:
    """Read and keep the bodies of discovered pages; what cannot be read becomes a reject.

    A page that was fetched is not fetched again: the body that is kept is the capture, and its source may be gone or changed.
    """
    fetch_batch = partial(_fetch_batch, HostStates())
    return do_batches(context, "fetch_pages", "discover", fetch_batch, versions={}, batch_ids=batch_ids, again=again)


def _fetch_batch(states: HostStates, context: Context, given: Manifest) -> Counts:
    offers = rows_of(Discovery, context.batches.read("discover", given.batch_id, Discovery))
    known = _known(context, given.batch_id, offers)
    found = known | _expired(context, offers) | _erased(context, offers)
    todo = [offer for offer in offers if offer.discovery_id not in found]
    for offer, fetched in context.watch(f"fetch_pages {given.batch_id}", _fetch(context, todo, states), len(todo)):
        found[offer.discovery_id] = fetched
    in_order = _without_repeated([(offer, found[offer.discovery_id]) for offer in offers])
    pages = [_under_terms(fetched.page, offer) for offer, fetched in in_order if fetched.page]
    rejects = distinct_rejects(fetched.refusal for _, fetched in in_order if fetched.refusal)
    fetches = [fetched.fetch for _, fetched in in_order if fetched.fetch]
    counts = Counts()
    counts.add("pages", len(pages))
    if unchanged := len(offers) - len(pages) - len(rejects):
        counts.add("not_modified", unchanged)
    count_rejects(counts, rejects)
    tables: Tables = {
        Page: arrow_table(Page, pages),
        Fetch: arrow_table(Fetch, fetches),
        Reject: arrow_table(Reject, rejects),
    }
    context.batches.write(
        "fetch_pages", given.batch_id, tables, input_sha256=given.sha256, versions={}, counts=counts.as_dict()
    )
    return counts


def _erased(context: Context, offers: Iterable[Discovery]) -> dict[str, Fetched]:
    """The offers of what was erased since they were made: nobody is asked for them."""
    graves = context.graves
    covers = {offer.discovery_id: covers_offer(graves, offer) for offer in offers} if graves else {}
    return {
        offer: Fetched(refusal=reject("fetch_pages", ERASED, covered)) for offer, covered in covers.items() if covered
    }


def _expired(context: Context, offers: Iterable[Discovery]) -> dict[str, Fetched]:
    """The offers of pages that their source keeps no longer: they are not read, or not again."""
    limits = oldest_kept(context)
    return {
        offer.discovery_id: Fetched(refusal=expired(offer, offer.captured or ""))
        for offer in (offers if limits else ())
        if offer.captured and is_expired(limits, offer.source_name, datetime.fromisoformat(offer.captured))
    }


def _without_repeated(given: list[tuple[Discovery, Fetched]]) -> list[tuple[Discovery, Fetched]]:
    """The same body at the same address and moment is one page: archives hold some records twice."""
    seen: set[tuple[str, str, str]] = set()
    distinct = []
    for offer, fetched in given:
        page = fetched.page
        capture = (page.page_uri, page.captured, page.page_id) if page else None
        if capture in seen:
            refusal = reject("fetch_pages", "repeated", key_of(offer), detail="the batch has the same capture already")
            distinct.append((offer, Fetched(None, refusal, fetched.fetch)))
            continue
        if capture:
            seen.add(capture)
        distinct.append((offer, fetched))
    return distinct


def _known(context: Context, batch_id: str, offers: Iterable[Discovery]) -> dict[str, Fetched]:
    """What an earlier go at the batch settled, by offer: pages whose bodies are kept, and answers that will not change."""
    try:
        if context.batches.manifest("fetch_pages", batch_id) is None:
            return {}
        pages = {(row.page_uri, row.captured): row for row in _rows(context, batch_id, Page)}
        fetches = {row.page_uri: row for row in _rows(context, batch_id, Fetch)}
        refusals = {row.key: row for row in _rows(context, batch_id, Reject)}
    except BatchError:
        return {}
    # Over HTTP a batch has an address once.
    by_address = {page.page_uri: page for page in pages.values()}
    known = {}
    for offer in offers:
        fetch = fetches.get(offer.page_uri)
        page = pages.get((offer.page_uri, offer.captured or "")) or (by_address.get(offer.page_uri) if fetch else None)
        if page and context.pages.has(page.page_id):
            known[offer.discovery_id] = Fetched(page, None, fetch)
        elif fetch and not page:
            # What may pass is tried again under another offer: `discover` sees to that.
            known[offer.discovery_id] = Fetched(None, refusals.get(key_of(offer)), fetch)
    return known


def _rows(context: Context, batch_id: str, table: type[AnyRow]) -> list[AnyRow]:
    return rows_of(table, context.batches.read("fetch_pages", batch_id, table))


def _fetch(context: Context, offers: Sequence[Discovery], states: HostStates) -> Iterator[tuple[Discovery, Fetched]]:
    over_http: list[Discovery] = []
    enabled = {source.name for source in load_sources(context.settings.sources_path) if source.enabled}
    for offer in offers:
        if offer.source_kind in ON_DISK_KINDS:
            yield offer, _without_traces(context, _read(context, offer))
        elif offer.source_name in enabled:
            over_http.append(offer)
        else:
            detail = f"source {offer.source_name} is disabled or no longer in sources.yml"
            yield offer, Fetched(refusal=reject("fetch_pages", SOURCE_OFF, offer.page_uri, detail=detail))
    for offer, answer in ask_pages(context, over_http, states):
        yield offer, _without_traces(context, _take(context, offer, answer))


def _without_traces(context: Context, fetched: Fetched) -> Fetched:
    """What a refusal or an answer says, without what was erased: no address and no words of it are written down."""
    graves = context.graves
    if not graves:
        return fetched
    refusal, fetch = fetched.refusal, fetched.fetch
    if refusal and refusal.reason == ERASED:
        # Neither its address nor where it led; the tombstone knows it.
        return Fetched(refusal=refusal)
    covered = (refusal and covers_reject(graves, refusal)) or (fetch and graves.of_address(fetch.final_url))
    if covered:
        return Fetched(refusal=reject("fetch_pages", ERASED, covered))
    page = fetched.page and mask_row(graves, fetched.page)
    return Fetched(page, refusal and mask_row(graves, refusal), fetch and mask_row(graves, fetch))


def _read(context: Context, offer: Discovery) -> Fetched:
    """A page of a folder or an archive."""
    try:
        if offer.archive_uri is not None:
            page, body = _read_record(offer, offer.archive_uri)
        else:
            page, body = read_page(_found(offer))
        keep_page(context, page, body)
    except PageErased as error:
        return Fetched(refusal=reject("fetch_pages", ERASED, error.tombstone))
    except PageError as error:
        return Fetched(refusal=reject("fetch_pages", error.reason, key_of(offer), detail=str(error)))
    return Fetched(page)


def _read_record(offer: Discovery, archive_uri: str) -> tuple[Page, bytes]:
    try:
        record = read_record(Path(archive_uri), offer.archive_offset or 0, offer.page_uri, offer.captured)
    except InputError as error:
        # The archive is away: its pages are refused, the others go on.
        raise PageError("unreadable", error.message) from error
    page = page_of(record)
    _refuse_opted_out(page.opt_outs, offer.page_uri)
    check_body(record.body, offer.page_uri)
    return page, record.body


def _refuse_opted_out(opt_outs: Iterable[str], page_uri: str) -> None:
    if asked := [name for name in opt_outs if name in _STAY_AWAY]:
        raise PageError("opted_out", f"{page_uri} says {', '.join(asked)}")


def _found(offer: Discovery) -> FoundPage:
    return FoundPage(
        path=path_of(offer.page_uri),
        page_uri=offer.page_uri,
        size=0,
        mtime_ns=0,
        captured=offer.captured or "",
        url=offer.url,
        publisher_name=offer.publisher_name,
        is_text_publishable=offer.is_text_publishable,
    )


def _take(context: Context, offer: Discovery, answer: Answer) -> Fetched:
    """What an answer of the web is to us: a page, its opt-outs honoured, or a refusal by the answer's outcome."""
    fetch = _fetch_row(offer, answer)
    if answer.outcome == "not_modified":
        return Fetched(fetch=fetch)
    try:
        if answer.outcome != "ok":
            raise PageError(answer.outcome, answer.detail or answer.outcome)
        _refuse_opted_out(answer.opt_outs, offer.page_uri)
        check_body(answer.body, offer.page_uri)
        page = _page(offer, answer)
        keep_page(context, page, answer.body)
    except PageErased as error:
        return Fetched(refusal=reject("fetch_pages", ERASED, error.tombstone))
    except PageError as error:
        row = reject("fetch_pages", error.reason, offer.page_uri, detail=str(error))
        return Fetched(
            refusal=row, fetch=replace(fetch, outcome="opted_out" if error.reason == "opted_out" else fetch.outcome)
        )
    return Fetched(page, fetch=replace(fetch, page_id=page.page_id))


def _page(offer: Discovery, answer: Answer) -> Page:
    return Page(
        page_id=page_id(answer.body),
        page_uri=offer.page_uri,
        captured=answer.requested_at.isoformat(timespec="seconds"),
        captured_at=answer.requested_at,
        media_type="text/plain" if answer.media_type == "text/plain" else "text/html",
        length_bytes=len(answer.body),
        url=answer.final_url,
        http_charset=answer.charset,
        opt_outs=answer.opt_outs,
    )


def _fetch_row(offer: Discovery, answer: Answer) -> Fetch:
    return Fetch(
        page_uri=offer.page_uri,
        requested_at=answer.requested_at,
        outcome=answer.outcome,
        http_status=answer.status,
        final_url=answer.final_url,
        redirect_count=answer.redirect_count,
        length_bytes=len(answer.body),
        page_id=None,
        etag=answer.etag,
        last_modified=answer.last_modified,
        opt_outs=answer.opt_outs,
        detail=answer.detail,
    )


def _under_terms(page: Page, offer: Discovery) -> Page:
    """The page under the terms of its source. A page that asks not to be archived is read, but its text is not published."""
    return replace(
        page,
        url=offer.url if offer.source_kind == "files" else page.url,
        publisher_name=offer.publisher_name,
        is_text_publishable=offer.is_text_publishable and "noarchive" not in page.opt_outs,
        source_name=offer.source_name,
    )
