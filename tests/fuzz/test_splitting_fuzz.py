"""A flattened page is cut into parts: no word is there that the page has not, and none is lost that no rule takes for furniture."""

from datetime import datetime
from itertools import pairwise

import pytest
from fuzzing import fuzz
from hypothesis import strategies as st
from pieces import SENTENCES, html, plain_page

from extract.articles.html_page import page_lines
from extract.articles.lines import text_lines
from extract.articles.page_tree import parse_html
from extract.articles.splitting import find_boxes, find_related, split_text
from extract.articles.stamps import find_stamps
from extract.errors import PageError

pytestmark = pytest.mark.promise(23)

CAPTURED = datetime.fromisoformat("2025-07-04T07:48:00+09:00")


def marks(text):
    """The letters and digits of a text: marks of Markdown and spaces are not kept."""
    return "".join(filter(str.isalnum, text))


@fuzz(200, text=plain_page())
def test_parts_hold_lines_of_the_page_in_their_order(text):
    parts = split_text(text, CAPTURED)
    assert parts == split_text(text, CAPTURED)
    whole = marks(text)
    for part in filter(None, (parts.main, *parts.related)):
        at = 0
        for paragraph in part.paragraphs:
            assert paragraph.strip()
            at = whole.find(marks(paragraph), at)
            assert at >= 0, paragraph
        assert part.title is None or marks(part.title) in whole


@fuzz(
    100,
    sentences=st.lists(st.sampled_from(SENTENCES), min_size=2, max_size=12),
    title=st.sampled_from(("Flood in Porto", "")),
)
def test_a_page_of_sentences_alone_loses_none(sentences, title):
    parts = split_text("\n".join(filter(None, [title, *sentences])), CAPTURED)
    found = "".join(part.text for part in (parts.main, *parts.related) if part) + (parts.main.title or "")
    assert all(marks(sentence) in marks(found) for sentence in sentences)


@fuzz(200, text=plain_page())
def test_lines_hold_every_word_of_the_text(text):
    lines = text_lines(text)
    kept, given = "".join(marks(line.text + (line.url or "")) for line in lines), marks(text)
    assert kept == given


@fuzz(80, page=html())
def test_boxes_and_regions_lie_inside_the_page(page):
    try:
        tree = parse_html(page)
    except PageError as error:
        assert error.reason == "no_article"
        return
    lines = page_lines(tree, "https://news.example/")
    find_boxes(lines, CAPTURED)
    assert all(0 <= number < len(lines) for number in find_stamps(lines, CAPTURED))
    for line in lines:
        assert line.text
        assert line.box_end is None or 0 < line.box_end <= len(lines)
    regions = find_related(lines, CAPTURED, [])
    assert all(0 <= region.start < region.end <= len(lines) for region in regions)
    assert all(one.end <= other.start for one, other in pairwise(regions))
