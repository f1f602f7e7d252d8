"""A web hook on loopback that hears what whoever is on call is told."""

import http.server
import json
import threading
import time


class _Hook(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.heard.append(json.loads(body))
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_):
        """Say nothing."""


class Ears:
    """Listens as long as it is open; `connection` is what Airflow has to be told to be heard."""

    def __enter__(self):
        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Hook)
        self._server.heard = []
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_):
        self._server.shutdown()
        self._server.server_close()

    @property
    def connection(self):
        path = f"json://127.0.0.1:{self._server.server_port}/"
        return json.dumps({"conn_type": "apprise", "extra": {"config": {"path": path}}})

    def wait_for(self, title, seconds=60):
        """What was said under a title; fails where nothing comes."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            for said in self._server.heard:
                if said["title"] == title:
                    return said
            time.sleep(0.2)
        raise AssertionError(f"nobody was told {title!r}, but {[said['title'] for said in self._server.heard]}")
