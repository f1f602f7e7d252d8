"""One request and its response over one connection: headers judged before the body is read, everything bounded."""

import asyncio
import re
import ssl
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import httpcore

from extract.pages.addresses import Address
from extract.pages.answers import Request, Stop
from extract.pages.decoding import ACCEPT_ENCODING, GZIP_MAGIC, BodyDecoder

REDIRECTS = (301, 302, 303, 307, 308)
# 203 is a page that a proxy has changed.
_OK = (200, 203)
_GONE = (404, 410, 451)
_MAX_RETRY_SECONDS = 86_400.0
# 5 MB in pieces of 100 bytes: smaller ones are an attack on the reader's time.
_MAX_PIECES = 50_000
_PIECES_A_TURN = 200
_NO_TEXT = ("image/", "audio/", "video/", "font/")
_TEXT = re.compile(r"text/.*|application/(?:.*\+)?(?:xml|json)|application/xhtml\+xml|application/(?:rss|atom|ld).*")
_MEDIA_TYPE = re.compile(r"[\w.+-]{1,60}/[\w.+-]{1,80}")
_CHARSET = re.compile(r"[\w.:-]{1,40}")
# What may go back into a request header: printable ASCII, and no longer than an honest tag.
_VALIDATOR = re.compile(r"[ -~]{1,500}")


