"""Promise 14: robots.txt is obeyed, one connection a host with a gap, pauses are kept, and nothing is sent twice in vain."""

import gzip
import socket
import subprocess
import sys
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from itertools import pairwise

import pytest

from extract.pages.fetch import HostStates, Request
from extract.store.host_locks import HostFiles

PAGE = b"<p>Ministers met in Oslo.</p>"
ZIPPED = gzip.compress(PAGE, mtime=0)


@pytest.mark.promise(14)
def test_one_connection_a_host_with_the_gap_between_starts(web, reply, rules, fetch):
    gap = 0.3
    web.answers["/"] = lambda connection: (time.sleep(0.1), connection.sendall(reply(PAGE)))
    web.answers["/away"] = reply(status="302 Found", Location=f"http://b.example:{web.port}/")
    asked = [Request(f"http://{host}.example:{web.port}{path}") for host in "ab" for path in ("/", "/away", "/")]
    polite = replace(rules, min_gap_seconds=gap, obey_robots=True)
    assert all(answer.outcome == "ok" for answer in fetch(asked, polite))
    assert set(web.most_open.values()) == {1}
    assert {hit.path for hit in web.hits} == {"/robots.txt", "/", "/away"}
    for host in ("a.example", "b.example"):
        starts = [hit.at for hit in web.hits if hit.host == host]
        # Sending takes a moment that may differ between two requests.
        assert all(later - earlier > gap * 0.8 for earlier, later in pairwise(starts))


@pytest.mark.promise(14)
def test_a_source_may_set_its_own_gap_and_crawl_delay_raises_it(web, reply, rules, fetch):
    web.answers |= {"/": reply(PAGE), "/robots.txt": reply(b"User-agent: *\nCrawl-delay: 0.4", kind="text/plain")}
    asked = [Request(f"http://a.example:{web.port}/", min_gap_seconds=0) for _ in range(3)]
    polite = replace(rules, min_gap_seconds=60, obey_robots=True)
    assert all(answer.outcome == "ok" for answer in fetch(asked, polite))
    starts = [hit.at for hit in web.hits if hit.path == "/"]
    assert all(later - earlier > 0.3 for earlier, later in pairwise(starts))


@pytest.mark.promise(14)
def test_hosts_go_on_side_by_side(web, reply, rules, fetch):
    web.answers["/"] = reply(PAGE)
    asked = [Request(f"http://h{n}.example:{web.port}/") for n in range(10) for _ in range(2)]
    started = time.monotonic()
    answers = fetch(asked, replace(rules, min_gap_seconds=1))
    assert [answer.outcome for answer in answers] == ["ok"] * 20
    # One after the other they would take ten seconds of gaps.
    assert time.monotonic() - started < 8


ROBOTS = [
    ("disallow", "robots", b"User-agent: *\nDisallow: /"),
    ("bom", "robots", b"\xef\xbb\xbfUser-agent: *\nDisallow: /"),
    ("nul", "robots", b"User-agent: *\x00\nDisallow: /"),
    ("ours", "robots", b"User-agent: *\nAllow: /\n\nUser-agent: Daybook\nDisallow: /"),
    ("wildcards", "robots", b"User-agent: *\nDisallow: /*" + b"a*" * 200 + b"\nDisallow: /*.html$"),
    ("other", "ok", b"User-agent: otherbot\nDisallow: /"),
    ("html", "ok", b"<html><body>Not found</body></html>"),
    ("huge", "ok", b"User-agent: *\nDisallow: /" + b"a" * 700_000),
    ("empty", "ok", b""),
]


@pytest.mark.promise(14)
def test_robots_files_are_obeyed_however_they_are_written(web, reply, rules, fetch_one):
    files = {f"{name}.example": reply(body, kind="text/plain") for name, _, body in ROBOTS}

    def robots(connection: socket.socket) -> None:
        connection.sendall(files[web.hits[-1].host])

    web.answers |= {"/robots.txt": robots, "/aaa.html": reply(PAGE)}
    for name, outcome, _ in ROBOTS:
        url = f"http://{name}.example:{web.port}/aaa.html"
        assert fetch_one(url, replace(rules, obey_robots=True)).outcome == outcome, name
        assert web.paths(f"{name}.example") == ["/robots.txt", "/aaa.html"][: 2 if outcome == "ok" else 1]


