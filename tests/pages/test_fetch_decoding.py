"""Compressed bodies, in pieces of any size."""

import gzip
import zlib

import pytest

from extract.pages.answers import Stop
from extract.pages.decoding import BodyDecoder

pytestmark = pytest.mark.promise(10)

TEXT = b"Ministers met in Oslo. " * 200


def decode(body: bytes, encoding: str = "gzip", piece: int = 7, max_bytes: int = 100_000, **more: bool) -> bytes:
    decoder = BodyDecoder(encoding, max_bytes, **more)
    for start in range(0, len(body), piece):
        decoder.add(body[start : start + piece])
    return decoder.finish()


def _bare(text: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(text) + packer.flush()


@pytest.mark.parametrize("piece", [1, 2, 100, 100_000])
@pytest.mark.parametrize(
    ("encoding", "body"),
    [
        ("", TEXT),
        ("identity", TEXT),
        ("gzip", gzip.compress(TEXT, mtime=0)),
        ("X-GZIP, identity", gzip.compress(TEXT, mtime=0)),
        ("gzip", gzip.compress(TEXT[:1000], mtime=0) + gzip.compress(TEXT[1000:], mtime=0)),
        ("gzip", gzip.compress(TEXT, mtime=0) + b"\0" * 50),
        ("gzip", gzip.compress(TEXT, mtime=0) + b"rubbish"),
        ("deflate", zlib.compress(TEXT)),
        ("deflate", _bare(TEXT)),
    ],
)
def test_a_body_is_whole_whatever_the_pieces(encoding, body, piece):
    assert decode(body, encoding, piece) == TEXT


@pytest.mark.parametrize("cut", [1, 5, 30])
def test_compressed_data_that_ends_early_is_incomplete(cut):
    for encoding, body in (
        ("gzip", gzip.compress(TEXT, mtime=0)),
        ("gzip", gzip.compress(b"x", mtime=0) + gzip.compress(TEXT, mtime=0)),
    ):
        with pytest.raises(Stop, match="incomplete"):
            decode(body[:-cut], encoding)
    with pytest.raises(Stop, match="incomplete"):
        decode(b"\x1f")


def test_an_empty_body_needs_no_end_marker():
    assert decode(b"") == b""


def test_no_more_than_the_bound_is_kept():
    bomb = gzip.compress(b" " * 3_000_000, mtime=0)
    with pytest.raises(Stop, match="too_big"):
        decode(bomb)
    assert decode(bomb, keep_first=True) == b" " * 100_000
    assert decode(b"a" * 100_000, "") == b"a" * 100_000
    with pytest.raises(Stop, match="too_big"):
        decode(b"a" * 100_001, "")
    with pytest.raises(Stop, match="too_big"):
        decode(gzip.compress(b"", mtime=0) * 20_000, piece=5000)


@pytest.mark.parametrize("encoding", ["br", "zstd", "gzip, gzip", "rot13", "gzip;q=1"])
def test_a_coding_that_was_not_asked_for_is_refused(encoding):
    with pytest.raises(Stop, match="bad_encoding"):
        decode(TEXT, encoding)


@pytest.mark.parametrize("encoding", ["gzip", "deflate"])
def test_data_of_another_kind_is_refused(encoding):
    with pytest.raises(Stop, match="bad_encoding"):
        decode(b"<html>plain</html>", encoding)
