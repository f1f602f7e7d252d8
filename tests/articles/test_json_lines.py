"""The public shape of an article and of a refused page."""

from datetime import UTC, date, datetime

from extract.articles.json_lines import article_to_json, rejected_to_json
from extract.contract.tables import Article


def test_an_article_has_the_public_keys_in_their_order() -> None:
    article = Article(
        article_version_id="v", article_id="a", page_id="p", page_uri="pages/1.html", captured="2025-07-04T07:48:00+09:00",
        captured_at=datetime(2025, 7, 3, 22, 48, tzinfo=UTC), ordinal=2, is_primary=False, url=None, title="Ministers meet",
        text="They met.", length_chars=9, publisher_name="NHK", authors=("Ann Writer",), published="2025-07-04T05:48+09:00",
        published_date=date(2025, 7, 4), published_at=datetime(2025, 7, 3, 20, 48, tzinfo=UTC), published_precision="hour",
        published_from="age", language="en", is_text_publishable=False,
    )  # fmt: skip
    assert list(article_to_json(article).items()) == [
        ("id", "a"),
        ("page", "pages/1.html"),
        ("ordinal", 2),
        ("is_primary", False),
        ("url", None),
        ("title", "Ministers meet"),
        ("text", "They met."),
        ("source", "NHK"),
        ("authors", ["Ann Writer"]),
        ("published", "2025-07-04T05:48+09:00"),
        ("published_from", "age"),
        ("language", "en"),
    ]


def test_a_refused_page_has_no_id_and_says_why() -> None:
    assert rejected_to_json("pages/1.html", "too_short") == {"id": None, "page": "pages/1.html", "error": "too_short"}
