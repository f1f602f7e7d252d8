"""The fields of an article's metadata as rows: the value, where it was read, how sure that is."""

from collections.abc import Iterator

from extract.articles.language import find_language
from extract.articles.parts import Part
from extract.contract.data import read_csv
from extract.contract.tables import Article, ArticleField

_CONFIDENCES = {
    (row["field"], row["value_from"]): float(row["confidence"])
    for row in read_csv("field_confidences", "extract.articles.data")
}
# Of a field whose source was not measured: neither sure nor unlikely.
_UNMEASURED = 0.5


def field_rows(article: Article, part: Part) -> Iterator[ArticleField]:
    """One row for each field that the article has, in the contract's order. part: what the article was made of."""
    for field, value in _values(article, part).items():
        if not value:
            continue
        origin = part.origins.get(field, "text")
        if field == "language" and find_language(article.text):
            origin = "text"
        yield ArticleField(
            article_version_id=article.article_version_id,
            page_uri=article.page_uri,
            captured_at=article.captured_at,
            page_id=article.page_id,
            ordinal=article.ordinal,
            field=field,
            value=value,
            value_from=origin,
            confidence=_CONFIDENCES.get((field, origin), _UNMEASURED),
        )


def _values(article: Article, part: Part) -> dict[str, str | None]:
    return {
        "title": article.title,
        "authors": "; ".join(article.authors),
        "publisher": article.publisher_name,
        "published": article.published,
        "modified": article.modified,
        "section": article.section,
        "language": article.language,
        "url": article.url,
        "paywall": part.paywall,
    }
