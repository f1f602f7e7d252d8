"""What a WARC record is: a page, no page for a reason, or a page that was damaged on its way into the archive."""

import base64
import hashlib
import io
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urlsplit

from fastwarc.warc import ArchiveIterator, WarcRecord

from extract.contract.url_secrets import hide_secrets
from extract.errors import PageError
from extract.pages.archive_frames import ArchiveLoss, Frame
from extract.pages.archive_payload import decode_payload, unchunk
from extract.pages.files import MAX_BYTES

_HTML, _TEXT = "text/html", "text/plain"
_MEDIA_TYPES = {_HTML: _HTML, "application/xhtml+xml": _HTML, _TEXT: _TEXT}
_PAGES = ("response", "resource")
_OTHERS = ("warcinfo", "request", "metadata", "revisit", "conversion", "continuation")
_TAGS = (b"<!doctype html", b"<html", b"<head", b"<body")
_OK = 200
_MAX_HTTP_HEADER = 1 << 16
_DAMAGES = {"bad_length": "the record does not end where its header says"}
_UNDECODED = "the compressed data cannot be decoded to its end"
_DIGESTS = ("md5", "sha1", "sha256", "sha512")


@dataclass(frozen=True, slots=True)
class ArchiveEntry:
    """Where an archive holds a page. captured: ISO 8601. offset, length: of its record or the gzip member around it, in bytes."""

    uri: str
    captured: str
    offset: int
    length: int


@dataclass(frozen=True, slots=True)
class ArchiveRecord(ArchiveEntry):
    """A page as an archive holds it.

    body: decoded bytes, at most 5 MB. media_type: text/html or text/plain. status: of the HTTP answer; None for a `resource`,
    that was stored without one. headers: of the HTTP answer, names in lower case.
    """

    body: bytes
    media_type: str
    http_charset: str | None
    status: int | None
    headers: dict[str, str]


@dataclass(frozen=True, slots=True)
class ArchivedPage:
    """A record that holds a page, its body not decoded yet."""

    entry: ArchiveEntry
    media_type: str
    http_charset: str | None
    status: int | None
    headers: dict[str, str]
    payload: bytes

    def read(self) -> ArchiveRecord | ArchiveLoss:
        """The page with its decoded body, or why it is refused: bad_encoding, too_big, empty."""
        entry = self.entry
        try:
            body = decode_payload(
                self.payload,
                self.headers.get("transfer-encoding", ""),
                self.headers.get("content-encoding", ""),
                MAX_BYTES,
            )
        except PageError as error:
            return ArchiveLoss(entry.offset, entry.length, error.reason, f"{entry.uri}: {error.message}")
        if not body.strip():
            return ArchiveLoss(entry.offset, entry.length, "empty", f"{entry.uri} holds nothing")
        return ArchiveRecord(
            uri=entry.uri,
            captured=entry.captured,
            offset=entry.offset,
            length=entry.length,
            body=body,
            media_type=self.media_type,
            http_charset=self.http_charset,
            status=self.status,
            headers=self.headers,
        )


def find_page(frame: Frame) -> ArchivedPage | ArchiveLoss | str:
    """The page in a record, a loss, or the reason why it is no page: its type, redirect, error_status, not_html ...."""
    data = frame.header + b"\r\n\r\n" + frame.block
    try:
        record = next(iter(ArchiveIterator(io.BytesIO(data), parse_http=False)), None)
        headers = record.headers.to_dict() if record else {}
        kind = headers.get("WARC-Type", "").strip().lower()
        if record is None or kind not in (*_PAGES, *_OTHERS):
            return _loss(frame, "bad_header", f"WARC-Type is {kind[:40]!r}")
        if kind in _OTHERS:
            return _damaged(frame, frame.damage) if frame.damage and not frame.is_cut else kind
        if damage := _damage(frame, headers.get("WARC-Block-Digest")):
            return damage
        is_name = headers.get("Content-Type", "").startswith("text/dns")
        message = _message(record, is_http=kind == "response" and not is_name)
    except (OSError, ValueError) as error:
        return _loss(frame, "bad_http", str(error))
    if not frame.is_cut and not _holds_payload(headers, message):
        return _loss(frame, "bad_digest", "WARC-Payload-Digest is another")
    return message.why_no_page() or _archived_page(frame, headers, message)


@dataclass(frozen=True, slots=True)
class _Message:
    """What a server answered. content_type: as given; payload: as sent."""

    status: int | None
    headers: dict[str, str]
    content_type: str
    charset: str | None
    payload: bytes

    def media_type(self) -> str | None:
        """The type of a page: as declared, else by its first tags; None for what is no page."""
        if declared := self.content_type.partition(";")[0].strip().lower():
            return _MEDIA_TYPES.get(declared)
        return _HTML if any(tag in self.payload[:1024].lower() for tag in _TAGS) else None

    def why_no_page(self) -> str | None:
        """Why nobody would want to read it as a page."""
        if self.status is not None and self.status != _OK:
            return "redirect" if 300 <= self.status < 400 else "error_status"
        return None if self.media_type() else "not_html"


