"""The bytes that hold a WARC's records: a plain file, or one gzip member of it, read within bounds."""

import re
import zlib
from typing import BinaryIO, Protocol

# A record starts with its version and a header line. Looked for anywhere: junk in front of it may end without a newline.
_RECORD = re.compile(rb"WARC/\d\.\d{1,2}\r\n[A-Za-z][A-Za-z-]*:")
_GZIP_MAGIC = b"\x1f\x8b\x08"
_CHUNK = 1 << 16
# Longer than what `_RECORD` matches, so that no start is missed where two chunks meet.
_OVERLAP = 128
# What a member may make us decode only to step over it: the 960 MB of a bomb would cost seconds for each of its kilobytes.
_MAX_SKIPPED = 256_000_000


class Span(Protocol):
    """Bytes with positions from 0. damage: why they end early or may be wrong, or None."""

    damage: str | None

    def read(self, at: int, size: int) -> bytes:
        """Up to `size` bytes from `at`; fewer only at the end."""

    def release(self, at: int) -> None:
        """Nothing in front of `at` will be asked for again."""

    def extend(self) -> bool:
        """Go on with what follows in the file, where a record runs over the end; False where nothing does."""


class FileSpan:
    """A whole file as it lies on disk."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.damage: str | None = None

    def read(self, at: int, size: int) -> bytes:
        """Up to `size` bytes from `at`; fewer only at the end."""
        self._file.seek(at)
        return self._file.read(size)

    def release(self, at: int) -> None:
        """A file can be read again from anywhere."""

    def extend(self) -> bool:
        """A file has nothing behind its end."""
        return False


class MemberSpan:
    """One gzip member, decoded as far as it is asked for.

    is_over: all of it is decoded, or all that can be. end: then where the next member starts in the file, None after damage.
    """

    def __init__(self, file: BinaryIO, start: int) -> None:
        self._file = file
        self._read_to = start
        self._decoder = zlib.decompressobj(wbits=31)
        self._buffer = bytearray()
        self._base = 0
        self.is_over = False
        self.end: int | None = None
        self.damage: str | None = None

    def read(self, at: int, size: int) -> bytes:
        """Up to `size` bytes from `at`; fewer only at the end, or where the rest was released or cannot be decoded."""
        while len(self._buffer) < at + size - self._base and not self.is_over:
            self._decode()
        start = at - self._base
        return bytes(self._buffer[start : start + size]) if start >= 0 else b""

    def release(self, at: int) -> None:
        """Let go what lies in front of `at`; what is not decoded yet is decoded for it, within bounds."""
        if at - self._base > _MAX_SKIPPED:
            self._give_up("too_big")
        while self._base < at:
            if not self._buffer:
                if self.is_over:
                    return
                self._decode()
            count = min(at - self._base, len(self._buffer))
            del self._buffer[:count]
            self._base += count

    def extend(self) -> bool:
        """Go on with the next gzip member: some writers start one every 64 kB, wherever records start."""
        if self.end is None:
            return False
        self._file.seek(self.end)
        if self._file.read(len(_GZIP_MAGIC)) != _GZIP_MAGIC:
            return False
        self._read_to, self._decoder, self.is_over, self.end = self.end, zlib.decompressobj(wbits=31), False, None
        return True

    def _decode(self) -> None:
        data = self._decoder.unconsumed_tail
        if not data:
            self._file.seek(self._read_to)
            data = self._file.read(_CHUNK)
            self._read_to += len(data)
        try:
            self._buffer += self._decoder.decompress(data, _CHUNK)
        except zlib.error:
            self._give_up("damaged")
            return
        if self._decoder.eof:
            self.is_over = True
            self.end = self._read_to - len(self._decoder.unused_data)
        elif not data:
            self._give_up("truncated")

    def _give_up(self, damage: str) -> None:
        self.damage = self.damage or damage
        self.is_over = True


def find_record(span: Span, at: int) -> int | None:
    """Where the next record starts, at `at` or behind it."""
    while chunk := span.read(at, _CHUNK):
        if found := _RECORD.search(chunk):
            return at + found.start()
        if len(chunk) < _CHUNK:
            return None
        at += _CHUNK - _OVERLAP
        span.release(at)
    return None


def starts_member(file: BinaryIO, at: int) -> bool:
    """True where a gzip member starts that begins with a WARC record."""
    file.seek(at)
    head = file.read(_OVERLAP * 4)
    if not head.startswith(_GZIP_MAGIC):
        return False
    try:
        return zlib.decompressobj(wbits=31).decompress(head, 5) == b"WARC/"
    except zlib.error:
        return False


def find_member(file: BinaryIO, at: int) -> int | None:
    """Where the next gzip member starts that begins with a WARC record, at `at` or behind it."""
    while True:
        file.seek(at)
        chunk = file.read(_CHUNK)
        found = chunk.find(_GZIP_MAGIC)
        while found >= 0:
            if starts_member(file, at + found):
                return at + found
            found = chunk.find(_GZIP_MAGIC, found + 1)
        if len(chunk) < _CHUNK:
            return None
        at += _CHUNK - len(_GZIP_MAGIC) + 1
