"""What a page says of its article: which of its many voices is believed."""

import json
from datetime import UTC, date, datetime

import pytest

from extract.articles.body import Guess
from extract.articles.metadata import Found, Metadata, read_metadata, value_of
from extract.articles.page_tree import parse_html
from extract.articles.times import parse_time

CAPTURED = datetime.fromisoformat("2025-07-04T05:48:00+09:00")


def read(head: str, body: str = "<p>Words.</p>", guess: Guess | None = None) -> Metadata:
    tree = parse_html(f"<html><head>{head}</head><body>{body}</body></html>")
    return read_metadata(tree, CAPTURED, lambda: guess or Guess())


def linked(**values: object) -> str:
    return f'<script type="application/ld+json">{json.dumps({"@type": "NewsArticle", **values})}</script>'


def test_json_ld_goes_before_headings_and_meta_tags() -> None:
    found = read(
        linked(
            headline="Ministers meet in Oslo",
            datePublished="2025-07-03T19:48:00+09:00",
            author=[{"@type": "Person", "name": "Ann Writer"}, {"name": "Bo Penn"}],
            publisher={"name": "The Post"},
        )
        + '<meta property="og:title" content="Other"><meta name="author" content="Other">'
        + '<meta property="og:site_name" content="Other"><meta property="article:published_time" content="2025-07-01">',
        "<h1>Other</h1>",
    )
    assert (value_of(found.title), value_of(found.authors), value_of(found.publisher)) == (
        "Ministers meet in Oslo",
        ("Ann Writer", "Bo Penn"),
        "The Post",
    )
    assert found.published.value.published == "2025-07-03T19:48:00+09:00"
    assert found.published.value.moment == datetime(2025, 7, 3, 10, 48, tzinfo=UTC)
    assert (found.published.value.precision, found.published.value.origin) == ("minute", "metadata")


@pytest.mark.parametrize(
    "document",
    [
        {"@graph": [{"@type": "WebPage"}, {"@type": ["ReportageNewsArticle"], "headline": "Right"}]},
        [{"@type": "Organization", "name": "X"}, {"@type": "Article", "headline": "Right"}],
        {"@type": "WebPage", "mainEntity": {"@type": "BlogPosting", "headline": "Right"}},
    ],
)
def test_the_article_is_found_wherever_json_ld_has_it(document: object) -> None:
    assert read(f'<script type="application/ld+json">{json.dumps(document)}</script>').title.value == "Right"


@pytest.mark.parametrize(
    "script",
    [
        "{",
        "null",
        '"text"',
        "[1, 2, null]",
        '{"@type": "NewsArticle", "headline": "Wrong"',
        '{"@type": "NewsArticle", "headline": 7, "author": 7, "publisher": [], "datePublished": {}}',
        "[" * 50_000,
        '{"@type": "NewsArticle", "headline": "' + "x" * 300_000 + '"}',
    ],
)
def test_broken_json_ld_leaves_what_the_page_says_elsewhere(script: str) -> None:
    found = read(
        f'<script type="application/ld+json">{script}</script><meta property="article:published_time" content="2025-07-02">'
        '<meta name="author" content="By Ann Writer and Bo Penn">',
        "<h1>Right</h1>",
    )
    assert (value_of(found.title), value_of(found.authors)) == ("Right", ("Ann Writer", "Bo Penn"))
    assert found.published.value.day == date(2025, 7, 2)


def test_entities_in_json_ld_are_resolved() -> None:
    assert read(linked(headline="&quot;Yes&quot; &amp; no")).title.value == '"Yes" & no'


def test_the_name_of_the_site_is_no_part_of_the_title() -> None:
    head = '<meta property="og:site_name" content="The Post"><meta property="og:title" content="{}">'
    assert read(head.format("Ministers meet | The Post")).title.value == "Ministers meet"
    assert read(head.format("Ministers meet – and agree")).title.value == "Ministers meet – and agree"


def test_two_headings_of_the_first_level_say_nothing() -> None:
    assert read("<title>x</title>", "<h1>One</h1><h1>Two</h1>").title == Found("x", "title_tag")


def test_what_trafilatura_found_comes_last() -> None:
    found = read("", guess=Guess("Its title", "Ann Writer", "2025-07-01"))
    assert (value_of(found.title), value_of(found.authors), found.published.value.day) == (
        "Its title",
        ("Ann Writer",),
        date(2025, 7, 1),
    )


@pytest.mark.parametrize("byline", ["https://example.org/ann", "news@example.org", "Post staff", "Editorial team"])
def test_desks_and_addresses_are_no_authors(byline: str) -> None:
    assert read(linked(author=byline), '<a rel="author">Ann Writer</a>').authors.value == ("Ann Writer",)


def test_a_page_that_says_nothing_gives_nothing() -> None:
    assert read("") == Metadata()


def test_the_canonical_address_must_be_one() -> None:
    assert read('<link rel="canonical" href="https://example.org/a">').url.value == "https://example.org/a"
    assert read('<link rel="canonical" href="javascript:alert(1)"><link rel="canonical">').url is None


def test_the_day_is_the_local_one_of_the_article() -> None:
    time = parse_time("2025-07-04T00:10:00+09:00", CAPTURED)
    assert time is not None
    assert time.day == date(2025, 7, 4)
    assert time.moment == datetime(2025, 7, 3, 15, 10, tzinfo=UTC)


def test_a_time_without_offset_is_known_to_the_day_only() -> None:
    time = parse_time("2025-07-03T23:30:00", CAPTURED)
    assert time is not None
    assert (time.published, time.moment, time.precision) == ("2025-07-03", None, "day")


def test_midnight_in_east_and_west_may_differ_by_a_day_but_the_future_is_refused() -> None:
    assert parse_time("2025-07-05", CAPTURED) is not None
    assert parse_time("2025-07-06", CAPTURED) is None


@pytest.mark.parametrize(
    "text", ["", "yesterday", "2025-02-30", "0001-01-01T00:00:00+14:00", "2025-07-03Tnoon", "9999-99-99"]
)
def test_what_is_no_time_is_none(text: str) -> None:
    assert parse_time(text, CAPTURED) is None