@dataclass(frozen=True, slots=True)
class Response:
    """What one exchange brought; body is empty for a redirect and for not modified. Header names are in lower case."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes

    def header(self, name: str) -> str | None:
        """The first value of a header; None where it is not there."""
        return next((value for key, value in self.headers if key == name), None)

    def validator(self, name: str) -> str | None:
        """An ETag or Last-Modified that may be sent back; None for one that no honest server sends."""
        return keep_validator(self.header(name))


@dataclass(frozen=True, slots=True)
class Wanted:
    """How a response is read. is_site_file: robots.txt and its like, any media type, cut at `max_bytes` instead of refused."""

    accept: str
    max_bytes: int
    etag: str | None = None
    last_modified: str | None = None
    is_site_file: bool = False


def want_page(request: Request, max_bytes: int) -> Wanted:
    """How the response to a request is read; validators that no server sent are left out."""
    return Wanted(request.accept, max_bytes, keep_validator(request.etag), keep_validator(request.last_modified))


def keep_validator(value: str | None) -> str | None:
    """The value of a validator if it can stand in a request header."""
    return value if value and _VALIDATOR.fullmatch(value) else None


async def exchange(
    address: Address,
    wanted: Wanted,
    *,
    user_agent: str,
    network: httpcore.AsyncNetworkBackend,
    tls: ssl.SSLContext,
    now: datetime,
) -> Response:
    """Ask once; the caller holds the deadline. now: UTC, against which a Retry-After date is counted.

    Raises Stop for whatever is neither a page, a redirect nor `304`.
    """
    url = httpcore.URL(
        scheme=address.scheme.encode(), host=address.host.encode(), port=address.port, target=address.target.encode()
    )
    connection = httpcore.AsyncHTTPConnection(
        httpcore.Origin(url.scheme, url.host, address.port), ssl_context=tls, network_backend=network
    )
    status: int | None = None
    try:
        async with connection, connection.stream("GET", url, headers=_headers(address, wanted, user_agent)) as response:
            status = response.status
            headers = tuple((_text(name).lower(), _text(value)) for name, value in response.headers)
            return await _read(Response(response.status, headers, b""), response, wanted, now)
    except (httpcore.NetworkError, httpcore.ProtocolError, httpcore.TimeoutException, OSError) as error:
        raise _transport_stop(error, status) from error


def _headers(address: Address, wanted: Wanted, user_agent: str) -> list[tuple[str, str]]:
    headers = [
        ("Host", address.origin.partition("://")[2]),
        ("User-Agent", user_agent),
        ("Accept", "text/plain, */*;q=0.5" if wanted.is_site_file else wanted.accept),
        ("Accept-Encoding", ACCEPT_ENCODING),
        ("Connection", "close"),
    ]
    if wanted.etag:
        headers.append(("If-None-Match", wanted.etag))
    if wanted.last_modified:
        headers.append(("If-Modified-Since", wanted.last_modified))
    return headers


async def _read(head: Response, response: httpcore.Response, wanted: Wanted, now: datetime) -> Response:
    if head.status == 304 and (wanted.etag or wanted.last_modified):
        return head
    if head.status in REDIRECTS and head.header("location"):
        return head
    if head.status not in _OK:
        raise _status_stop(head, now)
    media_type, _ = media_type_of(head)
    if not wanted.is_site_file and not _is_wanted(media_type, wanted.accept):
        raise Stop("refused", f"media type {media_type}", status=head.status)
    length = head.header("content-length") or ""
    if not wanted.is_site_file and length.isdecimal() and int(length[:20]) > wanted.max_bytes:
        raise Stop("too_big", f"Content-Length {length[:20]}", status=head.status)
    try:
        encoding = ", ".join(value for name, value in head.headers if name == "content-encoding")
        body = await _read_body(response, encoding, wanted)
    except Stop as stop:
        stop.status = head.status
        raise
    if body.startswith(GZIP_MAGIC) and "gzip" not in wanted.accept and not wanted.is_site_file:
        raise Stop("bad_encoding", "gzip data that is not declared, or compressed twice", status=head.status)
    return Response(head.status, head.headers, body)


async def _read_body(response: httpcore.Response, encoding: str, wanted: Wanted) -> bytes:
    decoder = BodyDecoder(encoding, wanted.max_bytes, keep_first=wanted.is_site_file)
    count = 0
    async for piece in response.aiter_stream():
        decoder.add(piece)
        count += 1
        if decoder.is_full:
            break
        if count > _MAX_PIECES:
            raise Stop("too_big", f"more than {_MAX_PIECES} pieces")
        if count % _PIECES_A_TURN == 0:
            # The other hosts' turn.
            await asyncio.sleep(0)
    return decoder.finish()


def _is_wanted(media_type: str | None, accept: str) -> bool:
    named = [part.partition(";")[0].strip() for part in accept.split(",")]
    if media_type is None or "*/*" in named or media_type in named:
        return True
    return _TEXT.fullmatch(media_type) is not None and not media_type.startswith(_NO_TEXT)


def media_type_of(response: Response) -> tuple[str | None, str | None]:
    """Media type and charset of the Content-Type header, in lower case; None for what is not there or no such thing."""
    kind, _, parameters = (response.header("content-type") or "").lower().partition(";")
    media_type = kind.strip() if _MEDIA_TYPE.fullmatch(kind.strip()) else None
    for parameter in parameters.split(";"):
        name, _, value = parameter.partition("=")
        charset = value.strip().strip("\"'").strip()
        if name.strip() == "charset" and _CHARSET.fullmatch(charset):
            return media_type, charset
    return media_type, None


def _status_stop(response: Response, now: datetime) -> Stop:
    status = response.status
    if status in _GONE:
        return Stop("gone", f"status {status}", status=status)
    if status == 429:
        return Stop("rate_limited", "status 429", status=status, retry_after_seconds=_retry_after(response, now))
    if 500 <= status < 600:
        return Stop("server_error", f"status {status}", status=status, retry_after_seconds=_retry_after(response, now))
    if status == 206:
        return Stop("incomplete", "status 206: a part that was not asked for", status=status)
    return Stop("refused", f"status {status}", status=status)


def _retry_after(response: Response, now: datetime) -> float | None:
    text = (response.header("retry-after") or "").strip()
    if not text:
        return None
    if text.isdecimal():
        return min(float(text[:10]), _MAX_RETRY_SECONDS)
    try:
        moment = parsedate_to_datetime(text)
        moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        return min(max(0.0, (moment - now).total_seconds()), _MAX_RETRY_SECONDS)
    except (ValueError, OverflowError):
        return None


def _transport_stop(error: Exception, status: int | None) -> Stop:
    if isinstance(error, httpcore.TimeoutException):
        return Stop("timed_out", "no connection in time", is_transport=True)
    if status is None and (fault := _tls_fault(error)):
        return Stop("bad_tls", fault, is_transport=True)
    detail = str(error).splitlines()[0][:150] if str(error) else type(error).__name__
    if status is not None:
        return Stop("incomplete", f"the connection broke in the body: {detail}", status=status, is_transport=True)
    # "Server disconnected without sending a response" comes as a protocol error too.
    if isinstance(error, httpcore.ProtocolError) and "disconnected" not in detail:
        return Stop("unreadable", f"not an HTTP answer: {detail}")
    return Stop("unreachable", detail, is_transport=True)


def _tls_fault(error: BaseException | None) -> str | None:
    while error is not None:
        if isinstance(error, ssl.SSLError):
            return (getattr(error, "verify_message", "") or error.reason or "the TLS handshake failed")[:150]
        error = error.__cause__ or error.__context__
    return None


def _text(value: bytes) -> str:
    try:
        return value.decode("utf-8")
    except UnicodeDecodeError:
        return value.decode("latin-1")
