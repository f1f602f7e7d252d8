"""Archives of any bytes: every record is a page, no page for a reason, or a loss that is told; parts add up to the whole."""

import base64
import gzip
import hashlib
from collections import Counter
from datetime import UTC, datetime
from itertools import pairwise

import pytest
from fuzzing import fuzz
from hypothesis import strategies as st
from pieces import damaged, encoded, html, words

from extract.errors import InputError, PageError
from extract.pages.archive_frames import ArchiveLoss
from extract.pages.archive_payload import decode_payload, unchunk
from extract.pages.archives import page_of, read_archive, read_record

pytestmark = pytest.mark.promise(23)

_HEADERS = st.sampled_from((
    *(b"Content-Type: text/html", b"Content-Type: text/html; charset=\xff\xfe", b"Content-Type: TEXT/PLAIN", b"Content-Type: image/png"),
    *(b"Content-Encoding: gzip", b"Content-Encoding: br", b"Content-Encoding: gzip, x, deflate", b"Transfer-Encoding: chunked"),
    *(b"X-Robots-Tag: noindex", b"X-Robots-Tag: \xff", b"Content-Length: -5", b"Content-Length: 99999999999999999999", b": empty"),
    *(b"no colon", b"\x00: \x00", b"A" * 5000 + b": b", b"Set-Cookie: canary=1", b"Content-Type: text/html;;;=;charset"),
))  # fmt: skip
_STATUS = st.sampled_from(
    (
        b"HTTP/1.1 200 OK",
        b"HTTP/1.1 200",
        b"HTTP/2 200",
        b"HTTP/1.1 301 Moved",
        b"HTTP/1.1 99999 X",
        b"GET / HTTP/1.1",
        b"",
    )
)
_KINDS = st.sampled_from(
    (
        b"response",
        b"response",
        b"response",
        b"resource",
        b"revisit",
        b"warcinfo",
        b"request",
        b"",
        b"\xff",
        b"Response ",
    )
)
_URIS = st.sampled_from((
    *(b"https://news.example/a", b"<https://news.example/b>", b"http://[", b"file:///etc/passwd", b"dns:news.example", b"", b"\xff\xfe"),
    *(b"https://me:hush@news.example/?token=hush", b"https://news.example/robots.txt", b"http://news.example/\xf0\x9f\x98\x80", b"x" * 9000),
))  # fmt: skip
_DATES = st.sampled_from((
    *(b"2025-07-04T07:48:00Z", b"2025-07-04T07:48:00.123456789Z", b"0001-01-01T00:00:00+14:00", b"9999-12-31T23:59:59-12:00"),
    *(b"2025-07-04", b"20250704074800", b"", b"\xd9\xa2", b"2025-07-04T07:48:00+09:00", b"0001-01-01T00:00:00Z"),
))  # fmt: skip


@st.composite
def record(draw: st.DrawFn) -> bytes:
    """A record that is mostly sound: its length may be another, its digest right, wrong or of no kind."""
    body = draw(
        st.one_of(encoded(html()), st.binary(max_size=50), st.just(b"<html><p>Ministers met in Oslo.</p></html>"))
    )
    match draw(st.integers(0, 5)):
        case 0:
            body = gzip.compress(body, mtime=0)
        case 1:
            body = b"%x\r\n%s\r\n0\r\n\r\n" % (len(body), body)
    headers = b"\r\n".join(draw(st.lists(_HEADERS, max_size=3)))
    block = draw(_STATUS) + b"\r\n" + headers + (b"\r\n\r\n" if headers else b"\r\n") + body
    fields = [b"WARC-Type: " + draw(_KINDS), b"WARC-Target-URI: " + draw(_URIS), b"WARC-Date: " + draw(_DATES)]
    if draw(st.booleans()):
        digest = base64.b32encode(hashlib.sha1(block).digest())  # noqa: S324 - what archives hold
        fields.append(
            b"WARC-Block-Digest: "
            + draw(st.sampled_from((b"sha1:" + digest, b"sha1:AAAA", b"crc:1", b":", b"sha256:\xff")))
        )
    fields.append(b"Content-Type: application/http; msgtype=response")
    length = len(block) + draw(st.sampled_from((0, 0, 0, 0, 1, -1, 500, -10, 10**12)))
    fields.append(b"Content-Length: " + draw(st.sampled_from((b"%d" % length,) * 6 + (b"-1", b"", b"\xff", b"1e3"))))
    version = draw(st.sampled_from((b"WARC/1.0", b"WARC/1.0", b"WARC/1.1", b"WARC/9.9", b"WARC/")))
    return version + b"\r\n" + b"\r\n".join(fields) + b"\r\n\r\n" + block + b"\r\n\r\n"


