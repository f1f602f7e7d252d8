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


@pytest.mark.parametrize(
    "label",
    [
        *("utf-8", "utf-7", "utf-16", "hex", "rot13", "undefined", "idna", "unicode_escape", "raw_unicode_escape"),
        *("punycode", "zlib", "base64", "mbcs", "cp037", "hz-gb-2312", "no-such-thing", "x" * 500),
    ],
)
def test_a_charset_that_cannot_be_is_passed_over(label: str) -> None:
    text = decode_body((f'<meta charset="{label}"><p>' + "Die Züge fahren für alle. " * 20).encode("windows-1252")).text
    assert "Züge fahren für alle" in text


def test_an_undeclared_charset_is_the_likeliest_one() -> None:
    words = "Министры встретились в Осло, чтобы обсудить торговлю между двумя странами. " * 10
    assert decode_body(words.encode("windows-1251")).text == words


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("words", [WORDS, "国务院总理星期二在北京举行记者会。" * 20])
def test_utf_16_without_a_mark_is_read_by_its_markup(encoding: str, words: str) -> None:
    page = (
        f"<!DOCTYPE html><html><head><title>A page</title></head><body><article><p>{words}</p></article></body></html>"
    )
    decoded = decode_body(page.encode(encoding))
    assert (decoded.text, decoded.charset, decoded.charset_from) == (page, encoding, "content")


def test_nuls_between_utf_8_are_dirt() -> None:
    assert decode_body(b"<p>the\0 se\0ve\0n \0\0ste\0ps</p>" * 3).text == "<p>the seven steps</p>" * 3


@pytest.mark.parametrize(
    ("label", "encoding", "words"),
    [
        ("shift_jis", "cp932", "首相は火曜日、東京で会見を開いた"),
        ("x-sjis", "cp932", "首相は火曜日、東京で会見を開いた"),
        ("euc-jp", "euc_jp", "首相は火曜日、東京で会見を開いた"),
        ("iso-2022-jp", "iso2022_jp", "首相は火曜日、東京で会見を開いた"),
        ("gb2312", "gb18030", "国务院总理星期二在北京举行记者会"),
        ("big5", "big5hkscs", "總理星期二在北京舉行記者會"),
        ("ks_c_5601-1987", "cp949", "총리는 화요일 서울에서 기자회견"),
        ("iso-8859-8-i", "iso8859-8", "ראש הממשלה אמר ביום שלישי"),
        ("iso-8859-9", "cp1254", "Başbakan salı günü İzmir'de konuştu"),
        ("koi8-r", "koi8-r", "Премьер-министр заявил во вторник"),
        ("tis-620", "cp874", "นายกรัฐมนตรีกล่าวเมื่อวันอังคาร"),
    ],
)
def test_a_declared_charset_is_read_as_browsers_read_its_label(label: str, encoding: str, words: str) -> None:
    head = f'<html><head><meta charset="{label}"><title>x</title></head><p>'
    decoded = decode_body((head + words).encode(encoding))
    assert (decoded.text, decoded.charset) == (head + words, encoding)


def test_the_header_goes_before_the_page() -> None:
    head = '<meta charset="windows-1251">'
    decoded = decode_body((head + WORDS).encode("windows-1252"), "windows-1252")
    assert (decoded.text, decoded.charset_from) == (head + WORDS, "header")


def test_a_declaration_in_a_comment_is_none_and_one_of_xml_is() -> None:
    head = '<?xml version="1.0" encoding="koi8-r"?><!-- <meta charset="windows-1252"> -->'
    assert decode_body((head + "Премьер").encode("koi8-r")).text == head + "Премьер"


@pytest.mark.parametrize(
    ("words", "encoding"),
    [
        ("El presidente dijo el martes que la inflación bajó según los últimos datos del ministerio. ", "cp1252"),
        ("Il presidente ha detto martedì che l'inflazione è scesa, perché così più città crescono. ", "cp1252"),
        ("O presidente disse na terça-feira que a inflação não subiu, segundo a região e a opinião. ", "cp1252"),
        ("Premier powiedział we wtorek, że większość pieniędzy wróci do województw już w październiku. ", "cp1250"),
        ("Başbakan salı günü yaptığı açıklamada, işsizliğin düştüğünü ve çalışmaların süreceğini söyledi. ", "cp1254"),
        ("首相は火曜日、東京で記者会見を開いた。新しい予算について説明した。", "cp932"),
        ("国务院总理星期二在北京举行记者会，介绍了新的经济措施。", "gb18030"),
        ("Прем'єр-міністр заявив у вівторок, що уряд виділить кошти на відновлення міста. ", "cp1251"),
    ],
)
def test_a_charset_that_nobody_declares_is_told_by_the_language(words: str, encoding: str) -> None:
    page = f"<html><head><title>News</title></head><body><p>{words * 6}</p></body></html>"
    # Declared wrongly or not at all, it is the same.
    for body in (page, page.replace("<head>", "<head><meta charset=utf-8>")):
        decoded = decode_body(body.encode(encoding))
        assert (decoded.text, decoded.charset_from) == (body, "detector")


def test_a_byte_of_latin_between_utf_8_spoils_nothing() -> None:
    head, tail = "<p>Zürich – “Genève” – Malmö: ".encode(), "</p><p>Ærøskøbing</p>".encode()
    decoded = decode_body(head + b"caf\xe9 \x93x\x94" + tail)
    assert decoded.text == "<p>Zürich – “Genève” – Malmö: café “x”</p><p>Ærøskøbing</p>"
    assert decoded.charset == "utf-8"


def test_a_page_that_ends_inside_a_character_is_utf_8_all_the_same() -> None:
    assert decode_body("Malmö, Zürich".encode()[:5]).text == "Malm\ufffd"


def test_surrogates_in_bytes_are_no_text() -> None:
    text = decode_body("é–ü “” é–ü “” é–ü“”".encode() + b" \xed\xa0\x80 x").text
    assert text.endswith(" x")
    text.encode()


def test_an_entity_of_windows_1252_is_the_character_browsers_show() -> None:
    assert decode_body(b"It&#146;s 5 &#x80; &#150; &#129;").text == "It’s 5 € – \ufffd"


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
