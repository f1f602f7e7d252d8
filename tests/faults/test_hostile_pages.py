"""Promise 5: one bad page never stops the rest, and nothing vanishes."""

import gzip
import json
import logging
import os
import random
import subprocess
import sys
import zlib
from collections import Counter
from datetime import UTC, datetime

import psutil
import pyarrow.parquet as pq
import pytest
from dirty_pages import dirty_pages

from extract import pipeline
from extract.contract.keys import page_id
from extract.contract.tables import Page
from extract.errors import PageError
from extract.pipeline.sandbox import ReadPage, extract_pages, open_workers
from extract.runtime.workers import Limits, Workers
from extract.settings import load_settings

TOWNS = ("Aldara", "Brisk", "Corvo", "Dunmere", "Estrel", "Farhaven", "Gullen", "Hestia", "Inver", "Jorvik")
WORDS = "The council met on Tuesday and agreed to spend 12 million euros on 40 new buses for the northern districts. "


def good_page(number: int) -> bytes:
    town = TOWNS[number % len(TOWNS)]
    return (
        f"<html><head><title>{town} opens bridge {number}</title></head><body><article><h1>{town} opens bridge {number}</h1>"
        f"<p>Bridge {number} over the river at {town} was opened on Friday after {number + 2} years of work, the mayor said.</p>"
        f"<p>It carries trams and bicycles, cost {number + 30} million crowns, and replaces the ferry of {town}.</p>"
        "</article></body></html>"
    ).encode()


def page(body: str = "", head: str = "") -> bytes:
    story = "".join(f"<p>Part {number}: {WORDS}</p>" for number in range(5))
    text = f"<!DOCTYPE html><html><head><title>Buses</title>{head}</head><body><article><h1>Buses</h1>{story}{body}</article>"
    return text.encode("utf-8", "surrogatepass")


def json_ld(text: str) -> bytes:
    return page(head=f'<script type="application/ld+json">{text}</script>')


def zipped(body: bytes) -> bytes:
    return gzip.compress(body, mtime=0)


pytestmark = [pytest.mark.promise(5), pytest.mark.xdist_group("hostile_pages")]

NOISE = random.Random(5)  # noqa: S311 - no secret

# What is slow, deep, large, cut, or no text, by the name of its file.
HOSTILE = {
    "deep_div.html": page("<div>" * 50_000 + WORDS),
    "deep_span.html": page("<p>" + "<span>" * 30_000 + WORDS),
    "deep_list.html": page("<ul><li>item " * 5_000),
    "deep_table.html": page("<table><tr><td>cell " * 2_000),
    "deep_link.html": page("<a href=x>" * 50_000),
    "deep_quote.html": page("<blockquote><p>x" * 5_000),
    "misnested.html": page("<b><i><p></b></i>text " * 8_000),
    "many_p.html": page("<p>x</p>" * 600_000),
    "many_br.html": page("<p>" + "a<br>" * 950_000),
    "many_attributes.html": page("<p " + " ".join(f'a{number}="v"' for number in range(40_000)) + ">x</p>"),
    "long_attribute.html": page(f'<p class="{"x" * 4_000_000}">x</p>'),
    "many_classes.html": page(f'<div class="{" ".join(f"c{number}" for number in range(50_000))}">x</div>'),
    "many_metas.html": page(head="".join(f'<meta name="m{number}" content="v">' for number in range(40_000))),
    "many_links.html": page("".join(f'<a href="/a/{number}">link {number}</a> ' for number in range(30_000))),
    "doctype.html": b"<!DOCTYPE html" + b"/" * 80_000 + b"<html><body>" + page(),
    "self_closing.html": b"<!DOCTYPE html>\n" + b"<html" * 800 + b" " * 1_000 + b"/>\n" + page(),
    "json_ld_cut.html": json_ld('{"@type":"NewsArticle","author":{"name":"' + 'a\\"' * 60_000),
    "json_ld_deep.html": json_ld("[" * 100_000 + "]" * 100_000),
    "json_ld_spaces.html": json_ld('{"author":' + " " * 62_000 + '"name"'),
    "json_ld_number.html": json_ld('{"@type":"NewsArticle","x":' + "9" * 1_000_000 + "}"),
    "json_ld_type.html": json_ld('[{"@type":7,"author":[[null]],"datePublished":{"a":1},"headline":["x",{}]}]'),
    "title.html": page(head=f"<title>{'A - B | ' * 125_000}</title>"),
    "author.html": page(head=f'<meta name="author" content="{"a" * 50_000}{" " * 50_000}!">'),
    "date.html": page(head=f'<meta property="article:published_time" content="{"2024-" * 200_000}">'),
    "script.html": page("<script>" + "var x=1;" * 300_000),
    "comment.html": page("<!--" + "x" * 3_000_000),
    "textarea.html": page("<textarea>" + "</article>" * 100_000),
    "brackets.html": page("<p>" + "<" * 500_000),
    "digits.html": page("<p>" + "1" * 1_000_000 + "</p>"),
    "dates.html": page("<p>" + "20240312-" * 100_000 + "</p>"),
    "accents.html": page("<p>e" + "\u0301" * 500_000 + "</p>"),
    "entities.html": page("".join(f"&#{number};" for number in (0, 8, 12, 0xD800, 0xFFFF, 0x110000, 10**12))),
    "surrogates.html": page("<p>\ud800 \udfff</p>"),
    "nul_between.html": page().replace(b"e", b"e\x00"),
    "nul_first.html": b"\x00" * 100_000 + page(),
    "nul_only.html": b"\x00" * 1_000_000,
    "noise.html": NOISE.randbytes(500_000),
    "noise_inside.html": b"<html><body><article><p>" + NOISE.randbytes(500_000),
    "picture.html": b"\x89PNG\r\n\x1a\n" + NOISE.randbytes(10_000),
    "entity_bomb.html": b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]>' + page("<p>&b;</p>"),
    "frames.html": b"<html><frameset>" + b"<frame src=x>" * 50_000,
    "empty.html": b"",
    "too_long.html": page(WORDS * 60_000),
    "bomb.html.gz": zipped(b"<html><body>" + bytes(60_000_000)),
    "bomb_text.txt.gz": zipped(WORDS.encode() * 200_000),
    "members.html.gz": zipped(b"<p>x</p>") * 20_000,
    "cut.html.gz": zipped(page())[:-20],
    "not_gzip.html.gz": zlib.compress(page()),
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """100 good pages, and the hostile ones among them."""
    folder = tmp_path_factory.mktemp("pages")
    for number in range(100):
        (folder / f"{number:03}.html").write_bytes(good_page(number))
    for number, (name, body) in enumerate(HOSTILE.items()):
        (folder / f"{2 * number:03}_{name}").write_bytes(body)
    for name, body in dirty_pages():
        (folder / name).write_bytes(body)
    return folder


