"""Where the records of a WARC lie, and where damage lies between them: behind any damage the next record is found."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import BinaryIO

from extract.pages.archive_packings import packing_of
from extract.pages.archive_spans import (
    FileSpan,
    MemberSpan,
    Packing,
    Span,
    find_member,
    find_record,
)

# A body of 5 MB, its HTTP headers and what chunks add. Of a larger block only the beginning is kept, to tell what it is.
MAX_BLOCK = 5_400_000
_CUT_BLOCK = 1 << 16
_MAX_HEADER = 1 << 15
_END = b"\r\n\r\n"
_FIRST = b"WARC/"
_VERSION = re.compile(rb"WARC/\d\.\d{1,2}\r\n")
_LENGTH = re.compile(rb"^content-length:[ \t]*(\d{1,15})[ \t]*\r?$", re.IGNORECASE | re.MULTILINE)

# Two positions in a span to the offset and length in the file of what lies between them.
_Place = Callable[[int, int], tuple[int, int]]


@dataclass(frozen=True, slots=True)
class ArchiveLoss:
    """Bytes of an archive that no page could be read from, or a page that was refused.

    offset, length: where they lie in the file, in bytes. reason: a short code that is counted. Of damage: junk (no record),
    damaged (does not decode), truncated, bad_header, bad_length, bad_digest. Of pages: bad_http, bad_address, bad_date,
    bad_encoding, too_big, empty.
    """

    offset: int
    length: int
    reason: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Frame:
    """One record as it lies in the archive.

    offset, length: in the file; a record that shares a gzip member with others has the member's offset. header: without its empty
    line. block: what follows it, or its first bytes where `is_cut`. damage: why the block may be wrong, or None.
    """

    offset: int
    length: int
    header: bytes
    block: bytes
    is_cut: bool
    damage: str | None


def read_frames(file: BinaryIO, start: int = 0) -> Iterator[Frame | ArchiveLoss]:
    """The records from the byte `start` on and the losses between them, in their order."""
    size = file.seek(0, 2)
    packing = packing_of(file)
    if packing is None:
        return _frames_of(FileSpan(file), start, size, lambda at, end: (at, end - at))
    return _packed_frames(file, packing, max(start, packing.first), size)


def _packed_frames(file: BinaryIO, packing: Packing, at: int, size: int) -> Iterator[Frame | ArchiveLoss]:
    while at < size:
        member = _Member(file, packing, at, size)
        if member.span.read(0, len(_FIRST)) == _FIRST:
            yield from _frames_of(member.span, 0, None, member.place)
            at = member.following
        else:
            following = _or_end(find_member(file, packing, at + 1), size)
            yield ArchiveLoss(at, following - at, "junk", "no compressed record starts here")
            at = following


def _or_end(found: int | None, end: int) -> int:
    return end if found is None else found


class _Member:
    """A compressed member and where it lies in its file."""

    def __init__(self, file: BinaryIO, packing: Packing, start: int, size: int) -> None:
        self.span = MemberSpan(file, packing, start)
        self._file, self._packing, self._start, self._size = file, packing, start, size
        self._behind_damage: int | None = None

    @property
    def following(self) -> int:
        """Where the next member starts: behind this one, or behind the damage that ends it."""
        if self.span.end is not None:
            return self.span.end
        if self._behind_damage is None:
            self._behind_damage = _or_end(find_member(self._file, self._packing, self._start + 1), self._size)
        return self._behind_damage

    def place(self, at: int, end: int) -> tuple[int, int]:
        """The whole member once it is decoded; before, its start and a length in decoded bytes."""
        return self._start, (self.following - self._start if self.span.is_over else end - at)


def _frames_of(span: Span, at: int, size: int | None, place: _Place) -> Iterator[Frame | ArchiveLoss]:
    """The records of one span from `at` on. size: the position of its end, where it is known."""
    is_told = False
    while True:
        span.release(at)
        head = span.read(at, _MAX_HEADER)
        if not head:
            if span.damage and not is_told:
                yield ArchiveLoss(*place(at, at), *_reason(span, head, is_last=True))
            return
        blank = len(head) - len(head.lstrip(b"\r\n"))
        if 0 < blank < _MAX_HEADER:
            at += blank
            continue
        frame, resume = _frame(span, at, head, place)
        if frame is not None:
            yield frame
            at, is_told = resume, frame.damage is not None
        elif not span.extend():
            found = find_record(span, resume)
            end = _or_end(found, size if size is not None else resume)
            reason = _reason(span, head, is_last=found is None)
            yield _to_next(span, head, at, found, place) or ArchiveLoss(*place(at, end), *reason)
            if found is None:
                return
            at = found


def _frame(span: Span, at: int, head: bytes, place: _Place) -> tuple[Frame | None, int]:
    """The record at `at` and where the next one starts, or None and from where to look for it."""
    header, end, _ = head.partition(_END)
    length = _declared_length(header)
    if not end or length is None or not _VERSION.match(head):
        return None, at + 1
    start = at + len(header) + len(_END)
    is_cut = length > MAX_BLOCK
    block = span.read(start, _CUT_BLOCK) if is_cut else b""
    if is_cut:
        span.release(start + length)
    # The end first: a block is not read for a length that is wrong. One byte more, and a member's checksum is known.
    tail = span.read(start + length, len(_END) + 1)
    if len(tail) < len(_END) and span.extend():
        tail = span.read(start + length, len(_END) + 1)
    if not _ends_record(tail) and not (is_cut and span.damage == "too_big"):
        return None, start
    if not is_cut:
        block = span.read(start, length)
        if len(block) < length:
            return None, start
    damage = span.damage if len(tail) <= len(_END) else None
    return Frame(*place(at, start + length), header, block, is_cut, damage), start + length + len(_END)


def _to_next(span: Span, head: bytes, at: int, following: int | None, place: _Place) -> Frame | None:
    """The record up to the next one, where only its length is wrong: its digest may still say that it is whole."""
    header, end, _ = head.partition(_END)
    start = at + len(header) + len(_END)
    if following is None or not end or not _VERSION.match(head) or _declared_length(header) is None:
        return None
    if not 0 <= following - start <= MAX_BLOCK:
        return None
    block = span.read(start, following - start).removesuffix(_END)
    header = _LENGTH.sub(b"Content-Length: %d\r" % len(block), header)
    return Frame(*place(at, following), header, block, is_cut=False, damage="bad_length")


def _declared_length(header: bytes) -> int | None:
    found = _LENGTH.findall(header)
    return int(found[0]) if len(found) == 1 else None


def _ends_record(tail: bytes) -> bool:
    # The last record of a file may lack its empty lines.
    return tail.startswith(_END) or (len(tail) < len(_END) and _END.startswith(tail))


def _reason(span: Span, head: bytes, *, is_last: bool) -> tuple[str, str]:
    if head and not _VERSION.match(head):
        return "junk", "no record starts here"
    if span.damage:
        return span.damage, "the compressed data cannot be decoded to its end"
    header, end, _ = head.partition(_END)
    if is_last and (not end or _declared_length(header) is not None):
        return "truncated", "the record ends before its length"
    if not end or _declared_length(header) is None:
        return "bad_header", "the record's header says no length"
    return "bad_length", "no record ends where its header says"
