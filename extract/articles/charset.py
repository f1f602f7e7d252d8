"""Bytes to text: the charset is decided here, and characters that parsers stumble over are taken out."""

import codecs
import re

from charset_normalizer import from_bytes

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_META = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]{2,30})", re.IGNORECASE)
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
# `&#12;` and its like: one of them makes libxml2, and so trafilatura, drop the whole article.
_CONTROL_ENTITIES = re.compile(
    r"&#(?:0*(?:[0-8]|1[124-9]|2\d|3[01])|x0*(?:[0-8bcefBCEF]|1[0-9a-fA-F]))(?:;|(?![0-9a-fA-F]))"
)
# The standard's own reading of labels that pages give: a page that says latin-1 means windows-1252.
_LABELS = {
    "iso-8859-1": "windows-1252",
    "latin-1": "windows-1252",
    "latin1": "windows-1252",
    "us-ascii": "windows-1252",
}


def decode_body(body: bytes) -> str:
    """The text of a page: by its byte order mark, UTF-8 where it is that, the charset it declares, or the likeliest one.

    Never fails: bytes that fit nowhere become U+FFFD. Control characters, and entities that stand for them, are taken out.
    """
    text = _decode(body)
    return _CONTROL_ENTITIES.sub(" ", _CONTROLS.sub("", text)).replace("\r\n", "\n").replace("\r", "\n")


def _decode(body: bytes) -> str:
    for mark, encoding in _BOMS:
        if body.startswith(mark):
            return body.decode(encoding, errors="replace")
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        pass
    declared = _declared(body)
    if declared:
        return body.decode(declared, errors="replace")
    best = from_bytes(body[:100_000]).best()
    return body.decode(best.encoding if best else "windows-1252", errors="replace")


def _declared(body: bytes) -> str | None:
    found = _META.search(body[:4096])
    if not found:
        return None
    label = found[1].decode("ascii").lower()
    try:
        name = codecs.lookup(_LABELS.get(label, label)).name
    except LookupError:
        return None
    # It is not UTF-8, whatever it says: that was tried.
    return None if name.startswith("utf") else name