def _message(record: WarcRecord, *, is_http: bool) -> _Message:
    """Raises OSError where the answer's headers are none."""
    if not is_http:
        content_type = record.headers.get("Content-Type") or ""
        return _Message(None, {}, content_type, None, record.reader.read())
    record.is_http = True
    record.parse_http(max_header_len=_MAX_HTTP_HEADER, strict_mode=False)
    status = record.http_headers.status_code if record.is_http_parsed else None
    if status is None or not 100 <= status <= 999:
        raise OSError("the HTTP answer has no status")
    headers: dict[str, str] = {}
    for name, value in record.http_headers.to_tuples():
        key = name.lower()
        # A header given twice is one list, but for the content type, of which browsers take one.
        # Lines for robots are kept apart: a name in one of them says nothing of the next.
        separator = "\n" if key == "x-robots-tag" else ", "
        headers[key] = f"{headers[key]}{separator}{value}" if key in headers and key != "content-type" else value
    return _Message(status, headers, headers.get("content-type", ""), record.http_charset, record.reader.read())


def _archived_page(frame: Frame, headers: dict[str, str], message: _Message) -> ArchivedPage | ArchiveLoss | str:
    uri = hide_secrets(headers.get("WARC-Target-URI", "").strip().removeprefix("<").removesuffix(">"))
    captured = headers.get("WARC-Date", "").strip()
    media_type = message.media_type() or _HTML
    if not _is_web_address(uri):
        # A file: address could be taken for a path. Crawlers store their logs as resources, under addresses of their own.
        return (
            "no_web_address"
            if message.status is None
            else _loss(frame, "bad_address", f"WARC-Target-URI is {uri[:80]!r}")
        )
    if media_type == _TEXT and uri.endswith("/robots.txt"):
        return "robots_txt"
    if not _is_moment(captured):
        return _loss(frame, "bad_date", f"{uri}: WARC-Date is {captured[:40]!r}")
    if frame.is_cut:
        return _loss(frame, "too_big", f"{uri}: the record has more than {MAX_BYTES:,} bytes")
    if cut := headers.get("WARC-Truncated"):
        return _loss(frame, "truncated", f"{uri}: cut by the crawler ({cut[:40]})")
    entry = ArchiveEntry(uri, captured, frame.offset, frame.length)
    return ArchivedPage(entry, media_type, message.charset, message.status, message.headers, message.payload)


def _loss(frame: Frame, reason: str, detail: str) -> ArchiveLoss:
    return ArchiveLoss(frame.offset, frame.length, reason, detail)


def _damaged(frame: Frame, damage: str) -> ArchiveLoss:
    return _loss(frame, damage, _DAMAGES.get(damage, _UNDECODED))


def _damage(frame: Frame, block_digest: str | None) -> ArchiveLoss | None:
    """A block that its digest vouches for is right, whatever happened around it."""
    if frame.is_cut:
        return None
    is_right = _matches(block_digest, frame.block)
    if frame.damage and is_right is not True:
        return _damaged(frame, frame.damage)
    return _loss(frame, "bad_digest", "WARC-Block-Digest is another") if is_right is False else None


def _holds_payload(headers: dict[str, str], message: _Message) -> bool:
    """False where the payload's digest is another. Writers differ in what they digest: with chunks, or put together."""
    if "WARC-Block-Digest" in headers or "WARC-Truncated" in headers:
        return True
    digest = headers.get("WARC-Payload-Digest")
    if _matches(digest, message.payload) is not False:
        return True
    try:
        return _matches(digest, unchunk(message.payload)) is not False
    except PageError:
        return False


def _matches(digest: str | None, data: bytes) -> bool | None:
    """Whether a digest (`sha1:` and so on, base 32 or hex) is of the data; None where there is none that we know."""
    algorithm, _, value = (digest or "").strip().partition(":")
    algorithm = algorithm.lower().replace("-", "")
    if algorithm not in _DIGESTS or not value:
        return None
    found = hashlib.new(algorithm, data, usedforsecurity=False).digest()
    return value.lower() == found.hex() or value.upper().rstrip("=") == base64.b32encode(found).decode().rstrip("=")


def _is_web_address(uri: str) -> bool:
    try:
        parts = urlsplit(uri)
    except ValueError:
        return False
    return parts.scheme.lower() in ("http", "https") and bool(parts.hostname)


def _is_moment(text: str) -> bool:
    try:
        moment = datetime.fromisoformat(text)
        moment.astimezone(UTC)
    except (ValueError, OverflowError):
        return False
    return moment.tzinfo is not None