@pytest.fixture(scope="module")
def home(folder, tmp_path_factory):
    """A home that has been through the steps. The deadline is shorter than the default's 5 s: so is the test."""
    home = tmp_path_factory.mktemp("home")
    context = open_context(home, extract_workers=2)
    batches = pipeline.discover(context, [folder], "one")
    pipeline.fetch_pages(context, batches)
    pipeline.extract_articles(context, batches)
    return home


def open_context(home, **settings):
    return pipeline.open_context(load_settings(home=home, extract_seconds=2, extract_memory_mb=500, **settings))


def rows(home, step, table):
    return [
        row
        for path in sorted(home.glob(f"batches/{step}/*/{table}.parquet"))
        for row in pq.read_table(path).to_pylist()
    ]


def test_every_good_page_is_stored(home, folder, tried):
    stored = Counter(row["title"] for row in rows(home, "extract_articles", "articles"))
    wanted = {f"{TOWNS[number % len(TOWNS)]} opens bridge {number}" for number in range(100)}
    assert {title: stored[title] for title in wanted} == dict.fromkeys(wanted, 1)
    hostile = len(list(folder.iterdir())) - len(wanted)
    assert hostile > 300
    tried(hostile)


def test_what_came_in_was_kept_or_rejected(home, folder):
    fetched = rows(home, "fetch_pages", "pages")
    not_fetched = rows(home, "fetch_pages", "rejects")
    not_extracted = rows(home, "extract_articles", "rejects")
    extracted = {row["page_uri"] for row in rows(home, "extract_articles", "articles")}
    assert len(fetched) + len(not_fetched) == len(list(folder.iterdir()))
    assert len(extracted) + len(not_extracted) == len(fetched)
    assert extracted.isdisjoint(row["key"] for row in not_extracted)


def test_every_reject_has_its_stage_and_its_reason(home):
    rejects = rows(home, "fetch_pages", "rejects") + rows(home, "extract_articles", "rejects")
    known = {
        "fetch_pages": {"empty", "binary", "too_big", "bad_gzip"},
        "extract_articles": {"no_article", "too_short", "too_big", "extraction_failed", "timed_out", "out_of_memory"},
    }
    assert rejects
    assert [(row["key"], row["reason"]) for row in rejects if row["reason"] not in known[row["stage"]]] == []


def test_the_counts_say_the_same(home):
    for path in home.glob("batches/extract_articles/*/_manifest.json"):
        counts = json.loads(path.read_text(encoding="utf-8"))["counts"]
        given = json.loads(
            (home / "batches/fetch_pages" / path.parent.name / "_manifest.json").read_text(encoding="utf-8")
        )
        rejected = sum(number for name, number in counts.items() if name.startswith("rejected."))
        assert counts["pages"] + rejected == given["counts"]["pages"]


