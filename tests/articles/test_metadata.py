"""What a page says of its article: which of its many voices is believed."""

import json
from datetime import UTC, date, datetime

import pytest

from extract.articles.authors import read_names
from extract.articles.body import Guess
from extract.articles.extract import extract_articles
from extract.articles.metadata import Found, Metadata, read_metadata, value_of
from extract.articles.page_tree import parse_html
from extract.articles.times import parse_time
from extract.contract.columns import FIELD_SOURCES
from extract.contract.keys import page_id
from extract.contract.tables import Page

CAPTURED = datetime.fromisoformat("2025-07-04T05:48:00+09:00")


def read(head: str, body: str = "<p>Words.</p>", guess: Guess | None = None, day: str | None = None) -> Metadata:
    tree = parse_html(f"<html><head>{head}</head><body>{body}</body></html>")
    return read_metadata(tree, CAPTURED, lambda: guess or Guess(), guess_day=lambda: day)


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


def test_half_a_character_in_json_ld_is_replaced() -> None:
    script = '{"@type": "NewsArticle", "headline": "Lone \\ud83c here, whole \\ud83c\\udf89 there"}'
    title = value_of(read(f'<script type="application/ld+json">{script}</script>').title)
    assert title == "Lone \ufffd here, whole \U0001f389 there"
    assert title.encode()


def test_an_address_with_a_password_or_without_end_is_no_articles_address() -> None:
    for address in ("https://user:secret@news.example/p", "https://news.example/" + "a" * 5000):
        assert value_of(read(f'<link rel="canonical" href="{address}">').url) is None


def test_where_an_author_was_is_no_part_of_the_name() -> None:
    assert read_names("By Ann Smith and Bob Miller in Berlin") == ("Ann Smith", "Bob Miller")
    assert read_names("Sophie in 't Veld") == ("Sophie in 't Veld",)


def test_entities_in_json_ld_are_resolved() -> None:
    assert read(linked(headline="&quot;Yes&quot; &amp; no")).title.value == '"Yes" & no'


def test_the_name_of_the_site_is_no_part_of_the_title() -> None:
    head = '<meta property="og:site_name" content="The Post"><meta property="og:title" content="{}">'
    assert read(head.format("Ministers meet | The Post")).title.value == "Ministers meet"
    assert read(head.format("Ministers meet – and agree")).title.value == "Ministers meet – and agree"


def test_two_headings_of_the_first_level_say_nothing() -> None:
    assert read("<title>x</title>", "<h1>One</h1><h1>Two</h1>").title == Found("x", "title_tag")


def test_what_trafilatura_found_comes_last() -> None:
    found = read("", guess=Guess("Its title", "Ann Writer"), day="2025-07-01")
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


def test_the_tag_in_the_head_goes_before_a_heading_with_its_kicker() -> None:
    assert (
        value_of(read('<meta property="og:title" content="Vote in Oslo">', "<h1>Norway - Vote in Oslo</h1>").title)
        == "Vote in Oslo"
    )


@pytest.mark.parametrize(
    ("byline", "names"),
    [
        ("Von Ann Writer und Bo Penn, Oslo", ("Ann Writer", "Bo Penn")),
        ("By ANN WRITER | Staff Reporter", ("ANN WRITER",)),
        ("Ann Writer, Bo Penn & Ann Writer", ("Ann Writer", "Bo Penn")),
        ("Ann Writer (ann@example.org)", ("Ann Writer",)),
        ("Ann Writer, dpa", ("Ann Writer", "dpa")),
        ("松岡大地", ("松岡大地",)),
        ("The Post", ()),
        ("Post Newsroom", ()),
        ("https://example.org/ann", ()),
    ],
)
def test_authors_are_the_people_in_a_byline(byline: str, names: tuple[str, ...]) -> None:
    assert read_names(byline, ("The Post",)) == names


def test_an_organisation_signs_only_where_no_person_does() -> None:
    desk = linked(author={"@type": "Organization", "name": "Post Newsroom"})
    found = read(desk, '<span class="byline">By <a href="/x">Ann Writer</a> <em>Reporter</em></span>')
    assert found.authors == Found(("Ann Writer",), "byline")
    alone = read(desk)
    assert (alone.authors, alone.signers) == (None, Found(("Post Newsroom",), "json_ld"))


def test_a_byline_is_known_by_its_id_behind_however_many_classes() -> None:
    classes = "flex " * 300
    assert read("", f'<span class="{classes}" id="byline">Ann Writer</span>').authors == Found(
        ("Ann Writer",), "byline"
    )
    assert read("", f'<span class="author {classes}" id="comment">Ann Writer</span>').authors is None


