"""Promise 10: deadlines hold, and what is not whole is not taken; one dead host does not slow the others."""

import gzip
import socket
import time
import zlib
from dataclasses import replace

import pytest

from extract.pages.fetch import Request, fetch_all

pytestmark = pytest.mark.promise(10)

PAGE = b"<html><head><title>T</title></head><body><p>Ministers met in Oslo.</p></body></html>"


def _gzip_bomb() -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    return b"".join(packer.compress(b" " * 1_000_000) for _ in range(50)) + packer.flush()


def _raw(head: str, body: bytes = PAGE) -> bytes:
    return f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n{head}\r\n".encode() + body


def _reset(connection: socket.socket) -> None:
    connection.sendall(_raw("Content-Length: 9999\r\n"))
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\0\0\0\0\0\0\0")


def _flood(connection: socket.socket) -> None:
    connection.sendall(_raw("", b"<html>"))
    while True:
        connection.sendall(b"<p>x</p>" * 10_000)


ZIPPED = gzip.compress(PAGE * 50, mtime=0)
BEHAVIOURS = [
    ("whole", _raw("", PAGE), "ok"),
    ("gzip", _raw("Content-Encoding: gzip\r\n", ZIPPED), "ok"),
    ("gzip in two members", _raw("Content-Encoding: x-gzip\r\n", gzip.compress(PAGE, mtime=0) * 2), "ok"),
    ("deflate", _raw("Content-Encoding: deflate\r\n", zlib.compress(PAGE)), "ok"),
    ("gzip cut", _raw("Content-Encoding: gzip\r\n", ZIPPED[:-12]), "incomplete"),
    ("gzip that is none", _raw("Content-Encoding: gzip\r\n"), "bad_encoding"),
    ("gzip twice", _raw("Content-Encoding: gzip\r\n", gzip.compress(ZIPPED, mtime=0)), "bad_encoding"),
    ("gzip undeclared", _raw("", ZIPPED), "bad_encoding"),
    ("gzip chain", _raw("Content-Encoding: gzip, gzip\r\n", gzip.compress(ZIPPED, mtime=0)), "bad_encoding"),
    ("brotli", _raw("Content-Encoding: br\r\n"), "bad_encoding"),
    ("bomb", _raw("Content-Encoding: gzip\r\n", _gzip_bomb()), "too_big"),
    ("flood", _flood, "too_big"),
    ("boast", _raw("Content-Length: 99999999999999\r\n"), "too_big"),
    ("short", _raw("Content-Length: 100000\r\n"), "incomplete"),
    ("chunks cut", _raw("Transfer-Encoding: chunked\r\n", b"%x\r\n%s\r\n" % (len(PAGE), PAGE)), "incomplete"),
    ("reset", _reset, "incomplete"),
    ("two lengths", _raw("Content-Length: 5\r\nContent-Length: 9\r\n"), "unreadable"),
    ("header flood", _raw("".join(f"X-{n}: {'v' * 1000}\r\n" for n in range(1000))), "unreadable"),
    ("long header", _raw(f"X: {'v' * 3_000_000}\r\n"), "unreadable"),
    ("garbage", b"\x00\xff\xfe garbage not http\r\n\r\n", "unreadable"),
    ("silence", b"", "unreachable"),
    ("a part", b"HTTP/1.1 206 Partial Content\r\nContent-Type: text/html\r\n\r\n" + PAGE, "incomplete"),
    ("no content", b"HTTP/1.1 204 No Content\r\n\r\n", "refused"),
    ("image", b"HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\n" + PAGE, "refused"),
    ("forbidden", b"HTTP/1.1 403 Forbidden\r\n\r\n", "refused"),
    ("gone", b"HTTP/1.1 410 Gone\r\n\r\n", "gone"),
    ("legal", b"HTTP/1.1 451 Unavailable\r\n\r\n", "gone"),
    ("error", b"HTTP/1.1 500 Oops\r\n\r\n", "server_error"),
    ("unchanged unasked", b"HTTP/1.1 304 Not Modified\r\n\r\n", "refused"),
    ("redirect nowhere", b"HTTP/1.1 302 Found\r\n\r\n", "refused"),
    ("redirect to itself", b"HTTP/1.1 302 Found\r\nLocation: #top\r\n\r\n", "too_many_redirects"),
]