@pytest.mark.promise(14)
@pytest.mark.parametrize(
    "case",
    [
        ("404 Not Found", "ok"),
        ("403 Forbidden", "ok"),
        ("500 Oops", "robots_unavailable"),
        ("429 Slow", "robots_unavailable"),
    ],
)
def test_a_missing_robots_file_allows_and_a_broken_one_stops(web, reply, rules, case, fetch):
    status, outcome = case
    web.answers |= {"/robots.txt": reply(status=status), "/": reply(PAGE)}
    asked = [Request(f"http://a.example:{web.port}/") for _ in range(3)]
    answers = fetch(asked, replace(rules, obey_robots=True))
    assert {answer.outcome for answer in answers} == {outcome}
    assert web.paths() == ["/robots.txt"] + ["/"] * (3 if outcome == "ok" else 0)


@pytest.mark.promise(14)
def test_a_robots_file_out_of_reach_stops(web, reply, rules, fetch_one):
    web.answers |= {"/robots.txt": web.hang, "/": reply(PAGE)}
    answer = fetch_one(f"http://a.example:{web.port}/", replace(rules, obey_robots=True, deadline_seconds=0.5))
    assert (answer.outcome, web.paths()) == ("robots_unavailable", ["/robots.txt"])


@pytest.mark.promise(14)
def test_a_redirect_obeys_the_robots_file_of_the_host_it_leads_to(web, reply, rules, fetch_one):
    web.answers["/robots.txt"] = lambda connection: connection.sendall(
        reply(b"User-agent: *\nDisallow: /" if web.hits[-1].host == "b.example" else b"", kind="text/plain")
    )
    web.answers |= {"/go": reply(status="302 Found", Location=f"http://b.example:{web.port}/"), "/": reply(PAGE)}
    answer = fetch_one(f"http://a.example:{web.port}/go", replace(rules, obey_robots=True))
    assert (answer.outcome, web.paths("b.example")) == ("robots", ["/robots.txt"])


@pytest.mark.promise(14)
@pytest.mark.parametrize("case", [("503 Busy", "server_error"), ("429 Slow", "rate_limited")])
def test_a_host_that_asks_for_a_long_pause_is_left_alone(web, reply, rules, case, fetch):
    status, outcome = case
    web.answers |= {"/busy": reply(status=status, Retry_After="86400"), "/": reply(PAGE)}
    asked = [Request(f"http://a.example:{web.port}{path}") for path in ("/busy", "/", "/")]
    first, *rest = fetch(asked, rules)
    assert (first.outcome, first.retry_after_seconds, len(web.hits)) == (outcome, 86400, 1)
    assert {answer.outcome for answer in rest} == {"rate_limited" if outcome == "rate_limited" else "circuit_open"}


@pytest.mark.promise(14)
def test_what_one_call_learns_of_a_host_holds_in_the_next(web, reply, rules, fetch):
    web.answers |= {"/busy": reply(status="503 Busy", Retry_After="86400"), "/": reply(PAGE)}
    states, obeying = HostStates(), replace(rules, obey_robots=True, min_gap_seconds=1)
    for path, outcome in (("/", "ok"), ("/", "ok"), ("/busy", "server_error"), ("/", "circuit_open")):
        (answer,) = fetch([f"http://a.example:{web.port}{path}"], obeying, states=states)
        assert answer.outcome == outcome
    assert web.paths() == ["/robots.txt", "/", "/", "/busy"]
    # A busy machine may note a hit a while after it came.
    assert all(later.at - earlier.at > 0.5 for earlier, later in pairwise(web.hits))


HOLD = """
import sys, time
from pathlib import Path
from extract.store.host_locks import HostFiles
hosts = HostFiles(Path(sys.argv[1]))
print(hosts.try_hold("a.example"), flush=True)
time.sleep(1)
hosts.note_start("a.example")
hosts.release("a.example")
"""


