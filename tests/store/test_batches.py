"""Batches: sealed whole, damaged noticed, due when they should be."""

import dataclasses
import gzip
import json
import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from extract.contract.derive import arrow_table
from extract.contract.tables import Article, Page, Reject
from extract.errors import BatchError, InputError
from extract.store.batches import BatchStore, rows_of
from extract.store.pages import PageStore


def page(uri: str) -> Page:
    return Page(
        page_id="a" * 64,
        page_uri=uri,
        captured="2025-07-04T07:48:00+09:00",
        captured_at=datetime(2025, 7, 3, 22, 48, tzinfo=UTC),
        media_type="text/html",
        length_bytes=3,
    )


def seal(
    store: BatchStore,
    step: str = "fetch_pages",
    batch_id: str = "b-0000",
    uri: str = "a.html",
    given: str | None = None,
):
    tables = {Page: arrow_table(Page, [page(uri)])}
    return store.write(step, batch_id, tables, input_sha256=given, versions={"rules": "1"}, counts={"pages": 1})


def test_what_was_written_is_read(tmp_path):
    store = BatchStore(tmp_path)
    manifest = seal(store)
    assert manifest.counts == {"pages": 1}
    assert rows_of(Page, store.read("fetch_pages", "b-0000", Page)) == [page("a.html")]


@pytest.mark.promise(4)
def test_a_batch_done_twice_is_the_same_bytes(tmp_path):
    one, two = BatchStore(tmp_path / "one"), BatchStore(tmp_path / "two")
    seal(one)
    seal(one)
    seal(two)
    files = sorted(path.name for path in one.path("fetch_pages", "b-0000").iterdir())
    assert files == ["_manifest.json", "pages.parquet"]
    for name in files:
        assert (one.path("fetch_pages", "b-0000") / name).read_bytes() == (
            two.path("fetch_pages", "b-0000") / name
        ).read_bytes()


def test_a_batch_is_due_until_sealed_and_again_when_input_or_versions_change(tmp_path):
    store = BatchStore(tmp_path)
    given = seal(store)
    versions = {"rules": "1"}
    assert store.stale("extract_articles", "fetch_pages", versions) == ["b-0000"]
    seal(store, step="extract_articles", given=given.sha256)
    assert store.stale("extract_articles", "fetch_pages", versions) == []
    assert store.stale("extract_articles", "fetch_pages", {"rules": "2"}) == ["b-0000"]
    seal(store, uri="other.html")
    assert store.stale("extract_articles", "fetch_pages", versions) == ["b-0000"]


@pytest.mark.promise(1)
@pytest.mark.parametrize("place", ["file.fsync", "file.rename"])
@pytest.mark.parametrize("passage", [1, 2])
def test_a_writer_killed_midway_leaves_no_half_batch(tmp_path, place, passage, tried):
    store = BatchStore(tmp_path)
    code = (
        "import sys; sys.path.insert(0, sys.argv[1]); import test_batches as t; from pathlib import Path;"
        "t.seal(t.BatchStore(Path(sys.argv[2])))"
    )
    environment = os.environ | {"DAYBOOK_FAILPOINT": f"{place}=kill@{passage}"}
    done = subprocess.run(
        [sys.executable, "-c", code, str(Path(__file__).parent), str(tmp_path)], env=environment, check=False
    )
    assert done.returncode == -9
    assert store.batch_ids("fetch_pages") == []
    seal(store)
    assert store.batch_ids("fetch_pages") == ["b-0000"]
    tried(1)


def seal_two_tables(store: BatchStore, word: str) -> None:
    """A batch of two tables that say the same word."""
    refused = Reject(stage="fetch_pages", reason="empty", key=word, sha256=None, first_lines="", detail="")
    tables = {Page: arrow_table(Page, [page(word)]), Reject: arrow_table(Reject, [refused])}
    store.write("fetch_pages", "b-0000", tables, input_sha256=None, versions={"rules": word}, counts={})


@pytest.mark.promise(1)
@pytest.mark.parametrize(
    "place",
    [*(f"file.{deed}=kill@{passage}" for deed in ("fsync", "rename") for passage in (1, 2, 3)), "batch.moved=kill",
     "batch.rename=kill"],
)  # fmt: skip
def test_a_batch_sealed_anew_is_the_old_or_the_new_wherever_it_is_killed(tmp_path, place, tried):
    store = BatchStore(tmp_path)
    seal_two_tables(store, "old")
    code = (
        "import sys; sys.path.insert(0, sys.argv[1]); import test_batches as t; from pathlib import Path;"
        "t.seal_two_tables(t.BatchStore(Path(sys.argv[2])), 'new')"
    )
    command = [sys.executable, "-c", code, str(Path(__file__).parent), str(tmp_path)]
    assert subprocess.run(command, env=os.environ | {"DAYBOOK_FAILPOINT": place}, check=False).returncode == -9

    def words():
        pages, refused = (store.read("fetch_pages", "b-0000", table) for table in (Page, Reject))
        return {rows_of(Page, pages)[0].page_uri, rows_of(Reject, refused)[0].key}

    assert words() in ({"old"}, {"new"})
    seal_two_tables(store, "new")
    assert words() == {"new"}
    files = sorted(path.name for path in store.path("fetch_pages", "b-0000").iterdir())
    assert files == ["_manifest.json", "pages.parquet", "rejects.parquet"]
    tried(1)


