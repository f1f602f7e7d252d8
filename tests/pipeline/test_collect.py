"""Collecting: what was captured stays, whatever becomes of its source; what could not be read is tried again."""

import shutil
from pathlib import Path

import pytest

from extract.contract.tables import Article, Page, Reject
from extract.errors import BatchError
from extract.pipeline import discover, extract_articles, fetch_pages, open_context
from extract.settings import load_settings
from extract.store.batches import rows_of

SEED = Path(__file__).parents[1] / "golden/pages/seed_page.txt"
HEADER = "file,captured_at,url,publisher,publish_text\n"


@pytest.fixture
def pages(tmp_path):
    folder = tmp_path / "pages"
    folder.mkdir()
    shutil.copy(SEED, folder / "page.txt")
    (folder / "captures.csv").write_text(HEADER + "page.txt,2025-07-04T07:48:00+09:00,,,true\n")
    return folder


@pytest.fixture
def context(tmp_path, monkeypatch):
    monkeypatch.delenv("DAYBOOK_PAGES", raising=False)
    return open_context(load_settings(home=tmp_path / "home"))


def read(context, step, batch_id, table):
    return rows_of(table, context.batches.read(step, batch_id, table))


def test_what_was_seen_is_not_offered_again(context, pages):
    assert discover(context, [pages], "one") == ["one-0000"]
    fetch_pages(context)
    assert discover(context, [pages], "two") == []
    shutil.copy(SEED, pages / "other.txt")
    assert discover(context, [pages], "two") == ["two-0000"]


def test_a_batch_that_was_left_is_due_in_the_next_run(context, pages):
    discover(context, [pages], "one")
    shutil.copy(SEED, pages / "other.txt")
    assert discover(context, [pages], "two") == ["one-0000", "two-0000"]


def test_many_pages_make_several_batches(tmp_path, pages):
    for number in range(4):
        shutil.copy(SEED, pages / f"{number}.txt")
    context = open_context(load_settings(home=tmp_path / "home", batch_pages=2))
    assert discover(context, [pages], "r") == ["r-0000", "r-0001", "r-0002"]


def test_a_capture_outlives_its_source(context, pages):
    discover(context, [pages], "r")
    fetch_pages(context)
    shutil.rmtree(pages)
    counts = fetch_pages(context, again=True)
    assert counts.as_dict() == {"batches.done": 1, "pages": 1}
    assert extract_articles(context).as_dict()["articles"] == 4


def test_a_file_that_could_not_be_read_is_offered_again(context, pages):
    away = pages.parent / "away.txt"
    discover(context, [pages], "one")
    (pages / "page.txt").rename(away)
    assert fetch_pages(context).as_dict() == {"batches.done": 1, "pages": 0, "rejected.unreadable": 1}
    away.rename(pages / "page.txt")
    assert discover(context, [pages], "two") == ["two-0000"]
    assert fetch_pages(context).as_dict()["pages"] == 1


@pytest.mark.promise(24)
def test_withdrawn_terms_reach_the_articles(context, pages):
    discover(context, [pages], "one")
    fetch_pages(context)
    extract_articles(context)
    (pages / "captures.csv").write_text(HEADER + "page.txt,2025-07-04T07:48:00+09:00,,The Outlet,false\n")
    assert discover(context, [pages], "two") == ["one-0000"]
    fetch_pages(context)
    extract_articles(context)
    (page,) = read(context, "fetch_pages", "one-0000", Page)
    assert (page.publisher_name, page.is_text_publishable) == ("The Outlet", False)
    assert {row.is_text_publishable for row in read(context, "extract_articles", "one-0000", Article)} == {False}
    assert discover(context, [pages], "three") == []


@pytest.mark.promise(13)
def test_a_lost_body_fails_its_batch_and_leaves_what_was_made_of_it(context, pages):
    discover(context, [pages], "r")
    fetch_pages(context)
    extract_articles(context)
    shutil.rmtree(context.pages.folder)
    with pytest.raises(BatchError, match="is missing") as error:
        extract_articles(context, again=True)
    assert "fetch-pages --again" in error.value.hint
    assert len(read(context, "extract_articles", "r-0000", Article)) == 4
    # While the source is there, the body comes back.
    assert fetch_pages(context, again=True).as_dict()["pages"] == 1
    assert extract_articles(context, again=True).as_dict()["articles"] == 4


@pytest.mark.promise(13)
def test_a_damaged_batch_stops_no_other(context, pages):
    discover(context, [pages], "one")
    shutil.copy(SEED, pages / "other.txt")
    discover(context, [pages], "two")
    path = context.batches.path("discover", "one-0000") / "discoveries.parquet"
    path.write_bytes(path.read_bytes()[:-9])
    with pytest.raises(BatchError, match=r"1 of 2 batches failed: one-0000") as error:
        fetch_pages(context)
    assert "remove its folder" in error.value.hint
    assert len(read(context, "fetch_pages", "two-0000", Page)) == 1
    # The pages of a batch that cannot be read are offered anew.
    assert "three-0000" in discover(context, [pages], "three")


@pytest.mark.promise(5)
def test_kept_and_rejected_are_what_was_offered(context, pages):
    (pages / "empty.txt").write_text("")
    (pages / "zeros.txt").write_bytes(bytes(100))
    (batch_id,) = discover(context, [pages], "r")
    fetch_pages(context)
    kept = [row.page_uri for row in read(context, "fetch_pages", batch_id, Page)]
    rejected = {Path(row.key).name: row.reason for row in read(context, "fetch_pages", batch_id, Reject)}
    assert [Path(uri).name for uri in kept] == ["page.txt"]
    assert rejected == {"empty.txt": "empty", "zeros.txt": "binary"}
