"""WARC archives of made-up pages, as a crawler writes them."""

import csv
import gzip
import sys
from pathlib import Path

from running import ROOT

sys.path.insert(0, str(ROOT / "tests" / "benchmarks"))
from orchestration_pages import write_pages


def write_archives(folder: Path, archives: int, pages: int, seed: int = 1) -> list[Path]:
    """So many archives of so many pages each, all different; paths in order."""
    saved = folder / "saved"
    write_pages(saved, archives * pages, seed)
    with (saved / "captures.csv").open(newline="") as file:
        captures = list(csv.DictReader(file))
    found = []
    for number in range(archives):
        path = folder / f"crawl-{number:02}.warc.gz"
        with path.open("wb") as archive:
            for capture in captures[number * pages : (number + 1) * pages]:
                archive.write(_record(capture, (saved / capture["file"]).read_bytes()))
        found.append(path)
    return found


def _record(capture: dict[str, str], body: bytes) -> bytes:
    """A response with its headers, compressed by itself, as archives are."""
    answer = (
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: %d\r\n\r\n" % len(body) + body
    )
    moment = capture["captured_at"].replace("+00:00", "Z")
    head = (
        f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:{capture['file']}>\r\n"
        f"WARC-Target-URI: {capture['url']}\r\nWARC-Date: {moment}\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(answer)}\r\n\r\n"
    )
    return gzip.compress(head.encode() + answer + b"\r\n\r\n", mtime=0)
