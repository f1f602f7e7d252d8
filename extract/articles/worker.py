"""What a worker process runs for a page: rows of the contract come out, so that who asks need not load the parsers."""

import dataclasses
from datetime import UTC, datetime

from extract.articles.extract import extract_articles
from extract.contract.keys import page_id
from extract.contract.tables import Article, ArticleField, Page, Row

# Reading it once loads what libraries load late, the language detector's model above all: 0.4 s, once instead of in each worker.
_SAMPLE = (
    b'<html lang="en"><head><title>Harbour reopens after storm</title><meta property="article:published_time" '
    b'content="2025-01-02T10:00:00Z"></head><body><article><h1>Harbour reopens after storm</h1>'
    + b"<p>The harbour reopened on Thursday after two days of storm, and the first of 14 ferries left for the islands.</p>"
    b"<p>Port officials said that the damage to the northern pier would take until March to mend.</p></article></body></html>"
)


def extract_rows(page: Page, body: bytes) -> tuple[tuple[Article, ...], tuple[ArticleField, ...]]:
    """The articles on a page, and the fields of their metadata. Raises PageError as `extract_articles` does."""
    found = extract_articles(page, body)
    for row in (*found.articles, *found.fields):
        _refuse_half_characters(row)
    return found.articles, found.fields


def _refuse_half_characters(row: Row) -> None:
    """Raise UnicodeEncodeError for text that no table can hold.

    It is a fault of this page: here it is one refusal, later it would be the whole batch's.
    """
    # Not by Arrow, which starts a thread: workers are forked from a process that has one.
    for field in dataclasses.fields(row):
        value = getattr(row, field.name)
        for text in value if isinstance(value, tuple) else (value,):
            if isinstance(text, str):
                text.encode()


def warm_up() -> None:
    """Read one page of our own."""
    now = datetime(2025, 1, 3, tzinfo=UTC)
    page = Page(
        page_id=page_id(_SAMPLE), page_uri="sample", captured=now.isoformat(), captured_at=now, media_type="text/html",
        length_bytes=len(_SAMPLE),
    )  # fmt: skip
    extract_rows(page, _SAMPLE)
