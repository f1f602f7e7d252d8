"""A news site on loopback, the pages it serves, archives of them, and homes whose sources list them."""

import gzip
import http.server
import threading
import zlib
from types import SimpleNamespace

import pytest

from extract.pipeline import open_context
from extract.settings import load_settings
from extract.store.batches import rows_of

PARAGRAPH = "The council of {place} voted on Thursday to build 40 homes beside the harbour, its chair Aiko Mori said. "
SECOND = "Work begins in March and takes two years; residents asked for a park in place of the old warehouses."


def page_of(place, head=""):
    body = "".join(f"<p>{PARAGRAPH.format(place=place)}{SECOND} This is paragraph {number}.</p>" for number in range(4))
    top = f"<html><head><title>{place} builds</title>{head}</head><body>"
    return f"{top}<article><h1>{place} builds</h1>{body}</article></body></html>"


class Site(http.server.BaseHTTPRequestHandler):
    """A news site: feed, sitemap, articles; answers with an ETag and knows when it is asked again."""

    def do_GET(self):
        self.server.asked.append((self.path, dict(self.headers)))
        status, kind, body = self.server.pages.get(self.path, (404, "text/plain", "nothing here"))
        data = body.encode()
        etag = f'"{zlib.crc32(data)}"'
        if status == 200 and self.headers.get("If-None-Match") == etag:
            status, data = 304, b""
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        if status in (200, 304):
            self.send_header("ETag", etag)
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_):
        """Say nothing."""


@pytest.fixture
def site():
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Site)
    server.asked, server.pages = [], {}
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    server.root = f"http://127.0.0.1:{server.server_port}"
    server.pages["/feed.xml"] = (200, "application/rss+xml", feed(server.root, "oslo", "bergen", "closed"))
    server.pages["/oslo"] = (200, "text/html; charset=utf-8", page_of("Oslo"))
    server.pages["/bergen"] = (503, "text/plain", "later")
    server.pages["/closed"] = (200, "text/html", page_of("Closed", '<meta name="robots" content="noindex">'))
    yield server
    server.shutdown()
    server.server_close()


def feed(root, *names):
    items = "".join(f"<item><title>{name}</title><link>{root}/{name}</link></item>" for name in names)
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>Site</title><link>{root}</link>{items}</channel></rss>'


@pytest.fixture
def open_home(tmp_path, site, monkeypatch):
    monkeypatch.delenv("DAYBOOK_PAGES", raising=False)

    def opened(sources):
        home = tmp_path / "home"
        home.mkdir(exist_ok=True)
        (home / "sources.yml").write_text("sources:\n" + sources)
        return open_context(load_settings(home=home, fetch_private=(f"127.0.0.1:{site.server_port}",)))

    return opened


def entry(name, kind, address, **more):
    lines = [f"  - name: {name}", f"    kind: {kind}", f"    address: {address}", "    min_gap_seconds: 0"]
    return "\n".join([*lines, *(f"    {key}: {value}" for key, value in more.items())]) + "\n"


def read(context, step, batch_id, table):
    return rows_of(table, context.batches.read(step, batch_id, table))


def record(uri, html):
    body = html.encode()
    answer = (
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: %d\r\n\r\n" % len(body) + body
    )
    head = (
        f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:{uri[-4:]}>\r\nWARC-Target-URI: {uri}\r\n"
        "WARC-Date: 2025-07-04T07:48:00Z\r\nContent-Type: application/http; msgtype=response\r\n"
        f"Content-Length: {len(answer)}\r\n\r\n"
    )
    return gzip.compress(head.encode() + answer + b"\r\n\r\n", mtime=0)


@pytest.fixture
def news():
    """What tests make pages, feeds, archives and entries of `sources.yml` with."""
    return SimpleNamespace(page_of=page_of, feed=feed, record=record, entry=entry, read=read)
