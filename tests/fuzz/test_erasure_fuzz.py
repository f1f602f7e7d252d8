"""Erased names and links: whatever a page packs them in, no article that is extracted from what is kept has them."""

import pytest
from fuzzing import fuzz
from hypothesis import strategies as st

from extract.articles.charset import decode_body
from extract.contract.tombstones import MASK
from extract.erasure.forms import name_forms
from extract.erasure.graves import Graves
from extract.erasure.masking import mask_page, mask_value
from extract.erasure.streams import as_read, as_written
from extract.erasure.words import find_words
from extract.pipeline.keeping_out import as_body

pytestmark = pytest.mark.promise(8)

_AT = "2025-07-04T12:00:00+00:00"
_FIRST = (
    "Zora",
    "ZORA",
    "zora",
    "Z&#111;ra",
    "Z<b>o</b>ra",
    "Z\\u006fra",
    "Z<!-- x -->ora",
    "Z&amp;#111;ra",
    "Zo\u00adra",
    "Zora M.",
)
_LAST = (
    "Müllerin",
    "M&uuml;llerin",
    "M&#xFC;llerin",
    "Mu\u0308llerin",
    "M%C3%BCllerin",
    "Mullerin",
    "<i>M&#252;</i>llerin",
    "Muellerin",
)
_BETWEEN = (" ", "&nbsp;", "\n", "-", "_", " <em>", "</b> ", "%20", "+", ".", "\\n", "<br>", " \u200b")
_AROUND = (
    "<p>", "</p>", '<meta content="', '">', "<script>", "</script>", '{"author": "', '"}', "<!--", "-->", "<a href=\"/", "<", ">", "&", "%",
    "\\", "'", '"', "said ", "Oslo, ", "https://one.example/story", "//one.example/", "www.one.example/x", "█", "<title>", "<strong>",
)  # fmt: skip
_NAMES = st.builds("".join, st.tuples(st.sampled_from(_FIRST), st.sampled_from(_BETWEEN), st.sampled_from(_LAST)))
_SOURCES = st.lists(st.one_of(_NAMES, st.sampled_from(_AROUND), st.text(max_size=5)), max_size=25).map("".join)
_WHOLE = st.tuples(_NAMES, _SOURCES).map(lambda parts: f"<p>Mayor {parts[0]} resigned.</p>{parts[1]}")


def _graves() -> Graves:
    empty = Graves((), b"key")
    made = empty.make_names("fuzz", _AT, name_forms("Zora Müllerin")) + empty.make("fuzz", _AT, "host", ["one.example"])
    return Graves(made, b"key")


GRAVES = _graves()


@fuzz(200, source=_SOURCES)
def test_no_whole_name_is_left(source):
    masked = mask_page(GRAVES, source, "https://a.example/")
    for stream in (as_written(masked.text), as_read(masked.text)):
        assert GRAVES.find_names(stream.text, list(find_words(stream.text))) == []


@fuzz(200, source=_WHOLE)
def test_a_name_in_a_paragraph_is_found(source):
    masked = mask_page(GRAVES, source, None)
    assert masked.names
    assert MASK in masked.text


@fuzz(200, text=_SOURCES)
def test_a_value_keeps_its_length_and_all_else(text):
    masked = mask_value(GRAVES, text)
    assert len(masked.text) == len(text)
    assert all(ours in (theirs, MASK) for ours, theirs in zip(masked.text, text, strict=True))
    again = mask_value(GRAVES, masked.text)
    assert (again.text, again.names) == (masked.text, frozenset())


@fuzz(200, source=_SOURCES)
def test_a_masked_body_is_read_as_it_was_written(source):
    masked = mask_page(GRAVES, decode_body(source.encode("utf-8", "replace")).text, None).text
    assert decode_body(as_body(masked), "windows-1252").text == decode_body(as_body(masked)).text
