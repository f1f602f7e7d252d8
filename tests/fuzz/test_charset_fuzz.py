"""Bytes become text whatever they are and whatever is said of them; what was encoded well is read as it was."""

import re

import pytest
from fuzzing import fuzz
from hypothesis import strategies as st
from pieces import SENTENCES, damaged, encoded, html, labels, words

from extract.articles.charset import decode_body

pytestmark = pytest.mark.promise(23)

CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff\r]")


@fuzz(150, body=st.one_of(encoded(html()), encoded(words), st.binary(max_size=300)), label=labels)
def test_any_bytes_are_text_that_parsers_take(body, label):
    decoded = decode_body(body, label)
    assert decoded == decode_body(body, label)
    assert not CONTROLS.search(decoded.text)
    assert decoded.charset_from in ("bom", "content", "header", "meta", "detector", "default")


@fuzz(150, body=st.sampled_from(SENTENCES).flatmap(lambda text: damaged(text.encode())), label=labels)
def test_reading_what_was_read_changes_nothing(body, label):
    text = decode_body(body, label).text
    again = decode_body(text.encode(), None)
    assert (again.text, again.charset) == (text.removeprefix("\ufeff"), "utf-8") or text.startswith("\ufeff")


@fuzz(
    150,
    text=st.text(st.sampled_from("abc <p>äöüßéèñšžłőțаяюёשאבقلم木東京한국ไทย\n"), min_size=1),
    label=labels,
    name=st.sampled_from(("utf-8", "utf-8-sig", "utf-16", "utf-32")),
)
def test_a_text_in_unicode_is_read_as_it_was_whatever_is_said_of_it(text, label, name):
    assert decode_body(text.encode(name), label).text == text
