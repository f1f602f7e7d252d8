"""Any bytes are a page that is read or refused: same bytes, same rows; no row that no table can hold."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from fuzzing import fuzz
from hypothesis import strategies as st
from pieces import encoded, html, labels, plain_page

from extract.articles.worker import extract_rows
from extract.contract.columns import DATE_PRECISIONS
from extract.contract.derive import arrow_table
from extract.contract.keys import page_id
from extract.contract.tables import Article, ArticleField, Page
from extract.errors import PageError

pytestmark = pytest.mark.promise(23)

captures = st.sampled_from(
    ("2025-07-04T07:48:00+09:00", "1900-01-01T00:00:00+00:00", "9999-12-30T23:59:59-11:00", "0001-01-03T00:00:00+14:00")
)
addresses = st.sampled_from((None, "https://news.example/a?b=c", "http://[", "https://xn--/", "//"))


def read(body, media_type, captured, url, charset):
    page = Page(
        page_id=page_id(body), page_uri="page", captured=captured,
        captured_at=datetime.fromisoformat(captured).astimezone(UTC), media_type=media_type, length_bytes=len(body), url=url,
        http_charset=charset,
    )  # fmt: skip
    try:
        return extract_rows(page, body)
    except PageError as error:
        assert error.reason in ("no_article", "too_short", "extraction_failed")
        # The parsers of others may break on a page; what our own rules raise is a mistake of ours.
        assert error.reason != "extraction_failed", error
        return (), ()


def check(body, media_type, captured, url, charset):
    articles, fields = read(body, media_type, captured, url, charset)
    assert (articles, fields) == read(body, media_type, captured, url, charset)
    assert [article.ordinal for article in articles] == list(range(1, len(articles) + 1))
    for article in articles:
        assert article.length_chars == len(article.text) > 0
        assert article.published_precision in DATE_PRECISIONS
        assert (article.published_date is None) == (article.published_precision == "none")
    assert len({article.article_version_id for article in articles}) == len(articles)
    assert arrow_table(Article, articles).num_rows == len(articles)
    assert arrow_table(ArticleField, fields).num_rows == len(fields)


@pytest.mark.xdist_group("fuzz_pages")
@fuzz(60, body=encoded(html()), captured=captures, url=addresses, charset=labels)
def test_any_html_is_read_or_refused(body, captured, url, charset):
    check(body, "text/html", captured, url, charset)


@fuzz(60, body=encoded(plain_page()), captured=captures, url=addresses, charset=labels)
def test_any_plain_text_is_read_or_refused(body, captured, url, charset):
    check(body, "text/plain", captured, url, charset)


@pytest.mark.parametrize("path", sorted((Path(__file__).parent / "cases").iterdir()), ids=lambda path: path.stem)
def test_what_was_once_read_in_two_ways_is_read_in_one(path):
    """newspaper4k decided between equal scores by where in memory elements lay."""
    litter, found = [], set()
    for number in range(8):
        litter.append([bytearray(64) for _ in range(number * 37)])
        articles, _ = read(path.read_bytes(), "text/html", "2025-07-04T07:48:00+09:00", None, None)
        found.add(tuple(article.text for article in articles))
    assert len(found) == 1
