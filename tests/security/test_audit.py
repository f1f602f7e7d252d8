"""`make audit`, with a service of known weaknesses on loopback that answers as OSV does."""

import json
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from locks import ROOT

# The one that reaches nobody is tried several times over before uv gives up.
pytestmark = pytest.mark.extended

AUDIT = Path(__file__).with_name("audit.py")
# Of a package that is in our own lock, so that whoever runs this can resolve it.
PIN = next(line for line in (ROOT / "requirements.lock").read_text().split("\n") if line.startswith("idna=="))
WEAKNESS = {
    "id": "TEST-1",
    "summary": "reads too much",
    "modified": "2026-01-01T00:00:00Z",
    "affected": [{"package": {"ecosystem": "PyPI", "name": "idna"}, "ranges": [], "versions": [PIN.split()[0][6:]]}],
}


class Osv(BaseHTTPRequestHandler):
    """Knows a weakness of the packages in `weak`; keeps what it was asked in `asked`."""

    def do_POST(self):
        body = json.loads(self.rfile.read(int(self.headers["content-length"])))
        names = [query["package"]["name"] for query in body["queries"]]
        self.server.asked += names
        told = {"vulns": [{"id": WEAKNESS["id"], "modified": WEAKNESS["modified"]}]}
        self.answer({"results": [told if name in self.server.weak else {} for name in names]})

    def do_GET(self):
        self.answer(WEAKNESS)

    def answer(self, document):
        data = json.dumps(document).encode()
        self.send_response(200)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *said):
        """Keep what was asked out of the tests' output."""


@pytest.fixture
def osv():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Osv)
    server.weak, server.asked = set(), []
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def lock(tmp_path):
    path = tmp_path / "a.lock"
    path.write_text(f"{PIN.rstrip(chr(92))}\\\n    --hash=sha256:{64 * '0'}\n")
    return path


def audit(lock, address):
    command = [sys.executable, AUDIT, lock, "--service-url", address]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if "not audited" in done.stdout and "dns" in done.stdout:
        pytest.skip("the registry that versions are looked up in cannot be reached")
    return done


def test_a_version_with_a_known_weakness_is_named_and_fails(lock, osv):
    osv.weak.add("idna")
    done = audit(lock, f"http://127.0.0.1:{osv.server_port}/")
    assert done.returncode == 1
    assert "TEST-1" in done.stdout
    assert "reads too much" in done.stdout
    assert "make lock" in done.stderr


def test_versions_without_one_pass_after_each_was_asked_about(lock, osv):
    done = audit(lock, f"http://127.0.0.1:{osv.server_port}/")
    assert (done.returncode, osv.asked) == (0, ["idna"])
    assert "no weakness is known" in done.stdout


def test_where_the_service_is_out_of_reach_it_says_that_nothing_was_asked(lock, osv):
    osv.shutdown()
    osv.server_close()
    done = audit(lock, f"http://127.0.0.1:{osv.server_port}/")
    assert done.returncode == 0
    assert "not audited" in done.stdout
    assert "no weakness is known" not in done.stdout