@pytest.mark.promise(14)
def test_other_processes_have_their_turns(web, reply, rules, fetch, tmp_path):
    web.answers["/"] = reply(PAGE)
    url = f"http://a.example:{web.port}/"
    with subprocess.Popen([sys.executable, "-c", HOLD, tmp_path], stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout.readline() == "True\n"
        started = time.monotonic()
        answers = fetch([url, url], replace(rules, min_gap_seconds=0.6), locks=HostFiles(tmp_path))
    assert [answer.outcome for answer in answers] == ["ok", "ok"]
    # A second until the host is let go, and the gap after the other's request.
    assert web.hits[0].at - started > 1.4
    assert web.hits[1].at - web.hits[0].at > 0.5
    assert HostFiles(tmp_path).try_hold("a.example")


@pytest.mark.promise(14)
def test_a_short_pause_is_waited_for(web, reply, rules, fetch):
    web.answers |= {"/busy": reply(status="503 Busy", Retry_After="1"), "/": reply(PAGE)}
    asked = [Request(f"http://a.example:{web.port}{path}") for path in ("/busy", "/")]
    assert [answer.outcome for answer in fetch(asked, rules)] == ["server_error", "ok"]
    assert web.hits[1].at - web.hits[0].at > 0.8


@pytest.mark.promise(14)
def test_a_pause_given_as_a_date_counts_from_now(web, reply, rules, fetch_one):
    now = datetime(2025, 7, 4, 12, tzinfo=UTC)
    web.answers["/"] = reply(status="503 Busy", Retry_After=format_datetime(now + timedelta(hours=2), usegmt=True))
    answer = fetch_one(f"http://a.example:{web.port}/", rules, clock=lambda: now)
    assert (answer.retry_after_seconds, answer.requested_at) == (7200, now)


@pytest.mark.promise(14)
def test_what_has_not_changed_is_not_sent_again(web, reply, rules, fetch_one):
    def conditional(connection: socket.socket) -> None:
        is_known = web.hits[-1].headers.get("if-none-match") == '"v1"'
        connection.sendall(
            reply(status="304 Same") if is_known else reply(PAGE, ETag='"v1"', Last_Modified="Fri, 4 Jul 2025")
        )

    web.answers["/"] = conditional
    url = f"http://a.example:{web.port}/"
    first = fetch_one(url, rules)
    assert (first.outcome, first.etag, first.last_modified) == ("ok", '"v1"', "Fri, 4 Jul 2025")
    again = fetch_one(Request(url, etag=first.etag, last_modified=first.last_modified), rules)
    assert (again.outcome, again.body, again.etag, again.status) == ("not_modified", b"", '"v1"', 304)
    assert web.hits[-1].headers["if-modified-since"] == "Fri, 4 Jul 2025"
    # A validator that would break the header is left out.
    assert fetch_one(Request(url, etag='"v1"\r\nX: y'), rules).outcome == "ok"


@pytest.mark.promise(24)
def test_an_answer_carries_what_the_page_says_of_itself(web, reply, rules, fetch_one):
    page = b'<meta name="tdm-reservation" content="1">' + PAGE
    web.answers["/"] = reply(page, kind='Text/HTML; Charset="ISO-8859-1"', X_Robots_Tag="noarchive, otherbot: noindex")
    answer = fetch_one(f"http://a.example:{web.port}/", rules)
    assert (answer.media_type, answer.charset, answer.body) == ("text/html", "iso-8859-1", page)
    assert answer.opt_outs == ("noarchive", "tdm_reservation")
    assert web.hits[0].headers["user-agent"].startswith("Daybook/")


@pytest.mark.promise(24)
def test_a_site_reserves_mining_for_its_paths_in_one_file(web, reply, rules, fetch):
    reserved = b'[{"location": "/news/*", "tdm-reservation": 1}, {"location": "/news/open/", "tdm-reservation": 0}, 7]'
    web.answers |= {path: reply(PAGE) for path in ("/news/a", "/news/open/b", "/blog/c")}
    web.answers |= {
        "/news/said": reply(PAGE, tdm_reservation="0"),
        "/feed": reply(b"<rss/>", kind="application/rss+xml"),
    }
    web.answers["/.well-known/tdmrep.json"] = reply(reserved, kind="application/json")
    asked = [
        f"http://a.example:{web.port}{path}" for path in ("/feed", "/news/a", "/news/open/b", "/blog/c", "/news/said")
    ]
    stated = [answer.opt_outs for answer in fetch(asked, replace(rules, read_tdm_files=True))]
    assert stated == [(), ("tdm_reservation",), (), (), ()]
    assert web.paths().index("/.well-known/tdmrep.json") == 2
    assert web.paths().count("/.well-known/tdmrep.json") == 1


@pytest.mark.promise(24)
@pytest.mark.parametrize("body", [b"", b"<html>", b"[" * 50_000, b"null", b'{"location": 3}', b"\xff\xfe"])
def test_a_file_that_is_no_tdmrep_reserves_nothing(web, reply, rules, fetch_one, body):
    web.answers |= {"/": reply(PAGE), "/.well-known/tdmrep.json": reply(body)}
    answer = fetch_one(f"http://a.example:{web.port}/", replace(rules, read_tdm_files=True))
    assert (answer.outcome, answer.opt_outs) == ("ok", ())


def test_a_type_that_is_no_text_is_read_only_when_asked_for(web, reply, rules, fetch_one):
    web.answers["/map.gz"] = reply(ZIPPED, kind="application/gzip")
    url = f"http://a.example:{web.port}/map.gz"
    assert fetch_one(url, rules).outcome == "refused"
    assert fetch_one(Request(url, accept="application/xml, application/gzip"), rules).body == ZIPPED