@pytest.mark.promise(13)
def test_a_damaged_file_is_named_with_the_command_that_mends_it(tmp_path):
    store = BatchStore(tmp_path)
    seal(store)
    path = store.path("fetch_pages", "b-0000") / "pages.parquet"
    data = bytearray(path.read_bytes())
    data[20] ^= 1
    path.write_bytes(data)
    with pytest.raises(BatchError, match="damaged") as error:
        store.read("fetch_pages", "b-0000", Page)
    assert error.value.hint == "daybook fetch-pages b-0000 --again"


@pytest.mark.promise(13)
def test_a_damaged_manifest_is_named(tmp_path):
    store = BatchStore(tmp_path)
    seal(store)
    (store.path("fetch_pages", "b-0000") / "_manifest.json").write_text('{"step": ')
    with pytest.raises(BatchError, match=r"_manifest\.json is damaged"):
        store.manifest("fetch_pages", "b-0000")


@pytest.mark.parametrize("name", ["../outside", "", ".hidden", "a/b", "a b"])
def test_a_batch_id_is_a_plain_file_name(tmp_path, name):
    with pytest.raises(InputError, match="is no batch id"):
        BatchStore(tmp_path).path("fetch_pages", name)


def test_articles_keep_their_lists():
    row = Article(
        article_version_id="v", article_id="a", page_id="p", page_uri="u", captured="2025",
        captured_at=datetime(2025, 1, 1, tzinfo=UTC),
        ordinal=1, is_primary=True, url=None, title=None, text="x", length_chars=1, publisher_name=None, authors=("A", "B"),
        published=None, published_date=None, published_at=None, published_precision="none", published_from="none", language="en",
    )  # fmt: skip
    assert rows_of(Article, arrow_table(Article, [row])) == [row]
    nobody = dataclasses.replace(row, authors=())
    assert rows_of(Article, arrow_table(Article, [nobody])) == [nobody]


@pytest.mark.promise(13)
def test_a_body_is_kept_once_and_its_damage_noticed(tmp_path):
    store = PageStore(tmp_path)
    identity = store.put(b"<p>hello</p>")
    assert store.put(b"<p>hello</p>") == identity
    assert store.get(identity) == b"<p>hello</p>"
    assert len(list(tmp_path.rglob("*.gz"))) == 1
    path = store.path(identity)
    path.write_bytes(path.read_bytes()[:-4])
    with pytest.raises(BatchError, match="is damaged"):
        store.get(identity)
    path.write_bytes(gzip.compress(b"<p>hallo</p>"))
    with pytest.raises(BatchError, match="is damaged: it has other bytes than were kept"):
        store.get(identity)
    path.unlink()
    with pytest.raises(BatchError, match="is missing"):
        store.get(identity)


@pytest.mark.promise(13)
def test_a_damaged_body_is_mended_by_keeping_it_again(tmp_path):
    store = PageStore(tmp_path)
    path = store.path(store.put(b"<p>hello</p>"))
    path.write_bytes(b"no gzip")
    assert store.get(store.put(b"<p>hello</p>")) == b"<p>hello</p>"


def test_a_batch_of_an_older_contract_is_due_again(tmp_path):
    store = BatchStore(tmp_path)
    given = seal(store)
    seal(store, step="extract_articles", given=given.sha256)
    manifest = store.path("extract_articles", "b-0000") / "_manifest.json"
    sealed = json.loads(manifest.read_bytes())
    manifest.write_text(json.dumps(sealed | {"contract_version": sealed["contract_version"] - 1}))
    assert store.stale("extract_articles", "fetch_pages", {"rules": "1"}) == ["b-0000"]


@pytest.mark.promise(13)
def test_a_damaged_manifest_makes_its_batch_due_and_stops_no_other(tmp_path):
    store = BatchStore(tmp_path)
    for batch_id in ("b-0000", "b-0001"):
        given = seal(store, batch_id=batch_id)
        seal(store, step="extract_articles", batch_id=batch_id, given=given.sha256)
    (store.path("extract_articles", "b-0000") / "_manifest.json").write_text("{")
    assert store.stale("extract_articles", "fetch_pages", {"rules": "1"}) == ["b-0000"]
    assert store.damaged("extract_articles") == ["b-0000"]
    (store.path("fetch_pages", "b-0001") / "_manifest.json").write_text("{")
    assert store.stale("extract_articles", "fetch_pages", {"rules": "2"}) == ["b-0000"]
