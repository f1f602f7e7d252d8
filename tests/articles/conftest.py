"""Pages made of text, and their articles."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from extract.articles.extract import extract_articles
from extract.contract.keys import page_id
from extract.contract.tables import Article, Page

CAPTURED = "2025-07-04T07:48:00+09:00"


@pytest.fixture
def articles_of() -> Callable[..., list[Article]]:
    """The articles of a page given as its text or bytes; media_type, url and publisher_name as the page's capture says."""

    def extract(content: str | bytes, media_type: str = "text/html", **known: str) -> list[Article]:
        body = content.encode() if isinstance(content, str) else content
        page = Page(
            page_id=page_id(body), page_uri="page", captured=CAPTURED,
            captured_at=datetime.fromisoformat(CAPTURED).astimezone(UTC), media_type=media_type, length_bytes=len(body),
            **known,  # type: ignore[arg-type]
        )  # fmt: skip
        return list(extract_articles(page, body).articles)

    return extract
