"""Promise 20: what lets us in stands in no log, no page of docs and no table, wherever in an address it was given."""

import os
import subprocess
from pathlib import Path

import duckdb
import pytest

pytestmark = [pytest.mark.promise(20), pytest.mark.extended, pytest.mark.slow]

ROOT = Path(__file__).parents[2]
CANARY = "canary7f3a"
STORY = "".join(
    f"<p>The council of Oslo voted on Thursday to build {number} homes beside the harbour, its chair Aiko Mori said, and "
    "residents asked for a park in place of the old warehouses there.</p>"
    for number in range(40, 46)
)


def story(title, head=""):
    top = f"<html><head><title>{title}</title>{head}</head><body>"
    return f"{top}<article><h1>{title}</h1>{STORY}</article></body></html>".encode()


def feed(*links):
    items = "".join(f"<item><title>a</title><link>{link.replace('&', '&amp;')}</link></item>" for link in links)
    return f"<rss version='2.0'><channel><title>t</title>{items}</channel></rss>".encode()


@pytest.fixture
def run_home(tmp_path, web):
    """Run every step on what `sources.yml` names; gives the exit code and all that was said."""
    home = tmp_path / "home"
    home.mkdir()

    def run(sources):
        (home / "sources.yml").write_text(sources)
        done = subprocess.run(
            [ROOT / ".venv/bin/daybook", "--home", home, "--log-level", "debug", "run"],
            env=os.environ | {"DAYBOOK_FETCH_PRIVATE": f"127.0.0.1:{web.port}"},
            capture_output=True,
            text=True,
            cwd=ROOT,
            check=False,
        )
        return home, done.returncode, done.stdout + done.stderr

    return run


def texts_of(database):
    """Every cell of every table, schema by schema, as text."""
    with duckdb.connect(str(database), read_only=True) as connection:
        tables = connection.execute(
            "select table_schema || '.' || table_name from information_schema.tables order by 1"
        ).fetchall()
        for (table,) in tables:
            yield table, " ".join(map(str, connection.execute(f"from {table}").fetchall()))


def test_a_secret_in_an_address_is_used_and_written_down_nowhere(web, reply, run_home):
    address = f"http://127.0.0.1:{web.port}"
    secret = f"token={CANARY}"
    web.answers = {
        "/robots.txt": reply(status="404 Not Found"),
        "/.well-known/tdmrep.json": reply(status="404 Not Found"),
        f"/feed.xml?api_key={CANARY}": reply(
            feed(
                f"{address}/plain?id=1&{secret}",
                f"http://reader:{CANARY}@127.0.0.1:{web.port}/user",
                f"{address}/moved",
                f"{address}/gone?{secret}",
                f"{address}/canonical",
            ),
            kind="application/rss+xml",
        ),
        f"/plain?id=1&{secret}": reply(story("Plain")),
        "/user": reply(story("User")),
        "/moved": reply(status="302 Found", Location=f"/target?X-Amz-Signature={CANARY}&id=2"),
        f"/target?X-Amz-Signature={CANARY}&id=2": reply(story("Moved")),
        f"/gone?{secret}": reply(status="410 Gone"),
        "/canonical": reply(
            story("Canonical", f'<link rel="canonical" href="{address}/canonical-of?access_token={CANARY}">')
        ),
    }
    home, code, said = run_home(
        f"sources:\n  - {{name: news, kind: feed, address: '{address}/feed.xml?api_key={CANARY}', min_gap_seconds: 0}}\n"
    )
    assert code == 0, said
    # It was used: each page behind it was given.
    assert {f"/feed.xml?api_key={CANARY}", f"/plain?id=1&{secret}", f"/gone?{secret}"} <= set(web.paths())

    assert CANARY not in said
    published = dict(texts_of(home / "published" / "daybook.duckdb"))
    assert [table for table, text in published.items() if CANARY in text] == []
    # And what it was said beside is still there.
    assert f"{address}/plain?id=1" in published["marts.fetches"]
    assert f"{address}/target?id=2" in published["marts.fetches"]
    assert f"{address}/gone" in published["marts.rejects"]
    assert f"{address}/feed.xml" in published["marts.source_checks"]
    assert f"{address}/canonical-of" in published["marts.articles"]
    assert [table for table, text in texts_of(home / "warehouse" / "build.duckdb") if CANARY in text] == []
    pages = [
        path
        for folder in ("quality", "published", "warehouse")
        for path in (home / folder).rglob("*")
        if path.is_file()
    ]
    assert len(pages) > 5
    assert [path for path in pages if CANARY.encode() in path.read_bytes()] == []

    # A second run knows the pages though it holds no secret of theirs.
    asked = len(web.paths())
    _, code, said = run_home(
        f"sources:\n  - {{name: news, kind: feed, address: '{address}/feed.xml?api_key={CANARY}', min_gap_seconds: 0}}\n"
    )
    assert code == 0, said
    assert [path for path in web.paths()[asked:] if "feed" not in path and "robots" not in path] == []
    assert CANARY not in said
