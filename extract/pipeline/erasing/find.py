"""What of a batch is covered by tombstones."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from extract.contract.tables import Article, Discovery, Page, Reject
from extract.erasure.graves import Graves
from extract.errors import BatchError
from extract.pipeline.context import Context
from extract.pipeline.keeping_out import PageErased, covers_offer, covers_page, masked_body, tombstone_of
from extract.pipeline.taking_out import covers_article
from extract.store.batches import rows_of

# Page, as a row of it is known: address, moment, body.
Capture = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Covered:
    """What is to go from one batch.

    offers: ids of those that go. pages: captures that go whole. bodies: page id to the body that stays of it. articles: how
    many articles that were extracted are covered, or name somebody who is. refusals: rows that stand for what went.
    """

    batch_id: str
    offers: frozenset[str] = frozenset()
    pages: frozenset[Capture] = frozenset()
    bodies: Mapping[str, bytes] = field(default_factory=dict)
    articles: int = 0
    refusals: tuple[Reject, ...] = ()


def capture_of(page: Page) -> Capture:
    """What names a page's row in its batch."""
    return page.page_uri, page.captured, page.page_id


def find_covered(context: Context, graves: Graves, batch_id: str) -> Covered:
    """What of a batch is covered. Nothing is changed. Raises BatchError where the batch or a body of it is damaged."""
    offers = rows_of(Discovery, context.batches.read("discover", batch_id, Discovery))
    pages = _read_pages(context, batch_id)
    gone = {offer.page_uri for offer in offers if covers_offer(graves, offer)}
    gone_pages, bodies = set(), {}
    for page in pages:
        masked = None if page.page_uri in gone or covers_page(graves, page) else _mask(context, graves, page)
        if masked is None:
            gone_pages.add(capture_of(page))
        elif masked:
            bodies[page.page_id] = masked
    uris = gone | {uri for uri, _, _ in gone_pages}
    kept = {capture_of(page) for page in pages} - gone_pages
    return Covered(
        batch_id,
        offers=frozenset(offer.discovery_id for offer in offers if offer.page_uri in uris and not _is_of(offer, kept)),
        pages=frozenset(gone_pages),
        bodies=bodies,
        articles=sum(1 for _ in _covered_articles(context, graves, batch_id)),
    )


def _is_of(offer: Discovery, kept: set[Capture]) -> bool:
    """Whether an offer is of a page that stays: an archive has some addresses at several moments."""
    return offer.captured is not None and any(
        (offer.page_uri, offer.captured) == (uri, captured) for uri, captured, _ in kept
    )


def _read_pages(context: Context, batch_id: str) -> list[Page]:
    if context.batches.manifest("fetch_pages", batch_id) is None:
        return []
    return rows_of(Page, context.batches.read("fetch_pages", batch_id, Page))


def _mask(context: Context, graves: Graves, page: Page) -> bytes | None:
    """The body that stays of a page: empty where it stays as it is; None where the whole page goes."""
    body = context.pages.get(page.page_id)
    if tombstone_of(body):
        return b""
    try:
        return masked_body(graves, page, body) or b""
    except PageErased:
        return None


def _covered_articles(context: Context, graves: Graves, batch_id: str) -> Iterator[str]:
    """The articles that an earlier extraction found and that a new one finds otherwise."""
    if context.batches.manifest("extract_articles", batch_id) is None:
        return
    try:
        articles: Sequence[Article] = rows_of(Article, context.batches.read("extract_articles", batch_id, Article))
    except BatchError:
        # Damaged, or of an older version: it is made again in any case.
        yield batch_id
        return
    yield from (article.article_id for article in articles if covers_article(graves, article))
