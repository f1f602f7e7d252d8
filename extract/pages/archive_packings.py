"""How archives are compressed: gzip, one member a record, or Zstandard, one frame a record."""

import io
import struct
import zlib
from typing import BinaryIO

from fastwarc.stream_io import ZstdReader

from extract.pages.archive_spans import (
    DamagedMember,
    Decoder,
    FileSpan,
    Packing,
    begins_with_record,
    find_member,
    find_record,
)

_CHUNK = 1 << 16
_ZSTD_MAGIC = b"\x28\xb5\x2f\xfd"
# Holds the dictionary that all frames of a .warc.zst share; it comes first.
_DICTIONARY_MAGIC = b"\x5d\x2a\x4d\x18"
_MAX_DICTIONARY = 16_000_000


def packing_of(file: BinaryIO) -> Packing | None:
    """How the archive is compressed; None where it is not.

    By its first record, wherever damage lets that be: names and first bytes may be wrong.
    """
    packings: list[Packing] = [Gzip(file), Zstd(file)]
    for packing in packings:
        if begins_with_record(packing.open(packing.first)):
            return packing
    plain = find_record(FileSpan(file), 0)
    if plain == 0:
        return None
    size = file.seek(0, 2)
    found = [plain, *(find_member(file, packing, 0) for packing in packings)]
    starts = [size if start is None else start for start in found]
    nearest = min(range(len(starts)), key=lambda number: starts[number])
    return packings[nearest - 1] if nearest else None


class Gzip:
    """Gzip members one after the other."""

    magic = b"\x1f\x8b\x08"
    first = 0

    def __init__(self, file: BinaryIO) -> None:
        self._file = file

    def open(self, at: int, chunk: int = _CHUNK) -> Decoder:
        """The member that starts at the byte `at`."""
        return _GzipDecoder(self._file, at, chunk)


class _GzipDecoder:
    def __init__(self, file: BinaryIO, at: int, chunk: int) -> None:
        self._file, self._read_to, self._chunk = file, at, chunk
        self._decoder = zlib.decompressobj(wbits=31)
        self.end: int | None = None

    def decode(self) -> bytes:
        """The next piece. Raises DamagedMember."""
        data = self._decoder.unconsumed_tail
        if not data:
            self._file.seek(self._read_to)
            data = self._file.read(self._chunk)
            self._read_to += len(data)
        try:
            decoded = self._decoder.decompress(data, self._chunk)
        except zlib.error as error:
            raise DamagedMember("damaged") from error
        if self._decoder.eof:
            self.end = self._read_to - len(self._decoder.unused_data)
        elif not data and not decoded:
            raise DamagedMember("truncated")
        return decoded


class Zstd:
    """Zstandard frames one after the other, behind a frame that holds their dictionary, where they share one."""

    magic = _ZSTD_MAGIC

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        file.seek(0)
        head = file.read(8)
        size = struct.unpack("<I", head[4:])[0] if head.startswith(_DICTIONARY_MAGIC) and len(head) == 8 else 0
        self._dictionary = head + file.read(size) if 0 < size <= _MAX_DICTIONARY else b""
        self.first = len(self._dictionary)

    def open(self, at: int, chunk: int = _CHUNK) -> Decoder:
        """The frame that starts at the byte `at`."""
        return _ZstdDecoder(self._file, at, chunk, self._dictionary)


class _ZstdDecoder:
    def __init__(self, file: BinaryIO, at: int, chunk: int, dictionary: bytes) -> None:
        self._chunk = chunk
        self._following = find_frame_end(file, at)
        self._reader = ZstdReader(_Part(file, dictionary, at, self._following or at), buffer_size=chunk)
        self.end: int | None = None

    def decode(self) -> bytes:
        """The next piece. Raises DamagedMember."""
        if self._following is None:
            raise DamagedMember("truncated")
        try:
            decoded = self._reader.read(self._chunk)
        except OSError as error:
            raise DamagedMember("damaged") from error
        if not decoded:
            self.end = self._following
        return decoded


class _Part(io.RawIOBase):
    """The dictionary, then the bytes of one frame, as a file of their own: what ZstdReader asks of one."""

    def __init__(self, file: BinaryIO, dictionary: bytes, start: int, end: int) -> None:
        self._file, self._dictionary, self._start = file, dictionary, start
        self._size = len(dictionary) + end - start
        self._at = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        self._at = offset + (0, self._at, self._size)[whence]
        return self._at

    def read(self, size: int = -1) -> bytes:
        left = self._size - self._at
        size = left if size < 0 else min(size, left)
        in_dictionary = len(self._dictionary) - self._at
        if in_dictionary > 0:
            part = self._dictionary[self._at :][:size]
        else:
            self._file.seek(self._start - in_dictionary)
            part = self._file.read(max(0, size))
        self._at += len(part)
        return part


def find_frame_end(file: BinaryIO, at: int) -> int | None:
    """Where a Zstandard frame ends (RFC 8878, section 3.1.1), found without decoding it; None where the file ends before."""
    file.seek(at)
    head = file.read(5)
    if len(head) < 5 or not head.startswith(_ZSTD_MAGIC):
        return None
    descriptor = head[4]
    is_single = bool(descriptor & 0x20)
    sizes = (1 if is_single else 0, 2, 4, 8)
    at += 5 + (not is_single) + (0, 1, 2, 4)[descriptor & 3] + sizes[descriptor >> 6]
    while True:
        file.seek(at)
        block = file.read(3)
        if len(block) < 3:
            return None
        code = int.from_bytes(block, "little")
        # A run of one byte is stored as that byte.
        at += 3 + (1 if code >> 1 & 3 == 1 else code >> 3)
        if code & 1:
            at += 4 if descriptor & 4 else 0
            return at if at <= file.seek(0, 2) else None
