"""Pages without a warehouse: files, folders and archives, each with its outcome."""

import gzip

from extract.pipeline.reading_pages import read_pages

PAGE = b"<html><body><p>Ministers met in Oslo.</p></body></html>"


def record(kind: str, content: bytes, **headers: str) -> bytes:
    lines = {
        "WARC-Type": kind,
        "WARC-Record-ID": "<urn:uuid:0f1d5a0e-0000-4000-8000-000000000001>",
        "WARC-Date": "2025-07-04T12:00:00Z",
        "Content-Length": str(len(content)),
    } | {name.replace("_", "-"): value for name, value in headers.items()}
    head = "".join(f"{name}: {value}\r\n" for name, value in lines.items())
    return gzip.compress(f"WARC/1.0\r\n{head}\r\n".encode() + content + b"\r\n\r\n", mtime=0)


def response(media_type: str, body: bytes) -> bytes:
    http = f"HTTP/1.1 200 OK\r\nContent-Type: {media_type}\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body
    more = {"WARC_Target_URI": "https://example.org/oslo", "Content_Type": "application/http; msgtype=response"}
    return record("response", http, **more)


def outcomes(*paths):
    pages, total = read_pages(paths)
    found = [(page.page_uri, page.refused.reason if page.refused else page.body) for page in pages]
    return found, total


def test_every_file_has_an_outcome_and_a_bad_one_says_why(tmp_path):
    (tmp_path / "a.html").write_bytes(PAGE)
    (tmp_path / "b.html").write_bytes(b"")
    found, total = outcomes(tmp_path)
    assert found == [(str(tmp_path / "a.html"), PAGE), (str(tmp_path / "b.html"), "empty")]
    assert total == 2


def test_an_archive_gives_its_pages(tmp_path):
    path = tmp_path / "one.warc.gz"
    path.write_bytes(record("warcinfo", b"software: test\r\n") + response("text/html", PAGE))
    found, total = outcomes(path)
    assert [body for _, body in found] == [PAGE]
    assert total == 0


def test_an_archive_without_a_page_is_told(tmp_path):
    contents = {
        "empty": b"",
        "info": record("warcinfo", b"software: test\r\n"),
        "json": response("application/json", b"{}"),
    }
    for name, content in contents.items():
        path = tmp_path / f"{name}.warc.gz"
        path.write_bytes(content)
        found, _ = outcomes(path)
        assert found == [(str(path), "no_page")]