def test_the_bytes_are_the_same_with_any_number_of_workers(tmp_path, folder):
    context = open_context(tmp_path / "home", extract_workers=1)
    good = [folder / f"{number:03}.html" for number in range(20)]
    pipeline.fetch_pages(context, pipeline.discover(context, good, "one"))
    written = []
    for workers in (1, 3):
        pipeline.extract_articles(open_context(tmp_path / "home", extract_workers=workers), again=True)
        files = sorted((tmp_path / "home/batches/extract_articles").rglob("*.*"))
        written.append({path.name: path.read_bytes() for path in files})
    assert written[0]
    assert written[0] == written[1]


def test_workers_are_forked_from_a_process_with_one_thread():
    """A lock that another thread holds at the fork is never released in the worker."""
    # Libraries of other tests may have left processes of their own.
    before = set(psutil.Process().children())
    with open_workers(load_settings(extract_workers=1)) as workers:
        list(extract_pages(workers, [read_page(1, good_page(1))]))
        (zygote,) = set(psutil.Process().children()) - before
        assert zygote.num_threads() == 1


def test_the_command_answers_for_every_file_in_their_order(tmp_path):
    bodies = [
        good_page(0),
        HOSTILE["many_attributes.html"],
        good_page(1),
        HOSTILE["cut.html.gz"],
        HOSTILE["many_p.html"],
    ]
    files = []
    for number, body in enumerate([*bodies, good_page(2)]):
        # No ending that a folder would be searched for: a file that is named is read.
        files.append(tmp_path / f"{number}.bin")
        files[-1].write_bytes(body)
    command = [sys.executable, "-c", "from extract.cli import main; main()", "extract", *map(str, files)]
    settings = {"DAYBOOK_EXTRACT_SECONDS": "1", "DAYBOOK_EXTRACT_WORKERS": "2"}
    done = subprocess.run(command, env=os.environ | settings, capture_output=True, text=True, check=True, cwd=tmp_path)
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert list(dict.fromkeys(row["page"] for row in answers)) == [str(path) for path in files]
    refused = [row for row in answers if row["id"] is None]
    assert str(files[3]) in [row["page"] for row in refused]
    assert json.loads(done.stderr) == {
        "pages": 6,
        "articles": len(answers) - len(refused),
        "pages_rejected": len(refused),
    }


# The real extraction, but a page may say what its worker does.
DEADLY = """
import ctypes, os, time
from extract.articles.worker import extract_rows as extract_for_real

def extract_rows(page, body):
    deed = body.decode()[4:] if body.startswith(b"DO: ") else ""
    if deed == "crash": ctypes.string_at(0)
    if deed == "exit": os._exit(0)
    if deed == "sleep": time.sleep(60)
    if deed == "allocate": bytearray(2**31)
    if deed == "assert": raise AssertionError("a mistake\\nof ours")
    return extract_for_real(page, body)
"""

REASONS = {
    "crash": "worker_died", "exit": "worker_died", "sleep": "timed_out", "allocate": "out_of_memory",
    "assert": "extraction_failed",
}  # fmt: skip


def read_page(number: int, body: bytes) -> ReadPage:
    now = datetime(2025, 7, 4, tzinfo=UTC)
    row = Page(
        page_id=page_id(body), page_uri=f"{number}.html", captured=now.isoformat(), captured_at=now, media_type="text/html",
        length_bytes=len(body),
    )  # fmt: skip
    return ReadPage(row.page_uri, row, body)


def test_a_page_that_kills_its_worker_is_one_reject(tmp_path, monkeypatch, caplog):
    (tmp_path / "deadly.py").write_text(DEADLY, encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(logging.getLogger("daybook"), "propagate", True)
    given = []
    for deed in REASONS:
        given += [good_page(len(given)), f"DO: {deed}".encode()]
    pages = [read_page(number, body) for number, body in enumerate(given)]
    pages.append(ReadPage("gone.html", refused=PageError("unreadable")))
    # 1 s: enough for a good page on a busy machine.
    limits = Limits(seconds=1, memory_bytes=500_000_000)
    with Workers("deadly:extract_rows", count=2, limits=limits, warm_up="extract.articles.worker:warm_up") as workers:
        found = list(extract_pages(workers, pages))
    assert [one.read for one in found] == pages
    assert [one.refused.reason for one in found[1::2]] == list(REASONS.values())
    assert [len(one.articles) for one in found[0:-1:2]] == [1] * len(REASONS)
    assert found[-1].refused.reason == "unreadable"
    # A mistake of ours would hide among the rejects: it is told, on one line.
    (told,) = {record.getMessage() for record in caplog.records if record.levelname == "WARNING"}
    assert "9.html" in told
    assert "AssertionError" in told
    assert "\n" not in told
