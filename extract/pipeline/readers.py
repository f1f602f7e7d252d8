"""Articles through reading in worker processes: one that breaks its worker is refused, and the others go on."""

import atexit
import math
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, cast

from extract.runtime.outcomes import Failure
from extract.runtime.worker_process import Limits
from extract.runtime.workers import Workers, usable_cpus
from extract.settings import Settings

if TYPE_CHECKING:
    from extract.facts.read import ArticleFacts, ArticleText

_FUNCTION = "extract.facts.worker:read_rows"
_WARM_UP = "extract.facts.worker:warm_up"
# What the language model reads fastest together. Rows do not depend on who is read with whom.
_GROUP_ARTICLES = 16
_GROUP_CHARS = 40_000
# A worker holds the model, half a gigabyte that it shares with the others, and the words it met.
_RECYCLE_AFTER = 100
_RECYCLE_RSS_BYTES = 2**30


@dataclass(frozen=True, slots=True)
class ReadArticle:
    """The facts of an article, or why it has none: reason is a short code that is counted, detail says more."""

    article_version_id: str
    facts: "ArticleFacts | None" = None
    reason: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Readers:
    """Workers that hold a language model."""

    workers: Workers
    model_name: str
    count: int

    def read(self, articles: "Sequence[ArticleText]") -> Iterator[ReadArticle]:
        """Every article once, in any order."""
        alone: list[tuple[ArticleText, ...]] = []
        for group, result in self._read_groups(_groups(articles, self.count)):
            if not isinstance(result, Failure):
                yield from map(_read, result)
            elif len(group) == 1:
                yield _refused(group[0], result)
            else:
                # One of them broke the worker: each is read alone, and only that one is refused.
                alone += [(article,) for article in group]
        for group, result in self._read_groups(alone):
            yield _refused(group[0], result) if isinstance(result, Failure) else _read(result[0])

    def _read_groups(
        self, groups: "Iterable[tuple[ArticleText, ...]]"
    ) -> "Iterator[tuple[tuple[ArticleText, ...], tuple[ArticleFacts, ...] | Failure]]":
        sent: deque[tuple[ArticleText, ...]] = deque()

        def items() -> Iterator[tuple[object, ...]]:
            for group in groups:
                sent.append(group)
                yield self.model_name, group

        for outcome in self.workers.run(items()):
            yield sent.popleft(), outcome.failure or cast("tuple[ArticleFacts, ...]", outcome.result)


@contextmanager
def open_readers(settings: Settings) -> Iterator[Readers]:
    """The workers that read, as the settings say; none is started before there is an article.

    What loaded the model stays until this process ends, for the next time: that takes seconds.
    """
    count = settings.read_workers or usable_cpus()
    workers = _workers(settings.language_model, count, settings.read_seconds, settings.read_memory_mb * 1_000_000)
    try:
        yield Readers(workers, settings.language_model, count)
    finally:
        workers.rest()


@cache
def _workers(model_name: str, count: int, seconds: float, memory_bytes: int) -> Workers:
    limits = Limits(
        seconds=seconds,
        memory_bytes=memory_bytes,
        recycle_after=_RECYCLE_AFTER,
        recycle_rss_bytes=_RECYCLE_RSS_BYTES,
    )
    workers = Workers(_FUNCTION, count=count, limits=limits, warm_up=_WARM_UP, warm_up_with=(model_name,))
    atexit.register(workers.close)
    return workers


def _groups(articles: "Sequence[ArticleText]", workers: int) -> "Iterator[tuple[ArticleText, ...]]":
    """Articles to be read together: smaller groups at the end, so that no worker waits long for another."""
    start = 0
    while start < len(articles):
        most = min(_GROUP_ARTICLES, math.ceil((len(articles) - start) / (2 * workers)))
        end, chars = start, 0
        while end < len(articles) and end - start < most and (end == start or chars < _GROUP_CHARS):
            chars += len(articles[end].text)
            end += 1
        yield tuple(articles[start:end])
        start = end


def _read(facts: "ArticleFacts") -> ReadArticle:
    if facts.error:
        return ReadArticle(facts.article_version_id, None, "reading_failed", facts.error)
    return ReadArticle(facts.article_version_id, facts)


def _refused(article: "ArticleText", failure: Failure) -> ReadArticle:
    reason = "reading_failed" if failure.reason == "raised" else failure.reason
    return ReadArticle(article.article_version_id, None, reason, failure.detail)
