"""Bytes to text: which charset a page is in, and what is taken out before a parser sees it."""

import codecs

import pytest

from extract.articles.charset import decode_body

WORDS = "“Zürich” – 5 €"


@pytest.mark.parametrize(
    "body",
    [
        WORDS.encode(),
        WORDS.encode("utf-8-sig"),
        WORDS.encode("utf-16"),
        codecs.BOM_UTF16_BE + WORDS.encode("utf-16-be"),
        WORDS.encode("utf-32"),
    ],
)
def test_utf_is_read_by_its_mark_or_its_bytes(body: bytes) -> None:
    assert decode_body(body).text == WORDS


@pytest.mark.parametrize("label", ["windows-1252", "iso-8859-1", "ISO-8859-1", "latin1", "us-ascii"])
def test_a_page_that_says_latin_means_windows_1252(label: str) -> None:
    head = f'<meta charset="{label}">'
    assert decode_body((head + WORDS).encode("windows-1252")).text == head + WORDS


def test_utf_8_goes_before_what_the_page_declares() -> None:
    head = '<meta http-equiv="Content-Type" content="text/html; charset=iso-8859-1">'
    assert decode_body((head + WORDS).encode()).text == head + WORDS


@pytest.mark.parametrize("label", ["utf-8", "utf-7", "hex", "rot13", "undefined", "idna", "no-such-thing"])
def test_a_charset_that_cannot_be_is_passed_over(label: str) -> None:
    text = decode_body((f'<meta charset="{label}"><p>' + "Die Züge fahren für alle. " * 20).encode("windows-1252")).text
    assert "Züge fahren für alle" in text


def test_an_undeclared_charset_is_the_likeliest_one() -> None:
    words = "Министры встретились в Осло, чтобы обсудить торговлю между двумя странами. " * 10
    assert decode_body(words.encode("windows-1251")).text == words


def test_bytes_that_fit_nowhere_are_marked() -> None:
    assert decode_body(b'<meta charset="windows-1252">caf\x81').text == '<meta charset="windows-1252">caf\ufffd'


def test_control_characters_are_taken_out() -> None:
    assert decode_body("a\0b\x0cc\x7fd\ufffee\tf\r\ng\rh".encode()).text == "abcde\tf\ng\nh"


@pytest.mark.parametrize(
    "entity",
    [
        *("&#12;", "&#0012;", "&#x0C;", "&#xc", "&#0;", "&#31;", "&#xD800;", "&#xfffe;", "&#65535;", "&#1114112;"),
        f"&#1{'0' * 5000};",
        f"&#x{'f' * 5000};",
    ],
)
def test_an_entity_that_stands_for_no_character_becomes_a_space(entity: str) -> None:
    assert decode_body(f"a{entity} b".encode()).text == "a  b"


@pytest.mark.parametrize(
    "entity", ["&#10;", "&#120;", "&#x41;", "&#8217;", "&#128512;", "&#0000065;", "&amp;#12;", "&#;"]
)
def test_other_entities_stay(entity: str) -> None:
    assert decode_body(entity.encode()).text == entity
