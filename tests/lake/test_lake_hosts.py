"""Two workers of a lake never ask one web host at once, nor too soon after each other."""

import http.server
import itertools
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import psycopg2
import pytest
from lakes import context_of

from extract.errors import LakeUnreachable
from extract.pages.answers import Request
from extract.pages.fetch import HostStates
from extract.pipeline.web import ask_addresses
from extract.store.lake.hosts import open_lake_hosts

pytestmark = [pytest.mark.extended, pytest.mark.xdist_group("lake"), pytest.mark.promise(14)]

TRY = """
import sys
from extract.pipeline.context import open_context
from extract.store.lake.hosts import open_lake_hosts
with open_lake_hosts(open_context().lake) as hosts:
    print(hosts.try_hold(sys.argv[1]))
"""


@pytest.fixture
def place(lake_settings):
    return lake_settings


@pytest.fixture
def try_elsewhere(run_python):
    def run(host):
        done = run_python(TRY, host)
        assert done.returncode == 0, done.stderr
        return done.stdout.strip() == "True"

    return run


def test_a_held_host_is_held_for_every_worker_until_it_is_released(place, try_elsewhere):
    with open_lake_hosts(place) as hosts:
        assert hosts.try_hold("a.example")
        assert not try_elsewhere("a.example")
        assert try_elsewhere("b.example")
        hosts.release("a.example")
        assert try_elsewhere("a.example")
        assert hosts.try_hold("a.example")
        hosts.release("never.held.example")


def test_a_worker_that_ended_holds_nothing(place, try_elsewhere):
    assert try_elsewhere("a.example")
    with open_lake_hosts(place) as hosts:
        assert hosts.try_hold("a.example")


def test_the_last_start_is_known_to_all_and_the_name_to_nobody(place):
    with open_lake_hosts(place) as one, open_lake_hosts(place) as other:
        assert one.seconds_since_start("a.example") is None
        for _ in range(2):
            one.note_start("a.example")
            assert 0 <= other.seconds_since_start("a.example") < 60
    connection = psycopg2.connect(place.catalog)
    with connection, connection.cursor() as cursor:
        cursor.execute("select count(*), bool_or(h::text like '%%a.example%%') from daybook.hosts h")
        assert cursor.fetchall() == [(1, False)]
    connection.close()


def test_a_database_that_goes_meanwhile_is_named(place):
    with open_lake_hosts(place) as hosts:
        hosts.try_hold("a.example")
        connection = psycopg2.connect(place.catalog)
        with connection, connection.cursor() as cursor:
            cursor.execute(
                "select pg_terminate_backend(pid) from pg_stat_activity where application_name like 'daybook hosts%%'",
                [],
            )
        connection.close()
        with pytest.raises(LakeUnreachable, match="while pages were fetched"):
            hosts.note_start("a.example")
        hosts.release("a.example")


@pytest.fixture
def site():
    """A site that counts how many requests it answers at once, and when each came."""
    counted = {"now": 0, "most": 0, "times": []}
    guard = threading.Lock()

    class Page(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            with guard:
                counted["now"] += 1
                counted["most"] = max(counted["most"], counted["now"])
                if not self.path.startswith("/robots"):
                    counted["times"].append(time.monotonic())
            time.sleep(0.2)
            with guard:
                counted["now"] -= 1
            self.send_response(200 if not self.path.startswith("/robots") else 404)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_):
            """Say nothing."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Page)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"127.0.0.1:{server.server_port}", counted
    server.shutdown()
    server.server_close()


def test_workers_ask_one_host_in_turn_with_its_gap(place, site, tmp_path):
    address, counted = site

    def fetch(number):
        context = context_of(place, tmp_path / str(number), fetch_private=(address,))
        requests = [Request(f"http://{address}/{number}-{one}", min_gap_seconds=0.5) for one in range(2)]
        return [answer.outcome for answer in ask_addresses(context, HostStates(), requests)]

    with ThreadPoolExecutor(3) as workers:
        outcomes = list(workers.map(fetch, range(3)))
    assert len(counted["times"]) == 6, outcomes
    assert counted["most"] == 1
    times = sorted(counted["times"])
    assert all(later - earlier > 0.45 for earlier, later in itertools.pairwise(times))
