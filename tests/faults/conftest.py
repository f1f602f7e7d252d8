"""Batches on their way into another process, and web servers on loopback that behave badly."""

import json
import shutil
import socket
import ssl
import tarfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import pytest

from extract.contract.columns import OUTCOMES
from extract.pages.fetch import Answer, FetchRules, Request, fetch_all
from extract.store.load import BatchFiles

HOMES = Path(__file__).parents[1] / "store/homes"


@pytest.fixture
def describe(tmp_path: Path):
    """Write down batches so that a process of its own can load them; returns the file."""

    def write(*batches: BatchFiles) -> Path:
        path = tmp_path / f"batches-{len(list(tmp_path.glob('batches-*')))}.json"
        files = [
            [batch.batch_id, batch.sha256, {name: [str(p) for p in paths] for name, paths in batch.files.items()}]
            for batch in batches
        ]
        path.write_text(json.dumps(files))
        return path

    return write


@dataclass(frozen=True)
class Hit:
    """A request as the server saw it; times by the monotonic clock, in seconds."""

    host: str
    path: str
    headers: dict[str, str]
    at: float


class Web:
    """A web server on loopback that answers each path with raw bytes, or by a function that is handed the socket."""

    def __init__(self, address: str = "127.0.0.1", tls: ssl.SSLContext | None = None) -> None:
        self.hits: list[Hit] = []
        self.most_open: Counter[str] = Counter()
        self.answers: dict[str, bytes | Callable[[socket.socket], None]] = {}
        self._open: Counter[str] = Counter()
        self._tls = tls
        self._count = threading.Lock()
        self._stopped = threading.Event()
        self._listener = socket.create_server(
            (address, 0), family=socket.AF_INET6 if ":" in address else socket.AF_INET
        )
        self.port = self._listener.getsockname()[1]
        self.at = f"[{address}]:{self.port}" if ":" in address else f"{address}:{self.port}"
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        self._stopped.set()
        self._listener.close()

    def paths(self, host: str | None = None) -> list[str]:
        return [hit.path for hit in self.hits if host is None or hit.host == host]

    def hang(self, _: socket.socket) -> None:
        self._stopped.wait(60)

    def drip(self, connection: socket.socket) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 100000\r\n\r\n")
        while not self._stopped.wait(0.1):
            connection.sendall(b"x")

    def _accept(self) -> None:
        while not self._stopped.is_set():
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._answer, args=(connection,), daemon=True).start()

    def _answer(self, connection: socket.socket) -> None:
        host = ""
        # A client that has enough hangs up: that is what some tests are about.
        with suppress(OSError), connection:
            stream = self._tls.wrap_socket(connection, server_side=True) if self._tls else connection
            head = b""
            while b"\r\n\r\n" not in head:
                piece = stream.recv(65536)
                if not piece:
                    return
                head += piece
            first, *lines = head.decode("latin-1").split("\r\n")
            headers = {
                name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines if line)
            }
            host, path = headers["host"].partition(":")[0], first.split(" ")[1]
            with self._count:
                self.hits.append(Hit(host, path, headers, time.monotonic()))
                self._open[host] += 1
                self.most_open[host] = max(self.most_open[host], self._open[host])
            try:
                answer = self.answers.get(path, NOT_THERE)
                stream.sendall(answer) if isinstance(answer, bytes) else answer(stream)
            finally:
                with self._count:
                    self._open[host] -= 1
                stream.close()


def reply(body: bytes = b"", status: str = "200 OK", kind: str = "text/html", **headers: str) -> bytes:
    """A whole answer; a header's name is written with underscores."""
    fields = {"Content-Type": kind, "Content-Length": str(len(body))}
    fields |= {name.replace("_", "-"): value for name, value in headers.items()}
    return (
        f"HTTP/1.1 {status}\r\n".encode()
        + "".join(f"{k}: {v}\r\n" for k, v in fields.items()).encode()
        + b"\r\n"
        + body
    )


NOT_THERE = reply(b"no", "404 Not Found")


@pytest.fixture
def web():
    """A server on loopback; `web.port`, `web.answers[path]`, `web.hits`."""
    server = Web()
    yield server
    server.close()


@pytest.fixture
def start_web():
    """Start more servers: on another address, or with TLS."""
    servers: list[Web] = []

    def start(address: str = "127.0.0.1", tls: ssl.SSLContext | None = None) -> Web:
        servers.append(Web(address, tls))
        return servers[-1]

    yield start
    for server in servers:
        server.close()


@pytest.fixture(name="reply")
def reply_fixture():
    """Build the bytes of an answer."""
    return reply


def _to_loopback(_host: str, _port: int) -> list[str]:
    return ["127.0.0.1"]


@pytest.fixture
def to_loopback():
    """A resolver for which every name is the loopback address."""
    return _to_loopback


@pytest.fixture
def rules(web) -> FetchRules:
    """Rules that let `web` be reached, without waiting, robots.txt and tdmrep.json."""
    return FetchRules(
        min_gap_seconds=0,
        deadline_seconds=5,
        obey_robots=False,
        read_tdm_files=False,
        allow_private=frozenset({f"127.0.0.1:{web.port}"}),
    )


@pytest.fixture
def fetch():
    """Fetch addresses, every name being the loopback address; returns the answers in the order in which they came."""

    def ask(requests: Sequence[Request | str], rules: FetchRules, **more) -> list[Answer]:
        asked = [Request(request) if isinstance(request, str) else request for request in requests]
        answers = list(fetch_all(asked, rules, **({"resolve": _to_loopback} | more)))
        assert len(answers) == len(asked)
        assert {answer.outcome for answer in answers} <= set(OUTCOMES)
        return answers

    return ask


@pytest.fixture
def fetch_one(fetch):
    """Fetch one address."""

    def ask(request: Request | str, rules: FetchRules, **more) -> Answer:
        (answer,) = fetch([request], rules, **more)
        return answer

    return ask


@pytest.fixture(scope="session")
def _unpacked(tmp_path_factory):
    """The home that contract 4 made (tests/store/homes/README.md), unpacked once."""
    folder = tmp_path_factory.mktemp("earlier")
    with tarfile.open(HOMES / "contract-4.tar.xz") as archive:
        archive.extractall(folder, filter="data")
    return folder / "home"


@pytest.fixture
def earlier_home(tmp_path, _unpacked):
    """A home that an earlier contract made: three pages in two batches, two generations."""
    return shutil.copytree(_unpacked, tmp_path / "home")


@pytest.fixture
def tree():
    """Every file below a folder but locks, with its bytes: what "nothing was changed" is held against."""

    def read(folder: Path) -> dict[str, bytes]:
        return {
            path.relative_to(folder).as_posix(): path.read_bytes()
            for path in sorted(folder.rglob("*"))
            if path.is_file() and ".lock" not in path.name and ".locks" not in path.parts
        }

    return read


@pytest.fixture(scope="module")
def world():
    """Words that no other text has: of a story, a publisher and a person to erase."""
    from erased_world import World

    return World()


@pytest.fixture(scope="module")
def filled(world, tmp_path_factory) -> Path:
    """A home that has published the world."""
    from erased_world import fill_home

    home = tmp_path_factory.mktemp("filled") / "home"
    fill_home(world, home)
    return home