@st.composite
def archive(draw: st.DrawFn) -> bytes:
    records = draw(st.lists(record(), max_size=6))
    match draw(st.integers(0, 3)):
        case 0:
            whole = b"".join(records)
        case 1:
            whole = gzip.compress(b"".join(records), mtime=0)
        case _:
            whole = b"".join(gzip.compress(one, mtime=0) for one in records)
    return draw(damaged(whole))


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    return tmp_path_factory.mktemp("archives") / "fuzz.warc.gz"


@fuzz(150, data=archive())
def test_any_archive_gives_pages_and_losses_in_their_order(path, data):
    path.write_bytes(data)
    skipped = Counter()
    found = list(read_archive(path, skipped=skipped))
    assert found == list(read_archive(path))
    assert all(0 <= one.offset <= other.offset <= len(data) for one, other in pairwise(found))
    for one in found:
        if isinstance(one, ArchiveLoss):
            assert one.reason
            one.detail.encode()
            continue
        row = page_of(one)
        assert "hush" not in row.page_uri
        row.page_uri.encode()
        assert row.captured_at.tzinfo == UTC
        assert datetime.fromisoformat(row.captured).astimezone(UTC) == row.captured_at
        assert row.length_bytes == len(one.body) > 0
        assert read_record(path, one.offset, one.uri, one.captured).uri == one.uri


@fuzz(80, data=archive(), cut=st.integers(0, 100))
def test_parts_of_an_archive_add_up_to_the_whole(path, data, cut):
    path.write_bytes(data)
    whole = list(read_archive(path))
    starts = sorted({one.offset for one in whole})
    at = starts[cut % len(starts)] if starts else 0
    assert [*read_archive(path, 0, at), *read_archive(path, at)] == whole


@fuzz(
    150,
    body=st.one_of(st.binary(max_size=80), words.map(lambda text: text.encode("utf-8", "replace"))),
    sizes=st.lists(st.integers(1, 40), max_size=5),
)
def test_chunks_that_are_put_together_are_the_body(body, sizes):
    chunks, at = b"", 0
    for size in (*sizes, len(body)):
        piece = body[at : at + size]
        chunks += b"%X;x=y\r\n%s\r\n" % (len(piece), piece) if piece else b""
        at += len(piece)
    assert unchunk(chunks + b"0\r\n\r\n") == body


@fuzz(
    150,
    payload=st.one_of(
        st.binary(max_size=60),
        st.sampled_from((b"5\r\nab", b"0\r\n", b"-5\r\nx\r\n", b"FFFFFFFF\r\nx", b"\xd9\xa2\r\nab\r\n")),
    ),
    transfer=st.sampled_from(("chunked", "", "gzip, chunked", "\x00")),
    coding=st.sampled_from(("gzip", "br", "deflate", "x-gzip, br", "zstd", ",,,", "identity", "\ud800")),
)
def test_any_payload_is_decoded_or_refused(payload, transfer, coding):
    try:
        assert len(decode_payload(payload, transfer, coding, 5000)) <= 5000
    except PageError as error:
        assert error.reason in ("too_big", "bad_encoding")


@fuzz(60, data=st.binary(max_size=400))
def test_bytes_that_are_no_archive_are_losses(path, data):
    path.write_bytes(data)
    try:
        assert all(isinstance(one, ArchiveLoss) for one in read_archive(path))
    except InputError as error:
        assert error.hint
