"""The bytes of an archived page as a browser would get them: chunks put together, compression undone, within a bound."""

import io

from fastwarc.stream_io import BrotliReader

from extract.errors import PageError
from extract.pages.answers import Stop
from extract.pages.decoding import GZIP_MAGIC, BodyDecoder

_BOM = b"\xef\xbb\xbf"


def decode_payload(payload: bytes, transfer_encoding: str, content_encoding: str, max_bytes: int) -> bytes:
    """The body of an HTTP message. Raises PageError: too_big (over `max_bytes`, decoded), bad_encoding.

    A payload that is plainly not encoded as its headers say is taken as it is: crawlers undo the encodings and keep the headers.
    """
    body = unchunk(payload) if "chunked" in transfer_encoding.lower() else payload
    try:
        for coding in reversed(content_encoding.lower().split(",")):
            body = _undo(body, coding.strip(), max_bytes)
    except Stop as stop:
        raise PageError("too_big" if stop.outcome == "too_big" else "bad_encoding", stop.detail) from stop
    if len(body) > max_bytes:
        raise PageError("too_big", f"the body has more than {max_bytes:,} bytes")
    return body


def _undo(body: bytes, coding: str, max_bytes: int) -> bytes:
    if not coding or not body or body.removeprefix(_BOM).lstrip().startswith(b"<"):
        return body
    if coding in ("gzip", "x-gzip") and not body.startswith(GZIP_MAGIC):
        return body
    if coding == "br":
        return _undo_brotli(body, max_bytes)
    decoder = BodyDecoder(coding, max_bytes)
    decoder.add(body)
    return decoder.finish()


def _undo_brotli(body: bytes, max_bytes: int) -> bytes:
    try:
        return BrotliReader(io.BytesIO(body)).read(max_bytes + 1)
    except OSError as error:
        raise PageError("bad_encoding", f"br: {error}") from error


def unchunk(payload: bytes) -> bytes:
    """A chunked body put together; one that does not start with a chunk comes back as it is.

    Raises PageError bad_encoding where a chunk is cut or its length is none.
    """
    parts: list[bytes] = []
    at = 0
    while True:
        line_end = payload.find(b"\r\n", at)
        digits = payload[at:line_end].partition(b";")[0].strip() if line_end >= 0 else b""
        # int() would take "-5" and "0x5" too.
        size = int(digits, 16) if digits.isalnum() and len(digits) <= 8 and _is_hex(digits) else None
        if size is None:
            if not parts and not (line_end >= 0 and digits == b"0"):
                return payload
            raise PageError("bad_encoding", f"no chunk starts at byte {at:,} of the body")
        if size == 0:
            return b"".join(parts)
        start = line_end + 2
        if len(payload) < start + size + 2 or payload[start + size : start + size + 2] != b"\r\n":
            if not parts:
                return payload
            raise PageError("bad_encoding", f"the chunk at byte {at:,} of the body is cut")
        parts.append(payload[start : start + size])
        at = start + size + 2


def _is_hex(digits: bytes) -> bool:
    return not digits.translate(None, b"0123456789abcdefABCDEF")
