"""Archives: every page of a WARC is read; around any damage the others are, and what is lost is told."""

import base64
import gzip
import hashlib
import io
import random
import tracemalloc
import zlib
from collections import Counter
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

import pytest
from fastwarc.stream_io import ZstdWriter, zstd_train_dictionary_from_samples
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.errors import InputError, PageError
from extract.pages.archive_frames import ArchiveLoss
from extract.pages.archives import index_archive, read_archive, read_archive_pages, read_record

RESPONSES = 181
_HTTP = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=UTF-8\r\n"


def _record(
    number,
    body=None,
    *,
    headers=b"",
    http=_HTTP,
    kind=b"response",
    digest=False,
    date=b"2025-07-04T07:48:00Z",
):
    if body is None:
        words = random.Random(number)  # noqa: S311 - the same pages each time
        text = " ".join(f"word{words.randrange(5000)}" for _ in range(words.randrange(200, 600)))
        body = f"<html><title>Page {number}</title><p>{text}</p></html>".encode()
    block = http + b"\r\n" + body
    if digest:
        headers += b"WARC-Block-Digest: sha1:" + base64.b32encode(hashlib.sha1(block).digest()) + b"\r\n"  # noqa: S324
    head = b"WARC/1.0\r\nWARC-Type: " + kind + b"\r\nWARC-Date: " + date + b"\r\n"
    head += b"WARC-Target-URI: https://news.example/%d\r\nWARC-Record-ID: <urn:uuid:%d>\r\n" % (number, number)
    head += b"Content-Type: application/http; msgtype=response\r\n" + headers
    return head + b"Content-Length: %d\r\n\r\n" % len(block) + block + b"\r\n\r\n"


def _packed(records, packing):
    if packing == "zst":
        return [_zstd(record) for record in records]
    return [gzip.compress(record, mtime=0) for record in records] if packing == "gz" else list(records)


def _zstd(record, dictionary=None):
    packed = io.BytesIO()
    writer = ZstdWriter(packed, dictionary=dictionary)
    writer.write(record)
    writer.finish()
    writer.flush()
    return packed.getvalue()


def _read(path: Path, data: bytes, **between):
    path.write_bytes(data)
    skipped = Counter()
    found = list(read_archive(path, skipped=skipped, **between))
    pages = [item for item in found if not isinstance(item, ArchiveLoss)]
    return pages, [item for item in found if isinstance(item, ArchiveLoss)], skipped


def _flip(data, at, bit=3):
    return data[:at] + bytes([data[at] ^ (1 << bit)]) + data[at + 1 :]


def _relabelled(record, change):
    """A record whose header says another length than it has."""
    header, _, rest = record.partition(b"\r\n\r\n")
    start, _, length = header.rpartition(b"Content-Length: ")
    return start + b"Content-Length: %d" % (int(length) + change) + b"\r\n\r\n" + rest


@lru_cache
def _whole_archive(packing):
    records = [_record(number, digest=True) for number in range(RESPONSES)]
    return records, _packed(records, packing)


