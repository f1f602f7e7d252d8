"""No text is lost in silence: the end of a page is in an article, or the article is flagged, or the page is refused."""

from datetime import UTC, datetime

import pytest

from extract.articles.charset import decode_body
from extract.articles.extract import extract_articles
from extract.articles.page_tree import is_cut, parse_html
from extract.contract.keys import page_id
from extract.contract.tables import Article, Page
from extract.errors import PageError

pytestmark = pytest.mark.promise(6)

CAPTURED = "2025-07-04T07:48:00+09:00"
SENTENCE = (
    "The ministers met in Oslo on day {} of the talks and agreed to remove all duties on steel and timber by spring."
)
END = "<p>The very last sentence of this article names the endmarker for everyone who reads it to its end.</p>"
WRAPPERS = ("div", "span", "blockquote", "section", "font", "b", "ul><li", "table><tr><td", "figure", "main", "x-box")


@pytest.fixture(autouse=True)
def count_case(tried) -> None:
    """Each page is one hostile input."""
    tried(1)


def paragraphs(start: int, end: int) -> str:
    return "".join(f"<p>{SENTENCE.format(day)}</p>" for day in range(start, end))


def page(body: str) -> str:
    head = "<!doctype html><html><head><title>Ministers meet</title></head>"
    return f"{head}<body><article><h1>Ministers meet in Oslo</h1>{paragraphs(0, 5)}{body}</article></body></html>"


def nested(wrapper: str, depth: int, inner: str) -> str:
    tags = wrapper.split("><")
    opening, closing = "".join(f"<{tag}>" for tag in tags), "".join(f"</{tag}>" for tag in reversed(tags))
    return opening * depth + inner + closing * depth


def articles_of(content: str) -> list[Article]:
    body = content.encode()
    known = Page(
        page_id=page_id(body), page_uri="page", captured=CAPTURED,
        captured_at=datetime.fromisoformat(CAPTURED).astimezone(UTC), media_type="text/html", length_bytes=len(body),
    )  # fmt: skip
    return list(extract_articles(known, body).articles)


def fate_of(content: str) -> str:
    """What became of the end of a page."""
    try:
        articles = articles_of(content)
    except PageError as error:
        return error.reason
    if "endmarker" in articles[0].text:
        return "present"
    return "flagged" if articles[0].is_truncated else "lost"


@pytest.mark.parametrize("depth", [100, 252, 253, 2000, 50_000])
@pytest.mark.parametrize("wrapper", WRAPPERS)
def test_the_end_of_a_deep_page_is_there(wrapper: str, depth: int) -> None:
    assert fate_of(page(nested(wrapper, depth, END))) == "present"


@pytest.mark.parametrize("wrapper", ["div", "ul><li", "x-box"])
def test_the_text_behind_a_deep_place_is_there(wrapper: str) -> None:
    assert fate_of(page(nested(wrapper, 3000, paragraphs(5, 8)) + END)) == "present"


@pytest.mark.parametrize("wrapper", ["div", "span", "section"])
def test_elements_that_are_never_closed_cut_nothing(wrapper: str) -> None:
    assert fate_of(page(f"<{wrapper}>" * 3000 + paragraphs(5, 8) + END)) == "present"


@pytest.mark.parametrize(
    "large",
    [
        "<p>" + "word and more words. " * 600_000 + "</p>",
        f'<p data-x="{"y" * 12_000_000}">x</p>',
        f"<script>{'x' * 12_000_000}</script>",
        f"<!--{'x' * 12_000_000}-->",
    ],
    ids=["text", "attribute", "script", "comment"],
)
def test_what_stands_behind_a_node_of_12_mb_is_in_the_tree(large: str) -> None:
    tree = parse_html(page(large + END))
    assert "endmarker" in tree.text_content()


def test_the_end_of_a_node_of_12_mb_is_in_the_tree() -> None:
    tree = parse_html(page("<p>" + "word and more words. " * 600_000 + "endmarker</p>"))
    assert tree.text_content().rstrip().endswith("endmarker")


@pytest.mark.parametrize(
    "dirt",
    [
        *("&#12;", "&#0;", "&#xD800;", "&#xFFFE;", "&#99999999999;", "&bogus;", "&", "&#", "&#x", "&" + "a" * 100_000),
        *("\0", "\0" * 100, "\x1a", "\u2028", "\x0c", "<", "< p", "</", "</>", "<!", "<!>", "<?", "<?php echo 1"),
        *("<!-->", "<!--->", "<!--x--!>", "<![CDATA[x]]>", "</p></div></div></div>", "</body>", "</html>"),
        *("</body></html>", "<br>" * 5000, "<body>", "<html>", "<head>", "<template>", "<frameset>", "<base href=x>"),
    ],
)
def test_dirt_in_an_article_cuts_nothing(dirt: str) -> None:
    assert fate_of(page(f"<p>Before {dirt} after</p>{paragraphs(5, 8)}{END}")) == "present"


@pytest.mark.parametrize(
    "opening", ["form", "button", "fieldset", "label", "dialog", "svg", "select", "table", "nav", "footer"]
)
def test_an_element_that_swallows_the_article_does_not_lose_it(opening: str) -> None:
    assert fate_of(page(f"<{opening}>{paragraphs(5, 8)}{END}")) == "present"


@pytest.mark.parametrize(
    "opening",
    [
        *("<!--", "<!-- -- >", "<script>", "<script><!--<script>", "<style>", "<textarea>", "<title>", "<iframe>"),
        *("<xmp>", "<noframes>", "<plaintext>", "<noscript>", '<p class="', "<p class='x", '<a href="x>'),
    ],
)
def test_an_article_whose_end_is_swallowed_is_flagged(opening: str) -> None:
    assert fate_of(page(f"{opening}{paragraphs(5, 8)}{END}")) == "flagged"


@pytest.mark.parametrize(
    "sound",
    [
        "<!-- <p>A paragraph that was taken out of the page by its editor and that no reader sees in it.</p> -->",
        "<script>var box = '<p>A paragraph that a script would show to some of the readers of this page.</p><!--';</script>",
        "<template><p>A paragraph that a script would show to some of the readers of this page, perhaps.</p></template>",
        "<style>p::before { content: '<!--' }</style>",
        "<textarea><p>A paragraph that a reader may edit, and that stands in a form of this page.</p></textarea>",
    ],
)
def test_a_whole_article_is_not_flagged(sound: str) -> None:
    (article,) = articles_of(page(END + sound))
    assert not article.is_truncated


def test_a_page_that_was_cut_on_its_way_is_flagged() -> None:
    (article,) = articles_of(page(END).partition(" to its end")[0])
    assert article.is_truncated


def test_a_cut_page_is_told_from_a_fragment() -> None:
    cut, fragment = "<html><body><p>The ministers met in", "<p>The ministers met in"
    assert is_cut(cut, parse_html(cut))
    assert not is_cut(fragment, parse_html(fragment))


def test_decoding_keeps_what_stands_behind_dirt() -> None:
    assert decode_body(b"<p>\xff\xfe\x00 &#0; &#xD800; \xed\xa0\x80 endmarker").text.endswith("endmarker")
