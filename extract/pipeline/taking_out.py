"""Taking erased articles out of pages that carry others: their words are cut out of the body that is kept.

Whose an article is, is known once it is extracted: a page of an aggregator is refused only as far as it is covered.
"""

from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass

from extract.contract.tables import Article
from extract.erasure.graves import Graves
from extract.erasure.masking import mask_value
from extract.erasure.passages import take_passages
from extract.pipeline.context import Context
from extract.pipeline.keeping_out import as_body, tombstone_of
from extract.pipeline.sandbox import ExtractedPage, ReadPage, extract_pages
from extract.runtime.workers import Workers

# Once its words are blocks, the page may be cut into articles otherwise.
_MAX_ROUNDS = 3
# Of the words of an article, those that have to be found in the page again; else the whole page goes.
_MIN_SHARE = 0.9


@dataclass(frozen=True, slots=True)
class ErasedPage:
    """A page of which nothing is kept: its main article is covered, or what is covered cannot be taken out."""

    tombstone: str


def without_erased(
    context: Context, workers: Workers, pages: Iterable[ExtractedPage]
) -> Iterator[ExtractedPage | ErasedPage]:
    """The pages in their order, then those that carry an erased article, which are kept and extracted without it."""
    graves = context.graves
    carrying = []
    for found in pages:
        if gone := tombstone_of(found.read.body or b""):
            yield ErasedPage(gone)
        elif any(covers_article(graves, article) for article in found.articles):
            # The workers are asked again for it: they have to be done with all of them first.
            carrying.append(found)
        else:
            yield found
    for found in carrying:
        yield _without_erased(context, graves, workers, found)


def _without_erased(
    context: Context, graves: Graves, workers: Workers, found: ExtractedPage
) -> ExtractedPage | ErasedPage:
    page = found.read.page
    if page is None:
        return found
    for _ in range(_MAX_ROUNDS):
        covered = {article.ordinal: by for article in found.articles if (by := covers_article(graves, article))}
        if not covered:
            return found
        is_whole = any(
            article.is_primary or names_of(graves, article) for article in found.articles if article.ordinal in covered
        )
        fresh = None if is_whole else _body_without(found, covered, page.http_charset)
        if fresh is None:
            break
        context.pages.put_masked(page.page_id, fresh)
        (found,) = extract_pages(workers, [ReadPage(found.read.page_uri, page, fresh)])
    tombstone = min(covered.values())
    context.pages.put_masked(page.page_id, tombstone.encode())
    return ErasedPage(tombstone)


def covers_article(graves: Graves, article: Article) -> str | None:
    """The tombstone that covers an article by its address, its publisher, or a name that no look at its page's source found."""
    return (
        graves.of_address(article.url)
        or graves.of_publisher(article.publisher_name)
        or min(names_of(graves, article), default=None)
    )


def names_of(graves: Graves, article: Article) -> frozenset[str]:
    """The tombstones of names that an article holds although its page was masked: packed in a way that nobody thought of."""
    if not graves.has_names:
        return frozenset()
    texts = (article.title or "", article.text, article.publisher_name or "", *article.authors)
    return frozenset(name for text in texts for name in mask_value(graves, text).names)


def _body_without(found: ExtractedPage, covered: Container[int], http_charset: str | None) -> bytes | None:
    """The body without the covered articles; None where they cannot be found in it."""
    from extract.articles.charset import decode_body

    source = decode_body(found.read.body or b"", http_charset).text
    erased, kept = ([a for a in found.articles if (a.ordinal in covered) is wanted] for wanted in (True, False))
    sources = [article.publisher_name for article in erased if article.publisher_name]
    taken = take_passages(source, _lines(erased), _lines(kept), sources)
    return as_body(taken.text) if taken.share >= _MIN_SHARE and taken.text != source else None


def _lines(articles: Sequence[Article]) -> list[str]:
    return [
        line
        for article in articles
        for line in (article.title or "", *article.text.split("\n"), *article.authors, article.url or "")
    ]
