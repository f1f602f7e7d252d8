"""From a page to its articles: the same ones however it is rendered, or a reason why there are none."""

import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from itertools import pairwise
from pathlib import Path

import pytest

from extract.contract.tables import Article
from extract.errors import PageError
from extract.pages.files import find_pages, read_page

GOLDEN = Path(__file__).parents[1] / "golden"
RENDERINGS = ("seed_page.txt", "seed_page_cards.html", "seed_page_list.html")
SENTENCE = (
    "The ministers of both countries met in Oslo on Thursday and agreed to remove all duties on steel and timber. "
)
MORE = "A final text will be put before the two parliaments in the autumn, an official of the delegation said. "

Extract = Callable[..., list[Article]]


def page(body: str = f"<h1>Ministers meet</h1><p>{SENTENCE}</p><p>{MORE}</p>", head: str = "") -> str:
    return f"<!doctype html><html><head>{head}</head><body><article>{body}</article></body></html>"


def nested(depth: int) -> str:
    return page("<div>" * depth + f"<p>{SENTENCE}</p><p>{MORE}</p>" + "</div>" * depth)


@pytest.fixture(scope="module")
def seed_pages() -> dict[str, list[Article]]:
    from extract.articles.extract import extract_articles

    found = find_pages([GOLDEN / "pages" / name for name in RENDERINGS])
    return {one.path.name: list(extract_articles(*read_page(one)).articles) for one in found}


def test_three_renderings_of_a_page_give_the_same_articles(seed_pages: dict[str, list[Article]]) -> None:
    assert [len(articles) for articles in seed_pages.values()] == [4, 4, 4]
    for one, other in pairwise(seed_pages.values()):
        assert [article.article_id for article in one] == [article.article_id for article in other]
        assert [article.text.split() for article in one] == [article.text.split() for article in other]


@pytest.mark.parametrize("name", RENDERINGS)
def test_the_articles_of_the_seed_page_are_those_a_reader_sees(seed_pages: dict[str, list[Article]], name: str) -> None:
    expected = [one for one in json.loads((GOLDEN / "articles.json").read_text()) if name in one["pages"]]
    found = seed_pages[name]
    assert [(one.ordinal, one.is_primary, one.title, one.publisher_name) for one in found] == [
        (one["ordinal"], one["is_primary"], one["title"], one["source"]) for one in expected
    ]
    assert [one.text.split() for one in found] == [one["text"].split() for one in expected]
    assert [one.published_date and one.published_date.isoformat() for one in found] == [
        one["published"] for one in expected
    ]


def test_an_article_says_what_the_page_says(articles_of: Extract) -> None:
    head = '<meta name="author" content="Ann Writer"><meta property="article:published_time" content="2025-07-03T19:48+09:00">'
    (article,) = articles_of(page(head=head), url="https://example.org/a", publisher_name="The Post")
    assert (article.title, article.authors, article.publisher_name) == ("Ministers meet", ("Ann Writer",), "The Post")
    assert article.text == f"{SENTENCE.strip()}\n{MORE.strip()}"
    assert article.length_chars == len(article.text)
    assert (article.url, article.is_primary, article.ordinal, article.language) == (
        "https://example.org/a",
        True,
        1,
        "en",
    )
    assert article.published_date == date(2025, 7, 3)
    assert article.published_at == datetime(2025, 7, 3, 10, 48, tzinfo=UTC)
    assert (article.published_precision, article.published_from) == ("minute", "metadata")


def test_a_page_without_a_date_has_none_and_not_that_of_its_capture(articles_of: Extract) -> None:
    (article,) = articles_of(page())
    assert (article.published, article.published_date, article.published_precision) == (None, None, "none")


def test_plain_text_has_its_headline_first(articles_of: Extract) -> None:
    (article,) = articles_of(f"Ministers meet\n\n{SENTENCE}\n\n{MORE}", "text/plain", publisher_name="The Post")
    assert (article.title, article.publisher_name) == ("Ministers meet", "The Post")
    assert article.text.split() == (SENTENCE + MORE).split()


def test_an_article_keeps_its_id_when_its_text_is_edited(articles_of: Extract) -> None:
    (one,), (other,) = articles_of(page()), articles_of(page().replace("autumn", "winter"))
    assert one.article_id == other.article_id
    assert one.article_version_id != other.article_version_id


def test_an_article_has_one_id_under_its_address_whatever_was_added_to_it(articles_of: Extract) -> None:
    (one,) = articles_of(page(), url="https://www.example.org/a?utm_source=x")
    (other,) = articles_of(page(head='<link rel="canonical" href="https://example.org/a">'))
    assert one.article_id == other.article_id


def test_a_control_character_does_not_lose_the_article(articles_of: Extract) -> None:
    (article,) = articles_of(page().replace("autumn", "au&#12;tumn&#xFFFE;"))
    assert "au tumn" in article.text


@pytest.mark.parametrize("encoding", ["windows-1252", "utf-16", "utf-8-sig"])
def test_the_text_is_the_same_in_every_charset(articles_of: Extract, encoding: str) -> None:
    content = page(head=f'<meta charset="{encoding}">').replace("Oslo", "Ærøskøbing – “Æ”")
    (article,) = articles_of(content.encode(encoding))
    assert "met in Ærøskøbing – “Æ” on Thursday" in article.text


# libxml2 reads 256 levels, 2,048 when told to, and drops what is deeper without a word.
@pytest.mark.parametrize("depth", [300, 3000])
def test_deep_nesting_does_not_cut_the_text(articles_of: Extract, depth: int) -> None:
    (article,) = articles_of(nested(depth))
    assert article.text.split() == (SENTENCE + MORE).split()


def test_broken_json_ld_does_not_lose_the_article(articles_of: Extract) -> None:
    (article,) = articles_of(
        page(head='<script type="application/ld+json">{"@type": "NewsArticle", "author": [</script>')
    )
    assert article.title == "Ministers meet"


def test_what_a_page_gives_does_not_depend_on_the_pages_before_it(articles_of: Extract) -> None:
    assert articles_of(page()) == articles_of(page())


def test_a_paragraph_of_prose_comes_once_and_a_short_line_as_often_as_it_stands(articles_of: Extract) -> None:
    (article,) = articles_of(
        page(f"<p>Serves four</p><p>{SENTENCE}</p><p>Serves four</p><p>{MORE}</p><p>{SENTENCE}</p>")
    )
    assert article.text.count(SENTENCE.strip()) == 1
    assert article.text.count("Serves four") == 2


@pytest.mark.parametrize(
    ("content", "media_type", "reason"),
    [
        (page(""), "text/html", "no_article"),
        ("<html></html>", "text/html", "no_article"),
        ("<!-- nothing -->", "text/html", "no_article"),
        (page("<p>Please enable JavaScript to go on.</p>"), "text/html", "too_short"),
        ("Subscribe to read", "text/plain", "too_short"),
        ("\n \n", "text/plain", "no_article"),
    ],
)
def test_a_page_without_an_article_is_refused_with_its_reason(
    articles_of: Extract, content: str, media_type: str, reason: str
) -> None:
    with pytest.raises(PageError) as caught:
        articles_of(content, media_type)
    assert caught.value.reason == reason
    assert str(caught.value)
