"""Files as text, whatever they are packed in, a piece at a time."""

import gzip
import zlib
from collections.abc import Iterator
from pathlib import Path

from extract.erasure.graves import Graves
from extract.erasure.masking import mask_page

_BLOCK_CHARS = 1_000_000
_MAX_TEXT_BYTES = 200_000_000
_MAX_UNPACKED_BYTES = 500_000_000
_CHUNK = 1 << 20


def read_text(path: Path) -> str | None:
    """A file's text; None where it is no text in UTF-8, is very large, or went away meanwhile."""
    try:
        if path.stat().st_size > _MAX_TEXT_BYTES:
            return None
        data = path.read_bytes()
    except OSError:
        return None
    if b"\0" in data[:4096]:
        return None
    try:
        return data.decode()
    except UnicodeDecodeError:
        return None


def blocks_of(text: str) -> Iterator[str]:
    """A text in blocks of whole lines, of a million characters or so."""
    start = 0
    while start < len(text):
        end = text.find("\n", min(start + _BLOCK_CHARS, len(text)))
        end = len(text) if end < 0 else end + 1
        yield text[start:end]
        start = end


def mask_blocks(graves: Graves, text: str) -> str:
    """The text with blocks for erased names and addresses; short forms too, in a million characters that hold a whole name."""
    return "".join(mask_page(graves, block, None).text for block in blocks_of(text))


def texts_of(path: Path) -> Iterator[str]:
    """What a file may say, in every way that it may be read: unpacked, and in the charsets that logs and pages have.

    Raises OSError, EOFError or zlib.error where it cannot be read to its end.
    """
    with path.open("rb") as file:
        is_packed = file.read(2) == b"\x1f\x8b"
    tail = b""
    with gzip.open(path) if is_packed else path.open("rb") as stream:
        read = 0
        while (data := stream.read(_CHUNK)) and read < _MAX_UNPACKED_BYTES:
            read += len(data)
            # A word may stand on the edge.
            whole = tail + data
            tail = whole[-1000:]
            yield whole.decode("utf-8", "ignore")
            if not whole.isascii():
                yield whole.decode("cp1252", "ignore")
            if b"\0" in whole:
                yield whole.replace(b"\0", b"").decode("cp1252", "ignore")


UNREADABLE = (OSError, EOFError, zlib.error)