def test_each_bad_behaviour_has_its_outcome_and_leaves_no_body(web, rules, fetch, tried):
    urls = {}
    for number, (name, answer, _) in enumerate(BEHAVIOURS):
        web.answers[f"/{number}"] = answer
        urls[f"http://h{number}.example:{web.port}/{number}"] = name
    answers = fetch(list(urls), replace(rules, deadline_seconds=20))
    assert {urls[answer.request.url]: answer.outcome for answer in answers} == {
        name: outcome for name, _, outcome in BEHAVIOURS
    }
    assert all(bool(answer.body) == (answer.outcome == "ok") for answer in answers)
    tried(len(answers))


def test_the_deadline_holds_against_drip_hang_and_slow_names(web, rules, fetch):
    web.answers |= {"/drip": web.drip, "/hang": web.hang}
    web.answers["/slow"] = lambda connection: [connection.sendall(b"H") or time.sleep(0.1) for _ in range(600)]

    def resolve(host: str, _: int) -> list[str]:
        if host == "names.example":
            time.sleep(60)
        return ["127.0.0.1"]

    started = time.monotonic()
    urls = [f"http://{path}.example:{web.port}/{path}" for path in ("drip", "hang", "slow", "names")]
    answers = fetch(urls, replace(rules, deadline_seconds=0.5), resolve=resolve)
    assert {answer.outcome for answer in answers} == {"timed_out"}
    # Each would last a minute.
    assert time.monotonic() - started < 20


def test_the_deadline_covers_all_redirects_together(web, reply, rules, fetch_one):
    def slowly(target: str):
        return lambda connection: (time.sleep(0.3), connection.sendall(reply(status="302 Found", Location=target)))

    web.answers |= {f"/{n}": slowly(f"/{n + 1}") for n in range(6)}
    answer = fetch_one(f"http://a.example:{web.port}/0", replace(rules, deadline_seconds=0.75))
    assert answer.outcome == "timed_out"
    assert answer.redirect_count < 5


def test_a_dead_host_does_not_slow_the_others(web, reply, rules, fetch):
    web.answers |= {"/hang": web.hang, "/": reply(PAGE)}
    dead = [Request(f"http://dead.example:{web.port}/hang")]
    live = [Request(f"http://h{number}.example:{web.port}/") for number in range(20)]
    answers = fetch(dead + live, replace(rules, deadline_seconds=3))
    assert [answer.outcome for answer in answers] == ["ok"] * 20 + ["timed_out"]


def test_a_slow_reader_of_answers_does_not_make_requests_time_out(web, reply, rules, to_loopback):
    web.answers |= {"/": reply(PAGE), "/later": lambda connection: (time.sleep(0.3), connection.sendall(reply(PAGE)))}
    asked = [Request(f"http://a.example:{web.port}/"), Request(f"http://b.example:{web.port}/later")]
    answers = fetch_all(asked, replace(rules, deadline_seconds=1.5), resolve=to_loopback)
    assert next(answers).outcome == "ok"
    # Longer than the deadline of the request that is under way.
    time.sleep(2)
    assert [answer.outcome for answer in answers] == ["ok"]


def test_a_run_that_is_left_early_ends_its_requests(web, reply, rules, to_loopback):
    web.answers |= {"/hang": web.hang, "/": reply(PAGE)}
    asked = [Request(f"http://a.example:{web.port}/"), Request(f"http://b.example:{web.port}/hang")]
    answers = fetch_all(asked, replace(rules, deadline_seconds=60), resolve=to_loopback)
    started = time.monotonic()
    assert next(answers).outcome == "ok"
    answers.close()
    assert time.monotonic() - started < 20


def test_at_most_five_redirects_are_followed(web, reply, rules, fetch_one):
    web.answers |= {f"/{n}": reply(status="301 Moved", Location=f"/{n + 1}") for n in range(9)}
    web.answers["/end"] = reply(PAGE)
    far = fetch_one(f"http://a.example:{web.port}/0", rules)
    assert (far.outcome, far.redirect_count, len(web.hits)) == ("too_many_redirects", 5, 6)
    web.answers["/8"] = reply(status="308 Moved", Location="/end")
    near = fetch_one(f"http://a.example:{web.port}/4", rules)
    assert (near.outcome, near.redirect_count, near.final_url) == ("ok", 5, f"http://a.example:{web.port}/end")


def test_three_failures_in_a_row_open_the_circuit(web, reply, rules, fetch):
    web.answers |= {"/": reply(PAGE), "/bad": b""}
    paths = ["/bad", "/bad", "/", "/bad", "/bad", "/bad", "/", "/"]
    asked = [Request(f"http://a.example:{web.port}{path}") for path in paths]
    outcomes = [answer.outcome for answer in fetch(asked, rules)]
    assert outcomes == ["unreachable"] * 2 + ["ok"] + ["unreachable"] * 3 + ["circuit_open"] * 2
    assert len(web.hits) == 6
