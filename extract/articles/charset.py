"""Bytes to text: the charset is decided here, and characters that parsers stumble over are taken out."""

import codecs
import re
from dataclasses import dataclass
from encodings.aliases import aliases

from charset_normalizer import from_bytes
from w3lib.encoding import html_body_declared_encoding, resolve_encoding

from extract.articles.language import find_language
from extract.contract.data import read_csv

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# A browser looks for a declaration in the first 1,024 bytes; pages with long comments before it are seen.
_HEAD_BYTES = 4096
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
_NUMBERED_ENTITY = re.compile(r"&#(?:[xX]([0-9a-fA-F]+)|([0-9]+));?")
_TAG = re.compile(r"<[^<>]*>")
# `ESC $ B` and its like switch to Japanese: no other page holds them, and every byte of it is ASCII.
_ISO_2022_JP = re.compile(rb"\x1b\$[@B]")
# Python's names of the charsets that browsers read (https://encoding.spec.whatwg.org/#names-and-labels), UTF apart.
# Python knows others, and some that are none of text: utf-7, idna, hex, unicode_escape.
_CHARSETS = frozenset((
    "cp866", "iso8859-2", "iso8859-3", "iso8859-4", "iso8859-5", "iso8859-6", "iso8859-7", "iso8859-8", "iso8859-10",
    "iso8859-13", "iso8859-14", "iso8859-15", "iso8859-16", "koi8-r", "koi8-u", "mac-roman", "mac-cyrillic", "cp874",
    "cp1250", "cp1251", "cp1252", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257", "cp1258", "gb18030", "big5hkscs",
    "euc_jp", "iso2022_jp", "cp932", "cp949",
))  # fmt: skip
# Labels of the standard that w3lib 2.5 and Python do not know.
aliases.update(iso_8859_8_i="iso8859_8", logical="iso8859_8", x_mac_cyrillic="mac_cyrillic", x_gbk="gb18030")
# What browsers know. Without the list, windows-1252 is often taken for a code page of DOS.
_GUESSED = [
    "cp1252", "cp1250", "cp1251", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257", "cp1258", "cp874", "koi8_r",
    "gb18030", "big5", "cp932", "euc_jp", "cp949",
]  # fmt: skip
_OF_LANGUAGE = {row["language"]: row["charset"] for row in read_csv("legacy_charsets", "extract.articles.data")}


def _read_as_windows_1252(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("cp1252", errors="replace"), error.end


codecs.register_error("windows-1252", _read_as_windows_1252)


@dataclass(frozen=True, slots=True)
class Decoded:
    """A page's text, the charset it was read in, and what decided that: bom, content, header, meta, detector or default."""

    text: str
    charset: str
    charset_from: str


def decode_body(body: bytes, http_charset: str | None = None) -> Decoded:
    """The text of a page.

    Its charset: the byte order mark's, UTF-8 or UTF-16 where it is that, what the HTTP header or the page declares, or the
    likeliest. Never fails: bytes that fit nowhere become U+FFFD, single ones between UTF-8 are read as windows-1252. Control
    characters are taken out; entities that stand for no character become a space.
    """
    text, charset, charset_from = _decode(body, http_charset)
    text = _CONTROLS.sub("", text).replace("\r\n", "\n").replace("\r", "\n")
    # `&#12;` and its like: one of them makes trafilatura drop the whole article.
    return Decoded(_NUMBERED_ENTITY.sub(_kept_entity, text), charset, charset_from)


def _kept_entity(entity: re.Match[str]) -> str:
    digits = entity[1] or entity[2]
    # Unicode ends at 7 digits, leading zeros apart; Python refuses to read thousands of them.
    digits = digits.lstrip("0")[:8] or "0"
    number = int(digits, 16 if entity[1] else 10)
    if 0x80 <= number < 0xA0:
        # `&#146;` is an apostrophe in every browser: numbers of windows-1252.
        return bytes((number,)).decode("cp1252", errors="replace")
    return entity[0] if _is_character(number) else " "


def _is_character(number: int) -> bool:
    """Whether XML allows the character of this number."""
    return number in (9, 10, 13) or 32 <= number < 0xD800 or 0xE000 <= number < 0xFFFE or 0x10000 <= number <= 0x10FFFF


def _decode(body: bytes, http_charset: str | None) -> tuple[str, str, str]:
    for mark, encoding in _BOMS:
        if body.startswith(mark):
            return body.decode(encoding, errors="replace"), encoding, "bom"
    if name := _utf_16_of(body) or ("iso2022_jp" if body.isascii() and _ISO_2022_JP.search(body) else None):
        return body.decode(name, errors="replace"), name, "content"
    if (text := _as_utf_8(body)) is not None:
        return text, "utf-8", "content"
    declared = html_body_declared_encoding(body[:_HEAD_BYTES].decode("latin-1"))
    for label, origin in ((http_charset, "header"), (declared, "meta")):
        if name := _codec_of(label):
            return body.decode(name, errors="replace"), name, origin
    name = _likeliest(body)
    return body.decode(name or "cp1252", errors="replace"), name or "cp1252", "detector" if name else "default"


def _utf_16_of(body: bytes) -> str | None:
    """The order of UTF-16 without a mark: markup is ASCII, every other byte of it is NUL."""
    start = body[:_HEAD_BYTES]
    first, second = start[::2].count(0), start[1::2].count(0)
    # Of a page in Chinese, a fifth of the characters is still markup.
    if max(first, second) * 10 <= len(start) or min(first, second) * 20 > max(first, second):
        return None
    return "utf-16-be" if first > second else "utf-16-le"


def _as_utf_8(body: bytes) -> str | None:
    """The text, where it is UTF-8 but for some bytes; a character that the end of the page cuts in two is marked."""
    try:
        text, length = codecs.utf_8_decode(body, "strict", False)
    except UnicodeDecodeError:
        marked = body.decode("utf-8", errors="replace")
        wrong = marked.count("\ufffd")
        right = len(marked) - len(marked.encode("ascii", errors="ignore")) - wrong
        # In text of another charset one character in eight looks like UTF-8 by chance.
        return body.decode("utf-8", errors="windows-1252") if right >= 2 * wrong else None
    return text if length == len(body) else text + "\ufffd"


def _codec_of(label: str | None) -> str | None:
    """Python's name of a charset that a page or header names; None for UTF-8, which was tried, and for what no browser reads."""
    name = resolve_encoding((label or "").strip(" \t\"'"))
    return name if name in _CHARSETS else None


def _likeliest(body: bytes) -> str | None:
    """The charset that the text is likeliest in: the detector's, or its language's where the detector cannot tell.

    Charsets of Latin scripts differ in a few letters only: of ten Spanish, Italian and Portuguese texts in windows-1252 the
    detector took nine for Polish, Turkish or Thai.
    """
    start = body[:100_000]
    best = from_bytes(start, cp_isolation=_GUESSED).best()
    guess = best.encoding if best else None
    text = start.decode(guess or "cp1252", errors="replace")
    # Scripts and addresses are ASCII, and in no language.
    words = " ".join(piece for piece in _TAG.split(text) if not piece.isascii())
    return _OF_LANGUAGE.get(find_language(words) or "") or guess
