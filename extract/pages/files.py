"""Pages from files and folders: html, html.gz, txt, txt.gz, within bounds."""

import os
import re
import stat
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import unquote_to_bytes

from extract.contract.keys import page_id
from extract.contract.tables import Page
from extract.errors import InputError, PageError
from extract.pages.captures import NAME as CAPTURES
from extract.pages.captures import Capture, check_captured, read_captures
from extract.pages.links import require_own

# Decoded. Parsers take time and memory in proportion at best; news pages are far smaller.
MAX_BYTES = 5_000_000
_ENDINGS = (".html", ".htm", ".html.gz", ".htm.gz", ".txt", ".txt.gz")
_GZIP_MAGIC = b"\x1f\x8b"
_CHUNK = 1 << 16
_FILE_URI = "file://"
_BINARY_MAGIC = (b"%PDF", b"\x89PNG", b"GIF8", b"\xff\xd8\xff", b"PK\x03\x04", b"\x7fELF", b"RIFF", b"OggS", b"ID3")
_TEXT_BOMS = (b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")
_TAG = re.compile(rb"<(?:!doctype|html|head|body|div|p|article|meta|script|table|span|h1)\b", re.IGNORECASE)
# Control characters that no text format uses.
_CONTROL = bytes(set(range(32)) - {9, 10, 11, 12, 13, 27})


@dataclass(frozen=True, slots=True)
class FoundPage:
    """A page that a folder offers. captured: ISO 8601 with its offset; size in bytes as it lies on disk.

    page_uri: the path as given, or a file URI where the path is no UTF-8 (`path_of` undoes both). has_capture: whether
    `captures.csv` names it.
    """

    path: Path
    page_uri: str
    size: int
    mtime_ns: int
    captured: str
    url: str | None
    publisher_name: str | None
    is_text_publishable: bool
    has_capture: bool = False


def find_pages(paths: Sequence[Path]) -> Iterator[FoundPage]:
    """The pages in files and folders, sorted within each folder; a file named twice comes once.

    In a folder only files with a known ending count; a file given by name always does. Raises InputError naming what is
    missing, or a wrong line of a `captures.csv`.
    """
    seen: set[Path] = set()
    captures: dict[Path, dict[str, Capture]] = {}
    for given in paths:
        if not given.exists():
            raise InputError(f"{given} does not exist", hint="name a file, or a folder of html, html.gz or txt files")
        files = _files_in(given) if given.is_dir() else [given]
        for path in files:
            if path in seen:
                continue
            seen.add(path)
            folder = path.parent
            if folder not in captures:
                captures[folder] = read_captures(folder)
            yield _found(path, captures[folder].get(path.name))


def find_other_files(paths: Sequence[Path]) -> list[Path]:
    """The files in the folders that are no pages by their ending, `captures.csv` and hidden ones apart: nobody reads them."""
    return [
        path
        for given in paths
        if given.is_dir()
        for path in _visible_files(given)
        if path.name != CAPTURES and not path.name.lower().endswith(_ENDINGS)
    ]


def _files_in(folder: Path) -> list[Path]:
    return [path for path in _visible_files(folder) if path.name.lower().endswith(_ENDINGS)]


def _visible_files(folder: Path) -> list[Path]:
    return sorted(
        path
        for path in folder.rglob("*")
        if not any(part.startswith(".") for part in path.relative_to(folder).parts) and _may_be_page(path)
    )


def _may_be_page(path: Path) -> bool:
    try:
        return path.is_file() or (path.is_symlink() and not path.exists())
    except OSError:
        # Reading it will say why not.
        return True


def _found(path: Path, capture: Capture | None) -> FoundPage:
    try:
        status = path.stat()
    except OSError:
        # A dangling link or a file just removed: reading it will say so, as a reject.
        size = mtime_ns = 0
    else:
        size, mtime_ns = status.st_size, status.st_mtime_ns
    modified = datetime.fromtimestamp(mtime_ns // 10**9, tz=UTC).isoformat()
    return FoundPage(
        path=path,
        page_uri=_uri(path),
        size=size,
        mtime_ns=mtime_ns,
        captured=capture.captured if capture else modified,
        url=capture.url if capture else None,
        publisher_name=capture.publisher_name if capture else None,
        is_text_publishable=capture.is_text_publishable if capture else False,
        has_capture=capture is not None,
    )


def _uri(path: Path) -> str:
    try:
        str(path).encode()
    except UnicodeEncodeError:
        # Bytes that are no UTF-8 fit in no table and no JSON.
        return path.absolute().as_uri()
    return str(path)


def path_of(page_uri: str) -> Path:
    """Where a page lies by its page_uri. No path as given starts with `file://`: Path makes one slash of two."""
    if page_uri.startswith(_FILE_URI):
        return Path(os.fsdecode(unquote_to_bytes(page_uri.removeprefix(_FILE_URI))))
    return Path(page_uri)


def read_page(found: FoundPage, captured: str | None = None) -> tuple[Page, bytes]:
    """The page and its decoded body; `captured` overrides when it was captured.

    Raises PageError (unreadable, empty, too_big, bad_gzip, binary), and InputError for a `captured` that is no time.
    """
    if captured is not None:
        check_captured(captured, "captured-at")
    body = _read_body(found.path, found.page_uri)
    check_body(body, found.page_uri)
    when = captured or found.captured
    page = Page(
        page_id=page_id(body),
        page_uri=found.page_uri,
        captured=when,
        captured_at=datetime.fromisoformat(when).astimezone(UTC),
        media_type=_media_type(found.path, body),
        length_bytes=len(body),
        url=found.url,
        publisher_name=found.publisher_name,
        is_text_publishable=found.is_text_publishable,
    )
    return page, body


def check_body(body: bytes, name: str) -> None:
    """Raise PageError for a body that is no page: empty, binary."""
    if not body.strip():
        raise PageError("empty", f"{name} holds nothing")
    if _is_binary(body):
        raise PageError("binary", f"{name} is no text")


def _read_body(path: Path, name: str) -> bytes:
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            # Opening a named pipe would wait for a writer, for ever.
            raise PageError("unreadable", f"{name} is no regular file")
        with path.open("rb") as file:
            require_own(path, os.fstat(file.fileno()), name)
            start = file.read(2)
            file.seek(0)
            body = (
                file.read(MAX_BYTES + 1)
                if start != _GZIP_MAGIC
                else b"".join(_gunzip(iter(lambda: file.read(_CHUNK), b"")))
            )
    except OSError as error:
        raise PageError("unreadable", f"{name}: {error.strerror or type(error).__name__}") from error
    if len(body) > MAX_BYTES:
        raise PageError("too_big", f"{name} has more than {MAX_BYTES:,} bytes")
    return body


def _gunzip(chunks: Iterator[bytes]) -> Iterator[bytes]:
    """The decoded bytes, at most one chunk over the limit, whatever a bomb would give. A cut file is refused, not shortened."""
    decoder = zlib.decompressobj(wbits=31)
    length = 0
    try:
        for chunk in chunks:
            data = chunk
            while data and length <= MAX_BYTES:
                part = decoder.decompress(data, _CHUNK)
                length += len(part)
                yield part
                data = decoder.unconsumed_tail
                if decoder.eof and decoder.unused_data:
                    data, decoder = decoder.unused_data, zlib.decompressobj(wbits=31)
            if length > MAX_BYTES:
                return
    except zlib.error as error:
        raise PageError("bad_gzip", str(error)) from error
    if not decoder.eof:
        raise PageError("bad_gzip", "the compressed data ends too early")


def _is_binary(body: bytes) -> bool:
    if body.startswith(_TEXT_BOMS):
        return False
    start = body[:4096]
    if start.startswith(_BINARY_MAGIC):
        return True
    if _is_utf_16(start):
        start = start.replace(b"\0", b"")
    # One NUL in a page is dirt; a tenth of controls is no text.
    controls = len(start) - len(start.translate(None, _CONTROL))
    return controls > len(start) / 10


def _is_utf_16(start: bytes) -> bool:
    """Whether the bytes are UTF-16 without a mark: NULs are at least a tenth of them, and hold to every other place."""
    first, second = start[::2].count(0), start[1::2].count(0)
    return max(first, second) * 10 >= len(start) and min(first, second) * 20 <= max(first, second)


def _media_type(path: Path, body: bytes) -> str:
    name = path.name.lower().removesuffix(".gz")
    if name.endswith((".html", ".htm")):
        return "text/html"
    if name.endswith(".txt"):
        return "text/plain"
    return "text/html" if _TAG.search(body[:4096].replace(b"\0", b"")) else "text/plain"
