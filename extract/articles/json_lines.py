"""Articles and rejected pages as `daybook extract` prints them: a public shape."""

from extract.contract.tables import Article


def article_to_json(article: Article) -> dict[str, object]:
    """One article of a page."""
    return {
        "id": article.article_id,
        "page": article.page_uri,
        "ordinal": article.ordinal,
        "is_primary": article.is_primary,
        "url": article.url,
        "title": article.title,
        "text": article.text,
        "source": article.publisher_name,
        "authors": list(article.authors),
        "published": article.published,
        "published_from": article.published_from,
        "language": article.language,
    }


def rejected_to_json(page_uri: str, reason: str) -> dict[str, object]:
    """A page that was refused, and why."""
    return {"id": None, "page": page_uri, "error": reason}
