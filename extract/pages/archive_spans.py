"""The bytes that hold a WARC's records: a plain file, or what one compressed member of it holds, read within bounds."""

import re
from typing import BinaryIO, Protocol

# A record starts with its version and a header line. Looked for anywhere: junk in front of it may end without a newline.
_RECORD = re.compile(rb"WARC/\d\.\d{1,2}\r\n[A-Za-z][A-Za-z-]*:")
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

    def allows(self, skipped: int) -> bool:
        """Whether so many bytes may be stepped over to find a record. Where not, the span ends here."""

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

    def allows(self, skipped: int) -> bool:  # noqa: ARG002 - only a member has bounds
        """A file is read once, whatever is in it."""
        return True

    def extend(self) -> bool:
        """A file has nothing behind its end."""
        return False


class Decoder(Protocol):
    """Undoes one compressed member, piece by piece. end: where the next one starts, once this one is decoded whole."""

    end: int | None

    def decode(self) -> bytes:
        """The next piece, of bounded size; may be empty before the end. Raises DamagedMember."""


class DamagedMember(Exception):
    """A member that cannot be decoded to its end; reason: damaged or truncated."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Packing(Protocol):
    """How an archive is compressed. magic: what each member starts with; first: where the first one may start."""

    magic: bytes
    first: int

    def open(self, at: int, chunk: int = _CHUNK) -> Decoder:
        """The member that starts at the byte `at`; chunk: bytes read and decoded at a time."""


class MemberSpan:
    """One compressed member, decoded as far as it is asked for.

    is_over: all of it is decoded, or all that can be. end: then where the next member starts in the file, None after damage.
    """

    def __init__(self, file: BinaryIO, packing: Packing, start: int) -> None:
        self._file, self._packing = file, packing
        self._decoder = packing.open(start)
        self._buffer = bytearray()
        self._base = 0
        self.is_over = False
        self.damage: str | None = None

    @property
    def end(self) -> int | None:
        """Where the next member starts in the file; None before this one is decoded, and after damage."""
        return self._decoder.end if self.damage is None else None

    def read(self, at: int, size: int) -> bytes:
        """Up to `size` bytes from `at`; fewer only at the end, or where the rest was released or cannot be decoded."""
        while len(self._buffer) < at + size - self._base and not self.is_over:
            self._decode()
        start = at - self._base
        return bytes(self._buffer[start : start + size]) if start >= 0 else b""

    def release(self, at: int) -> None:
        """Let go what lies in front of `at`; what is not decoded yet is decoded for it, within bounds."""
        self.allows(at - self._base)
        while self._base < at:
            if not self._buffer:
                if self.is_over:
                    return
                self._decode()
            count = min(at - self._base, len(self._buffer))
            del self._buffer[:count]
            self._base += count

    def allows(self, skipped: int) -> bool:
        """Whether so many bytes may be decoded for nothing; where not, the member is given up."""
        if skipped > _MAX_SKIPPED:
            self._give_up("too_big")
        return skipped <= _MAX_SKIPPED

    def extend(self) -> bool:
        """Go on with the next member: some writers start one every 64 kB, wherever records start."""
        if self.end is None:
            return False
        self._file.seek(self.end)
        if self._file.read(len(self._packing.magic)) != self._packing.magic:
            return False
        self._decoder, self.is_over = self._packing.open(self.end), False
        return True

    def _decode(self) -> None:
        try:
            self._buffer += self._decoder.decode()
        except DamagedMember as damage:
            self._give_up(damage.reason)
        else:
            self.is_over = self._decoder.end is not None

    def _give_up(self, damage: str) -> None:
        self.damage = self.damage or damage
        self.is_over = True


def find_record(span: Span, at: int) -> int | None:
    """Where the next record starts, at `at` or behind it; in a compressed member it is looked for within bounds."""
    start = at
    while chunk := span.read(at, _CHUNK):
        if found := _RECORD.search(chunk):
            return at + found.start()
        if len(chunk) < _CHUNK:
            return None
        at += _CHUNK - _OVERLAP
        if not span.allows(at - start):
            return None
        span.release(at)
    return None


def find_member(file: BinaryIO, packing: Packing, at: int) -> int | None:
    """Where the next member starts that begins with a record, at `at` or behind it."""
    while True:
        file.seek(at)
        chunk = file.read(_CHUNK)
        found = chunk.find(packing.magic)
        while found >= 0:
            if begins_with_record(packing.open(at + found, _OVERLAP * 4)):
                return at + found
            found = chunk.find(packing.magic, found + 1)
        if len(chunk) < _CHUNK:
            return None
        at += _CHUNK - len(packing.magic) + 1


def begins_with_record(decoder: Decoder) -> bool:
    """True where the first bytes of a member are those of a record."""
    decoded = b""
    try:
        while len(decoded) < 5 and decoder.end is None:
            decoded += decoder.decode()
    except DamagedMember:
        return False
    return decoded.startswith(b"WARC/")
