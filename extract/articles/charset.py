"""Bytes to text: the charset is decided here, and characters that parsers stumble over are taken out."""

import codecs
import re
from dataclasses import dataclass

from charset_normalizer import from_bytes

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_META = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]{2,30})", re.IGNORECASE)
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
_NUMBERED_ENTITY = re.compile(r"&#(?:[xX]([0-9a-fA-F]+)|([0-9]+));?")
# The standard's own reading of labels that pages give (https://encoding.spec.whatwg.org/#names-and-labels): a page that says
# latin-1 means windows-1252.
_LABELS = {
    "iso-8859-1": "windows-1252",
    "latin-1": "windows-1252",
    "latin1": "windows-1252",
    "us-ascii": "windows-1252",
    "iso-8859-9": "windows-1254",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "x-sjis": "cp932",
    "euc-kr": "cp949",
}
# What browsers know. Without the list, windows-1252 is often taken for a code page of DOS.
_GUESSED = [
    "cp1252", "cp1250", "cp1251", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257", "cp1258", "cp874", "koi8_r",
    "gb18030", "big5", "cp932", "euc_jp", "cp949",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Decoded:
    """A page's text, the charset it was read in, and what decided that: bom, content, header, meta, detector or default."""

    text: str
    charset: str
    charset_from: str


def decode_body(body: bytes, http_charset: str | None = None) -> Decoded:
    """The text of a page.

    Its charset: the byte order mark's, UTF-8 where it is that, what the HTTP header or the page declares, or the likeliest.
    Never fails: bytes that fit nowhere become U+FFFD. Control characters are taken out; entities that stand for no character
    become a space.
    """
    text, charset, charset_from = _decode(body, http_charset)
    text = _CONTROLS.sub("", text).replace("\r\n", "\n").replace("\r", "\n")
    # `&#12;` and its like: one of them makes trafilatura drop the whole article.
    return Decoded(_NUMBERED_ENTITY.sub(_kept_entity, text), charset, charset_from)


def _kept_entity(found: re.Match[str]) -> str:
    return found[0] if _is_character(found) else " "


def _is_character(entity: re.Match[str]) -> bool:
    """Whether XML allows the character that a numbered entity stands for."""
    digits = entity[1] or entity[2]
    # Unicode ends at 7 digits, leading zeros apart; Python refuses to read thousands of them.
    digits = digits.lstrip("0")[:8] or "0"
    number = int(digits, 16 if entity[1] else 10)
    return number in (9, 10, 13) or 32 <= number < 0xD800 or 0xE000 <= number < 0xFFFE or 0x10000 <= number <= 0x10FFFF


def _decode(body: bytes, http_charset: str | None) -> tuple[str, str, str]:
    for mark, encoding in _BOMS:
        if body.startswith(mark):
            return body.decode(encoding, errors="replace"), encoding, "bom"
    try:
        return body.decode("utf-8"), "utf-8", "content"
    except UnicodeDecodeError:
        pass
    for label, origin in ((http_charset, "header"), (_declared(body), "meta")):
        if name := _codec_of(label):
            try:
                return body.decode(name, errors="replace"), name, origin
            except (LookupError, UnicodeError):
                # `charset=hex`: a codec of Python, but none of text.
                pass
    best = from_bytes(body[:100_000], cp_isolation=_GUESSED).best()
    name, origin = (best.encoding, "detector") if best else ("cp1252", "default")
    return body.decode(name, errors="replace"), name, origin


def _declared(body: bytes) -> str | None:
    found = _META.search(body[:4096])
    return found[1].decode("ascii") if found else None


def _codec_of(label: str | None) -> str | None:
    """Python's name of a charset that a page or header names; None for one that is unknown, or UTF-8, which was tried."""
    if not label:
        return None
    label = label.strip().strip("\"'").lower()
    try:
        name = codecs.lookup(_LABELS.get(label, label)).name
    except (LookupError, ValueError):
        return None
    return None if name.startswith("utf") else name