def test_the_account_a_site_was_set_up_with_writes_nothing() -> None:
    found = read(linked(author={"name": "Site Owner", "url": "https://example.org/author/admin/"}))
    assert found.authors is None


def test_a_template_that_gives_the_last_change_for_the_publication_is_not_believed() -> None:
    found = read(
        '<meta property="article:published_time" content="2025-07-03T19:00:00Z">'
        '<meta property="article:modified_time" content="2025-07-03T19:00:00Z">',
        '<span itemprop="datePublished" content="2025-07-02T08:00:00Z"></span>',
    )
    assert (found.published.value.day, found.published.value_from) == (date(2025, 7, 2), "microdata")
    assert found.modified.value.day == date(2025, 7, 3)


def test_a_change_before_the_publication_is_none() -> None:
    assert read(linked(datePublished="2025-07-03", dateModified="2025-07-01")).modified is None


def test_a_moment_of_the_same_day_goes_before_the_day_alone() -> None:
    found = read(linked(datePublished="2025-07-03") + '<meta name="date" content="2025-07-03T19:48:00+09:00">')
    assert found.published.value.published == "2025-07-03T19:48:00+09:00"


def test_section_and_language_are_what_the_page_declares() -> None:
    found = read(linked(articleSection=["World", "Europe"], inLanguage="en-GB"))
    assert (found.section, found.language) == (Found("World", "json_ld"), Found("en", "json_ld"))


def test_a_home_page_is_no_articles_address() -> None:
    head = '<link rel="canonical" href="https://example.org/"><meta property="og:url" content="https://example.org/a">'
    tree = parse_html(f"<html><head>{head}</head><body><p>Words.</p></body></html>")
    found = read_metadata(tree, CAPTURED, url="https://example.org/a?x=1")
    assert found.url == Found("https://example.org/a?x=1", "source")


@pytest.mark.parametrize(
    ("head", "paywall"),
    [
        (linked(isAccessibleForFree=False), Found("closed", "json_ld")),
        (linked(isAccessibleForFree="True"), Found("none", "json_ld")),
        (linked(hasPart={"isAccessibleForFree": False, "cssSelector": ".paid"}), Found("metered", "json_ld")),
        ('<meta property="article:content_tier" content="metered">', Found("metered", "meta")),
        ('<meta itemprop="isAccessibleForFree" content="false">', Found("closed", "microdata")),
        ("", None),
    ],
)
def test_a_paywall_is_what_the_page_says_of_it(head: str, paywall: Found[str] | None) -> None:
    assert read(head).paywall == paywall


@pytest.mark.parametrize(
    "text",
    [
        "2025-07-03 19:48:00 +0900",
        "Thu, 03 Jul 2025 19:48:00 +0900",
        "2025/7/3 19:48+09:00",
        "2025-07-03T10:48:00.000Z",
    ],
)
def test_times_are_read_in_the_ways_heads_write_them(text: str) -> None:
    time = parse_time(text, CAPTURED)
    assert time is not None
    assert time.moment == datetime(2025, 7, 3, 10, 48, tzinfo=UTC)


def test_each_field_is_a_row_with_its_origin_and_a_confidence() -> None:
    body = (
        f"<html lang='en'><head>{linked(headline='Ministers meet', author='Ann Writer', datePublished='2025-07-03')}</head>"
        "<body><h1>Ministers meet</h1><p>The ministers of both countries met in Oslo on Thursday and agreed on the duties.</p>"
        "<p>A final text will be put before the two parliaments in the autumn, an official of the delegation said.</p>"
        "</body></html>"
    ).encode()
    page = Page(
        page_id=page_id(body), page_uri="page", captured=CAPTURED.isoformat(), captured_at=CAPTURED.astimezone(UTC),
        media_type="text/html", length_bytes=len(body), url="https://example.org/a",
    )  # fmt: skip
    found = extract_articles(page, body)
    assert {row.field: (row.value, row.value_from) for row in found.fields} == {
        "title": ("Ministers meet", "json_ld"),
        "authors": ("Ann Writer", "json_ld"),
        "publisher": ("example.org", "url"),
        "published": ("2025-07-03", "json_ld"),
        "language": ("en", "text"),
        "url": ("https://example.org/a", "source"),
    }
    assert all(0 < row.confidence <= 1 and row.value_from in FIELD_SOURCES for row in found.fields)
    assert {row.article_version_id for row in found.fields} == {found.articles[0].article_version_id}
