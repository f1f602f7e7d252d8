"""`daybook sources check`: what a run would do with each source, asked for real on a server of our own."""

import json
import os
import subprocess
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
DAYBOOK = str(ROOT / ".venv/bin/daybook")
FEED = """<rss version="2.0"><channel><title>t</title>
  <item><title>One</title><link>/1.html</link><pubDate>Thu, 03 Jul 2025 10:00:00 GMT</pubDate></item>
  <item><title>Two</title><link>/2.html</link></item>
  <item><title>Video</title><link>/video/3.html</link></item>
  <item><title>Bad</title><link>javascript:alert(1)</link></item>
</channel></rss>"""


def daybook(home: Path, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [DAYBOOK, "--home", str(home), "sources", *words],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env=os.environ | environment,
        check=False,
        timeout=120,
    )


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_arguments: object) -> None:
        pass


@pytest.fixture
def served(tmp_path):
    """A folder and the address it is served at."""
    folder = tmp_path / "site"
    folder.mkdir()
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder))) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield folder, f"127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def test_each_source_is_asked_and_shown_as_a_run_would_take_it(tmp_path, served):
    site, host = served
    home = tmp_path / "home"
    (home / "pages").mkdir(parents=True)
    (home / "pages" / "a.html").write_text("<p>a</p>")
    (home / "pages" / "photo.png").write_bytes(b"")
    (site / "rss.xml").write_text(FEED)
    (site / "page.xml").write_text("<html>No sitemap</html>")
    (home / "sources.yml").write_text(
        f"""sources:
  - {{name: news, kind: feed, address: "http://{host}/rss.xml", drop: "*/video/*", min_gap_seconds: 0}}
  - {{name: broken, kind: sitemap, address: "http://{host}/page.xml", min_gap_seconds: 0}}
  - {{name: saved, kind: files, address: pages}}
  - {{name: later, kind: feed, address: "http://{host}/none.xml", enabled: false}}
  - {{name: none, kind: archive, address: archives}}
"""
    )
    done = daybook(home, "check", "--json", DAYBOOK_FETCH_PRIVATE=host)
    assert done.returncode == 1, done.stderr
    found = {row["source"]: row for row in map(json.loads, done.stdout.splitlines())}
    assert {name: row["outcome"] for name, row in found.items()} == {
        "news": "ok", "broken": "unreadable", "saved": "ok", "later": "off", "none": "gone",
    }  # fmt: skip
    news = found["news"]
    assert (news["offered"], news["new"], news["taken"]) == (3, 2, 2)
    assert news["left_out"] == {"bad_url": 1, "dropped": 1}
    assert news["newest"] == "Thu, 03 Jul 2025 10:00:00 GMT"
    assert (found["saved"]["offered"], found["saved"]["left_out"]) == (1, {"no_page_by_ending": 1})
    assert found["broken"]["detail"].startswith("no_sitemap: its root element is")
    assert [name for name, row in found.items() if row["is_broken"]] == ["broken", "none"]
    assert all(row["hint"] for row in found.values() if row["is_broken"])

    done = daybook(home, "check", "news", DAYBOOK_FETCH_PRIVATE=host)
    assert done.returncode == 0, done.stderr
    assert "dropped 1" in done.stdout
    assert "broken" not in done.stdout


def test_what_runs_have_taken_is_not_new(tmp_path):
    home = tmp_path / "home"
    (home / "pages").mkdir(parents=True)
    (home / "pages" / "a.html").write_text("<p>a</p>")
    (home / "sources.yml").write_text("sources:\n  - {name: saved, kind: files, address: pages}\n")
    subprocess.run([DAYBOOK, "--home", str(home), "discover"], check=True, capture_output=True, cwd=ROOT)
    (home / "pages" / "b.html").write_text("<p>b</p>")
    (row,) = map(json.loads, daybook(home, "check", "--json").stdout.splitlines())
    assert (row["offered"], row["new"]) == (2, 1)


def test_offline_validates_the_file_and_asks_nobody(tmp_path):
    (tmp_path / "sources.yml").write_text("sources:\n  - {name: a, kind: feed, address: 'https://nowhere.invalid/'}\n")
    done = daybook(tmp_path, "check", "--offline", "--json")
    assert (done.returncode, json.loads(done.stdout)["outcome"]) == (0, "not_asked")
    (tmp_path / "sources.yml").write_text("sources:\n  - {name: a, kind: fed, address: 'https://nowhere.invalid/'}\n")
    done = daybook(tmp_path, "check", "--offline")
    assert done.returncode == 2
    assert "line 2: source 'a': kind is 'fed', did you mean feed?" in done.stderr
    assert "sources check" in done.stderr


def test_a_misspelt_source_is_named(tmp_path):
    (tmp_path / "sources.yml").write_text("sources:\n  - {name: example, kind: files, address: pages}\n")
    done = daybook(tmp_path, "check", "exmaple")
    assert done.returncode == 2
    assert "no source 'exmaple'" in done.stderr
    assert "sources check example" in done.stderr


def test_without_sources_it_says_how_to_begin(tmp_path):
    done = daybook(tmp_path, "check")
    assert done.returncode == 0
    assert f"{tmp_path / 'sources.yml'} does not exist" in done.stdout
    assert "sources example" in done.stdout


def test_the_example_is_a_file_that_passes(tmp_path):
    (tmp_path / "sources.yml").write_text(daybook(tmp_path, "example").stdout)
    assert daybook(tmp_path, "check", "--offline").returncode == 0
