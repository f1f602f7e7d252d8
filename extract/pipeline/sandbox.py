"""Pages through extraction in worker processes: a page that breaks its worker is refused, and the next one goes on."""

import logging
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import cast

from extract.contract.tables import Article, ArticleField, Page
from extract.errors import PageError
from extract.runtime.logs import log
from extract.runtime.outcomes import Failure, Outcome
from extract.runtime.worker_process import Limits
from extract.runtime.workers import Workers, usable_cpus
from extract.settings import Settings

_FUNCTION = "extract.articles.worker:extract_rows"
_WARM_UP = "extract.articles.worker:warm_up"

_Rows = tuple[tuple[Article, ...], tuple[ArticleField, ...]]


@dataclass(frozen=True, slots=True)
class ReadPage:
    """A page with its body, or why it could not be read."""

    page_uri: str
    page: Page | None = None
    body: bytes | None = None
    refused: PageError | None = None


@dataclass(frozen=True, slots=True)
class ExtractedPage:
    """A page and its articles, or why it has none. seconds, peak_rss_bytes: what its worker took; 0 where none was asked."""

    read: ReadPage
    articles: tuple[Article, ...] = ()
    fields: tuple[ArticleField, ...] = ()
    refused: PageError | None = None
    seconds: float = 0.0
    peak_rss_bytes: int = 0


def open_workers(settings: Settings) -> Workers:
    """The workers that extract, as the settings say; none is started before there is a page."""
    limits = Limits(seconds=settings.extract_seconds, memory_bytes=settings.extract_memory_mb * 1_000_000)
    return Workers(_FUNCTION, count=settings.extract_workers or usable_cpus(), limits=limits, warm_up=_WARM_UP)


def extract_pages(workers: Workers, pages: Iterable[ReadPage]) -> Iterator[ExtractedPage]:
    """Every page with its articles or the reason of its refusal, in the order given."""
    waiting: deque[ReadPage] = deque()

    def items() -> Iterator[tuple[Page, bytes]]:
        for read in pages:
            waiting.append(read)
            if read.page is not None and read.body is not None:
                yield read.page, read.body

    def unread() -> Iterator[ExtractedPage]:
        while waiting and waiting[0].refused:
            read = waiting.popleft()
            yield ExtractedPage(read, refused=read.refused)

    for outcome in workers.run(items()):
        yield from unread()
        yield _extracted(waiting.popleft(), outcome)
    yield from unread()


def _extracted(read: ReadPage, outcome: Outcome) -> ExtractedPage:
    failure = outcome.failure
    if failure is None:
        articles, fields = cast("_Rows", outcome.result)
        return ExtractedPage(read, articles, fields, None, outcome.seconds, outcome.peak_rss_bytes)
    refused = _refusal(failure)
    if failure.traceback and refused.reason == "extraction_failed":
        # Whatever breaks on one page is that page's fault until somebody has looked: it may be ours.
        log(f"extraction broke on {read.page_uri}", logging.WARNING, error=failure.detail, traceback=failure.traceback)
    return ExtractedPage(read, (), (), refused, outcome.seconds, outcome.peak_rss_bytes)


def _refusal(failure: Failure) -> PageError:
    if isinstance(failure.error, PageError):
        return failure.error
    return PageError("extraction_failed" if failure.reason == "raised" else failure.reason, failure.detail)