def _damaged(fault, victim, place, packing):
    """The archive with one fault in the record `victim`; place: 0 to 1, where in it."""
    records, parts = _whole_archive(packing)
    parts = list(parts)
    at = 20 + int(place * (len(parts[victim]) - 40))
    part = parts[victim]
    match fault:
        case "bit flip in the data":
            parts[victim] = _flip(part, at)
        case "bit flip in the header":
            parts[victim] = _flip(part, int(place * 9))
        case "cut at the end":
            parts = [*parts[:-1], parts[-1][: at % len(parts[-1])]]
        case "bytes missing in the middle":
            parts[victim] = part[:at] + part[at + (len(part) - at) // 2 :]
        case "zeroed block":
            parts[victim] = part[:at] + bytes(min(64, len(part) - at)) + part[at + 64 :]
        case "length too big":
            parts[victim] = _packed([_relabelled(records[victim], 1 + int(place * 5000))], packing)[0]
        case "length too small":
            parts[victim] = _packed([_relabelled(records[victim], -1 - int(place * 300))], packing)[0]
        case "junk between records":
            parts[victim] = random.Random(at).randbytes(10 + at) + part  # noqa: S311 - the same junk each time
    return b"".join(parts)


FAULTS = [
    "bit flip in the data",
    "bit flip in the header",
    "cut at the end",
    "bytes missing in the middle",
    "zeroed block",
    "length too big",
    "length too small",
    "junk between records",
]


@pytest.mark.promise(13)
@pytest.mark.parametrize("packing", ["gz", "zst", "plain"])
@pytest.mark.parametrize("fault", FAULTS)
def test_one_fault_costs_at_most_one_page_and_is_told(tmp_path, fault, packing):
    whole = {page.uri: page.body for page in _read(tmp_path / "whole.warc", b"".join(_whole_archive("plain")[0]))[0]}
    for victim, place in [(0, 0.05), (60, 0.0), (90, 0.3), (120, 0.55), (180, 0.99)]:
        pages, losses, skipped = _read(tmp_path / "damaged.warc", _damaged(fault, victim, place, packing))
        assert len(pages) >= RESPONSES - 1, (victim, losses)
        assert len({page.uri for page in pages}) == len(pages)
        assert len(pages) + len(losses) >= RESPONSES
        assert not skipped
        # No page is read with other bytes than were stored.
        assert all(whole[page.uri] == page.body for page in pages)


@pytest.mark.parametrize("packing", ["gz", "zst", "plain"])
@pytest.mark.parametrize("digest", [True, False], ids=["digests", "no digests"])
def test_a_sound_archive_loses_nothing(tmp_path, packing, digest):
    data = b"".join(_packed([_record(number, digest=digest) for number in range(RESPONSES)], packing))
    pages, losses, skipped = _read(tmp_path / "sound.warc", data)
    assert [page.uri for page in pages] == [f"https://news.example/{number}" for number in range(RESPONSES)]
    assert (losses, skipped) == ([], {})


@pytest.mark.parametrize("packing", ["gz", "zst", "plain"])
def test_a_page_is_read_again_from_its_offset(tmp_path, packing):
    path = tmp_path / "archive.warc"
    path.write_bytes(b"".join(_packed([_record(number) for number in range(9)], packing)))
    pages = list(read_archive(path))
    entries = list(index_archive(path))
    assert [(entry.uri, entry.offset) for entry in entries] == [(page.uri, page.offset) for page in pages]
    assert [read_record(path, page.offset) for page in reversed(pages)] == pages[::-1]
    with pytest.raises(PageError, match="starts here"):
        read_record(path, pages[3].offset + 5)


def test_parts_of_an_archive_add_up_to_the_whole(tmp_path):
    path = tmp_path / "archive.warc.gz"
    path.write_bytes(b"".join(_packed([_record(number) for number in range(20)], "gz")))
    whole = list(read_archive(path))
    cuts = [0, whole[7].offset, whole[13].offset, None]
    parts = [page for start, stop in pairwise(cuts) for page in read_archive(path, start or 0, stop)]
    assert parts == whole


def test_what_is_no_page_is_counted_by_its_reason(tmp_path):
    moved = b"HTTP/1.1 301 Moved\r\nLocation: /x\r\nContent-Type: text/html\r\n"
    missing = b"HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\n"
    picture = b"HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n"
    records = [
        _record(0),
        _record(1, http=moved),
        _record(2, http=missing),
        _record(3, http=picture),
        _record(4, kind=b"request", http=b"GET / HTTP/1.1\r\n", body=b""),
        _record(5, kind=b"revisit"),
        _record(6, kind=b"warcinfo"),
        _record(7, b"", http=_HTTP),
    ]
    pages, losses, skipped = _read(tmp_path / "mixed.warc", b"".join(records))
    assert [page.uri for page in pages] == ["https://news.example/0"]
    assert skipped == Counter(redirect=1, error_status=1, not_html=1, request=1, revisit=1, warcinfo=1)
    assert [loss.reason for loss in losses] == ["empty"]


@pytest.mark.parametrize(
    ("header", "body"),
    [
        (b"Content-Encoding: gzip\r\n", gzip.compress(b"<p>Bonjour", mtime=0)),
        (b"Content-Encoding: deflate\r\n", zlib.compress(b"<p>Bonjour")),
        (b"Transfer-Encoding: chunked\r\n", b"4;x=y\r\n<p>B\r\n6\r\nonjour\r\n0\r\nTrailer: x\r\n\r\n"),
        # Undone by the crawler, which left the header.
        (b"Transfer-Encoding: chunked\r\n", b"<p>Bonjour"),
        (b"Content-Encoding: gzip\r\n", b"<p>Bonjour"),
        (b"Content-Encoding: br\r\n", b"\n<p>Bonjour"),
    ],
)
def test_encodings_of_the_way_are_undone(tmp_path, header, body):
    pages, losses, _ = _read(tmp_path / "one.warc", _record(0, body, http=_HTTP + header))
    assert [page.body.strip() for page in pages] == [b"<p>Bonjour"]
    assert losses == []


@pytest.mark.promise(13)
@pytest.mark.parametrize(
    ("record", "reason"),
    [
        (
            _record(0, gzip.compress(b"<p>Bonjour" * 99, mtime=0)[:-9], http=_HTTP + b"Content-Encoding: gzip\r\n"),
            "bad_encoding",
        ),
        (_record(0, b"5\r\n<p>Bo\r\n9\r\nnj", http=_HTTP + b"Transfer-Encoding: chunked\r\n"), "bad_encoding"),
        (_record(0, b"<p>Bonjour", headers=b"WARC-Truncated: length\r\n"), "truncated"),
        (_record(0, b"<p>Bonjour", headers=b"WARC-Payload-Digest: sha1:AAAA\r\n"), "bad_digest"),
        (_record(0, b"<p>Bonjour", date=b"yesterday"), "bad_date"),
        (_record(0, b"<p>Bonjour").replace(b"https://news.example/0", b"file:///etc/passwd"), "bad_address"),
        (_record(0, b"<p>" + b"a" * 5_000_001), "too_big"),
        (_record(0, b"<p>Bonjour", http=b"\x00\x01\r\n"), "bad_http"),
    ],
)
def test_a_page_that_is_not_whole_is_a_loss_with_its_reason(tmp_path, record, reason):
    pages, losses, _ = _read(tmp_path / "some.warc", record + _record(1))
    assert [page.uri for page in pages] == ["https://news.example/1"]
    assert [loss.reason for loss in losses] == [reason]


@pytest.mark.promise(21)
@pytest.mark.parametrize("where", ["body", "record", "junk", "newlines"])
def test_a_bomb_costs_no_memory(tmp_path, where):
    zeros = bytes(300_000_000) if where != "newlines" else b"\n" * 300_000_000
    if where == "body":
        bomb = _record(0, gzip.compress(zeros, 1, mtime=0), http=_HTTP + b"Content-Encoding: gzip\r\n")
    else:
        bomb = _record(0, zeros) if where == "record" else b"WARC/1.0\r\n" + zeros
    data = gzip.compress(bomb, 1, mtime=0) + gzip.compress(_record(1), mtime=0)
    del zeros, bomb
    tracemalloc.start()
    try:
        pages, losses, _ = _read(tmp_path / "bomb.warc.gz", data)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert [page.uri for page in pages] == ["https://news.example/1"]
    assert [(loss.offset, loss.reason) for loss in losses] == [(0, "too_big")]
    assert peak < 40_000_000


def test_frames_that_share_a_dictionary_are_read(tmp_path):
    records = [_record(number) for number in range(9)]
    dictionary = zstd_train_dictionary_from_samples(records * 9, 4000)
    frames = [_zstd(record, dictionary) for record in records]
    # Each writer puts the dictionary in front of its frame; an archive has it once.
    size = 8 + int.from_bytes(frames[0][4:8], "little")
    data = frames[0] + b"".join(frame[size:] for frame in frames[1:])
    pages, losses, _ = _read(tmp_path / "shared.warc.zst", data)
    assert [page.uri for page in pages] == [f"https://news.example/{number}" for number in range(9)]
    assert losses == []
    assert pages[0].offset == size
    assert read_record(tmp_path / "shared.warc.zst", pages[5].offset) == pages[5]


def test_records_that_share_gzip_members_are_read(tmp_path):
    data = b"".join(_record(number) for number in range(9))
    blocks = b"".join(gzip.compress(data[at : at + 1000], mtime=0) for at in range(0, len(data), 1000))
    for packed in (gzip.compress(data, mtime=0), blocks):
        pages, losses, _ = _read(tmp_path / "whole.warc.gz", packed)
        assert [page.uri for page in pages] == [f"https://news.example/{number}" for number in range(9)]
        assert losses == []
        assert read_record(tmp_path / "whole.warc.gz", pages[5].offset, pages[5].uri) == pages[5]


def test_an_archived_page_is_a_row_with_its_address_and_time(tmp_path):
    path = tmp_path / "one.warc.gz"
    path.write_bytes(gzip.compress(_record(7, b"<p>Bonjour", date=b"2025-07-04T07:48:00.5Z"), mtime=0))
    [(page, body)] = read_archive_pages(path)
    assert (page.page_uri, page.url, page.captured) == ("https://news.example/7",) * 2 + ("2025-07-04T07:48:00.5Z",)
    assert (page.media_type, page.http_charset, body) == ("text/html", "utf-8", b"<p>Bonjour")


@pytest.mark.promise(20)
def test_an_archived_page_keeps_its_opt_outs_and_no_credentials(tmp_path):
    tags = b"X-Robots-Tag: noarchive\r\nX-Robots-Tag: noindex\r\n"
    record = _record(7, b"<p>Bonjour", http=_HTTP + tags).replace(b"https://news", b"https://reader:secret@news")
    path = tmp_path / "one.warc"
    path.write_bytes(record)
    [(page, _)] = read_archive_pages(path)
    assert page.opt_outs == ("noindex", "noarchive")
    assert "secret" not in page.page_uri + (page.url or "")


def test_a_file_that_is_no_archive_is_one_loss(tmp_path):
    assert [loss.reason for loss in _read(tmp_path / "x.warc", b"filedesc:/x.arc 0.0.0.0 2014 text/plain 1\n")[1]] == [
        "junk"
    ]
    assert _read(tmp_path / "x.warc", b"") == ([], [], Counter())
    with pytest.raises(InputError, match="nothing"):
        list(read_archive(tmp_path / "nothing.warc"))


@pytest.mark.promise(23)
@given(data=st.data(), packing=st.sampled_from(["gz", "zst", "plain"]))
@settings(max_examples=150, deadline=None)
def test_no_bytes_end_the_reading(tmp_path_factory, data, packing):
    archive = bytearray(
        b"".join(_packed([_record(number, b"<p>Bonjour", digest=True) for number in range(3)], packing))
    )
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(archive) - 1))
        archive[at : at + data.draw(st.integers(0, 9))] = data.draw(st.binary(max_size=9))
    pages, losses, skipped = _read(tmp_path_factory.mktemp("fuzz") / "x.warc", bytes(archive))
    assert len(pages) + len(losses) + skipped.total() >= 1
    assert all(page.body == b"<p>Bonjour" for page in pages)
