"""Batches and pages in the S3 store: what holds for those of a home holds for them."""

import signal
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.fs
import pytest
from lakes import context_of

from extract.contract.derive import arrow_table
from extract.contract.tables import Page, Reject
from extract.errors import BatchError, InputError, NewerHome, SettingsError
from extract.pipeline.context import open_context
from extract.pipeline.status.sealed import SealedBatches, find_backlog, find_due
from extract.settings import load_settings
from extract.store.batches import BatchStore, rows_of
from extract.store.object_batches import ObjectBatches
from extract.store.objects import ObjectStore
from extract.store.pages import PageStore

pytestmark = [pytest.mark.extended, pytest.mark.xdist_group("lake")]


def page(uri: str) -> Page:
    return Page(
        page_id="a" * 64, page_uri=uri, captured="2025-07-04T07:48:00+09:00",
        captured_at=datetime(2025, 7, 3, 22, 48, tzinfo=UTC), media_type="text/html", length_bytes=3,
    )  # fmt: skip


def seal(store, word="one", *, step="fetch_pages", batch_id="b-0000", given=None, tables=(Page, Reject)):
    """A batch of two tables that say the same word."""
    refused = Reject(stage="fetch_pages", reason="empty", key=word, sha256=None, first_lines="", detail="")
    rows = {Page: arrow_table(Page, [page(word)]), Reject: arrow_table(Reject, [refused])}
    return store.write(
        step, batch_id, {table: rows[table] for table in tables}, input_sha256=given, versions={"rules": word},
        counts={"pages": 1, "rejected.empty": 1},
    )  # fmt: skip


def words(store, batch_id="b-0000"):
    pages, refused = (store.read("fetch_pages", batch_id, table) for table in (Page, Reject))
    return rows_of(Page, pages)[0].page_uri, rows_of(Reject, refused)[0].key


@pytest.fixture
def batches(lake_context):
    return lake_context.batches


@pytest.fixture
def objects(place):
    return ObjectStore(place)


SEAL = """
import sys
sys.path.insert(0, sys.argv[1])
import test_object_batches as t
t.seal(t.open_context().batches, sys.argv[2])
"""


def seal_elsewhere(run_python, word, failpoint=""):
    done = run_python(SEAL, Path(__file__).parent, word, failpoint=failpoint)
    assert done.returncode == (-signal.SIGKILL if "kill" in failpoint else 0), done.stderr


def test_a_batch_in_the_store_is_the_batch_of_a_home_byte_for_byte(batches, objects, tmp_path):
    home = BatchStore(tmp_path)
    assert seal(batches) == seal(home)
    assert seal(batches).sha256 == seal(home).sha256
    assert words(batches) == words(home) == ("one", "one")
    for table, path in home.files("fetch_pages", "b-0000").items():
        uri = batches.files("fetch_pages", "b-0000")[table]
        assert objects.read(uri.removeprefix(f"{objects.uri('')}/")) == path.read_bytes()
    assert batches.manifest("fetch_pages", "b-0000") == home.manifest("fetch_pages", "b-0000")
    assert batches.batch_ids("fetch_pages") == ["b-0000"]
    assert batches.steps() == home.steps() == ["fetch_pages"]
    assert batches.latest_contract() == home.latest_contract() > 0


def test_a_batch_is_due_as_that_of_a_home_is(batches):
    given = seal(batches)
    versions = {"rules": "one"}
    assert batches.stale("extract_articles", "fetch_pages", versions) == ["b-0000"]
    seal(batches, step="extract_articles", given=given.sha256)
    assert batches.stale("extract_articles", "fetch_pages", versions) == []
    assert batches.stale("extract_articles", "fetch_pages", {"rules": "2"}) == ["b-0000"]
    seal(batches, "two")
    assert batches.stale("extract_articles", "fetch_pages", versions) == ["b-0000"]


@pytest.mark.promise(1)
@pytest.mark.usefixtures("lake_settings")
@pytest.mark.parametrize(
    ("place_of_kill", "is_new"),
    [(f"object.{deed}=kill@{passage}", deed == "written" and passage == 3)
     for deed in ("write", "written") for passage in (1, 2, 3)],
)  # fmt: skip
def test_a_batch_sealed_anew_is_the_old_or_the_new_wherever_it_is_killed(
    batches, run_python, place_of_kill, is_new, tried
):
    seal(batches, "old")
    seal_elsewhere(run_python, "new", place_of_kill)
    assert words(batches) == (("new", "new") if is_new else ("old", "old"))
    assert batches.damaged("fetch_pages") == []
    seal_elsewhere(run_python, "new")
    assert words(batches) == ("new", "new")
    tried(1)


@pytest.mark.promise(1)
@pytest.mark.usefixtures("lake_settings")
def test_a_first_batch_that_was_cut_off_is_not_there(batches, run_python):
    seal_elsewhere(run_python, "new", "object.write=kill@3")
    assert batches.batch_ids("fetch_pages") == []
    assert batches.manifest("fetch_pages", "b-0000") is None
    with pytest.raises(BatchError, match="batch b-0000 has no fetch_pages"):
        batches.files("fetch_pages", "b-0000")


def test_who_reads_by_the_manifest_before_finds_its_tables(batches):
    seal(batches, "old")
    before = batches.manifest("fetch_pages", "b-0000")
    seal(batches, "new")
    assert batches.has_files(before)


def test_who_finds_a_table_gone_reads_by_the_manifest_since_then(batches, objects):
    seal(batches, "old")
    seal(batches, "new")

    class Late(ObjectBatches):
        """It read the manifest before the batch was sealed anew, and the tables after they were cleared away."""

        def require_manifest(self, step, batch_id):
            given = super().require_manifest(step, batch_id)
            seal(batches, "newer")
            batches.remove_leavings()
            return given

    assert rows_of(Page, Late(objects).read("fetch_pages", "b-0000", Page))[0].page_uri == "newer"
    assert Late(objects).files("fetch_pages", "b-0000") == batches.files("fetch_pages", "b-0000")


def test_tables_that_nobody_names_go_once_nobody_can_be_about_to_name_them(batches, objects, monkeypatch):
    for word in ("one", "two", "three"):
        seal(batches, word)
    tables = [name for name in objects.names("batches") if name.endswith(".parquet")]
    assert len(tables) == 6  # written within the hour
    monkeypatch.setattr("extract.store.object_batches._LEFT_SECONDS", -1)
    seal(batches, "four")
    named = {*batches.files("fetch_pages", "b-0000").values()}
    left = {objects.uri(name) for name in objects.names("batches") if name.endswith(".parquet")}
    assert named < left
    assert len(left) == 4  # these and those of the manifest before
    batches.remove_leavings()
    assert {objects.uri(name) for name in objects.names("batches") if name.endswith(".parquet")} == named
    assert words(batches) == ("four", "four")


def test_a_writer_whose_tables_were_cleared_away_before_its_manifest_writes_them_again(batches, objects):
    def clear():
        seal(batches, "other")
        batches.remove_leavings()

    slow = ObjectBatches(objects, before_seal=clear)
    seal(slow, "slow")
    assert words(batches) == ("slow", "slow")
    assert batches.damaged("fetch_pages") == []


@pytest.mark.promise(4)
@pytest.mark.usefixtures("lake_settings")
def test_two_workers_that_write_one_batch_at_once_leave_it_whole(batches, run_python):
    with ThreadPoolExecutor(4) as workers:
        list(workers.map(lambda word: seal_elsewhere(run_python, word), ["same", "same", "other", "same"]))
    assert words(batches) in {("same", "same"), ("other", "other")}
    assert batches.damaged("fetch_pages") == []


def test_a_manifest_that_is_replaced_while_it_is_read_is_read_whole(batches):
    # Each is longer or shorter than the one before.
    lengths = ["x" * (1 + 2000 * (number % 2)) for number in range(40)]
    seal(batches, lengths[0])
    with ThreadPoolExecutor(1) as writer:
        written = writer.submit(lambda: [seal(batches, word) for word in lengths])
        read = 0
        while not written.done():
            assert batches.manifest("fetch_pages", "b-0000") is not None
            read += 1
        written.result()
    assert read


@pytest.mark.promise(13)
def test_a_damaged_or_missing_table_is_named_with_the_command_that_mends_it(batches, objects):
    seal(batches)
    (name,) = [name for name in objects.names("batches") if "/pages-" in name]
    data = bytearray(objects.read(name))
    data[20] ^= 1
    objects.write(name, bytes(data))
    for _ in range(2):
        for read in (
            lambda: batches.read("fetch_pages", "b-0000", Page),
            lambda: batches.files("fetch_pages", "b-0000"),
        ):
            with pytest.raises(BatchError, match=r"pages-[0-9a-f]{16}\.parquet is missing or damaged") as error:
                read()
            assert error.value.hint == "daybook fetch-pages b-0000 --again"
        assert batches.damaged("fetch_pages") == ["b-0000"]
        objects.remove(name)
    seal(batches)
    assert words(batches) == ("one", "one")


@pytest.mark.promise(13)
def test_a_damaged_manifest_is_named_and_makes_its_batch_due(batches, objects):
    for batch_id in ("b-0000", "b-0001"):
        given = seal(batches, batch_id=batch_id)
        seal(batches, step="extract_articles", batch_id=batch_id, given=given.sha256)
    objects.write("batches/extract_articles/b-0000/_manifest.json", b'{"step": ')
    with pytest.raises(BatchError, match=r"_manifest\.json is damaged"):
        batches.manifest("extract_articles", "b-0000")
    assert batches.stale("extract_articles", "fetch_pages", {"rules": "one"}) == ["b-0000"]
    assert batches.damaged("extract_articles") == ["b-0000"]


def test_a_batch_that_a_newer_daybook_made_is_refused(batches, objects):
    seal(batches)
    name = "batches/fetch_pages/b-0000/_manifest.json"
    objects.write(name, objects.read(name).replace(b'"contract_version": ', b'"contract_version": 9'))
    with pytest.raises(NewerHome, match="made by a newer Daybook"):
        batches.require_known(("fetch_pages",), ["b-0000"])


@pytest.mark.parametrize("name", ["../outside", "", ".hidden", "a/b", "a b"])
def test_a_batch_id_is_a_plain_name(batches, name):
    with pytest.raises(InputError, match="is no batch id"):
        batches.manifest("fetch_pages", name)


def test_a_batch_that_is_unsealed_is_work_again(batches, objects):
    given = seal(batches)
    seal(batches, step="extract_articles", given=given.sha256)
    batches.unseal("extract_articles", "b-0000")
    assert batches.stale("extract_articles", "fetch_pages", {"rules": "one"}) == ["b-0000"]
    assert objects.names("batches/extract_articles") == []


class CountedStore(ObjectStore):
    """Counts the lists that it is asked for."""

    lists = 0

    def listing(self, folder):
        type(self).lists += 1
        return super().listing(folder)


def test_status_lists_the_store_once(place):
    store = CountedStore(place)
    batches = ObjectBatches(store)
    for number in range(3):
        given = seal(batches, batch_id=f"b-{number:04}", step="discover")
        seal(batches, batch_id=f"b-{number:04}", given=given.sha256)
    store.remove(next(name for name in store.names("batches/fetch_pages/b-0002") if "/pages-" in name))
    CountedStore.lists = 0
    status = SealedBatches(batches)
    due = find_due(status, {})
    assert due == {"fetch_pages": [f"b-{n:04}" for n in range(3)], "extract_articles": [f"b-{n:04}" for n in range(3)],
                   "read_facts": []}  # fmt: skip
    waiting = find_backlog(status, due, {}, status.sealed_at("discover", "b-0000") + 1000)
    assert waiting["extract_articles"]["count"] == 3
    assert 990 <= waiting["extract_articles"]["oldest_seconds"] <= 1000
    assert status.lacking_files("fetch_pages") == ["b-0002"]
    assert status.lacking_files("discover") == []
    assert CountedStore.lists == 1
    assert status.damaged("fetch_pages") == ["b-0002"]


def test_a_body_is_kept_once_and_its_damage_noticed(lake_context, objects, tmp_path):
    pages, home = lake_context.pages, PageStore(tmp_path)
    body = b"<p>hello</p>"
    identity = pages.put(body)
    assert pages.put(body) == identity == home.put(body)
    assert pages.get(identity) == body
    name = f"pages/{identity[:2]}/{identity}.gz"
    assert objects.names("pages") == [name]
    assert objects.read(name) == home.path(identity).read_bytes()
    assert pages.ids() == [identity]
    objects.write(name, objects.read(name)[:-4])
    assert not pages.has(identity)
    with pytest.raises(BatchError, match="is damaged"):
        pages.get(identity)
    assert pages.get(pages.put(body)) == body
    objects.write(name, home.path(home.put(b"<p>hallo</p>")).read_bytes())
    with pytest.raises(BatchError, match="is damaged: it has other bytes than were kept"):
        pages.get(identity)
    assert pages.remove(identity)
    assert not pages.remove(identity)
    with pytest.raises(BatchError, match="is missing"):
        pages.get(identity)


def test_a_masked_body_takes_the_place_of_the_whole_one(lake_context, objects):
    pages = lake_context.pages
    identity = pages.put(b"<p>Ada Byron</p>")
    pages.put_masked(identity, "<p>█</p>".encode())
    assert pages.get(identity) == "<p>█</p>".encode()
    assert pages.put(b"<p>Ada Byron</p>") == identity
    assert pages.get(identity) == "<p>█</p>".encode()
    pages.remove_replaced()
    assert pages.ids() == [identity]
    assert len(objects.names("pages")) == 1


@pytest.mark.parametrize("name", ["lake_catalog", "lake_store"])
def test_a_lake_that_is_not_told_where_it_is_names_the_setting(place, tmp_path, name):
    settings = context_of(place, tmp_path).settings
    with pytest.raises(SettingsError, match=f"needs DAYBOOK_{name.upper()}"):
        _ = open_context(settings.model_copy(update={name: ""})).batches


def test_without_a_lake_batches_and_pages_lie_in_the_home(tmp_path):
    context = open_context(load_settings(home=tmp_path, warehouse="file"))
    assert context.lake is None
    assert isinstance(context.batches, BatchStore)
    assert isinstance(context.pages, PageStore)


def test_pyarrow_reads_what_files_names(batches, place):
    seal(batches)
    store = pa.fs.S3FileSystem(access_key=place.key_id, secret_key=place.secret, endpoint_override=place.endpoint)
    for uri in batches.files("fetch_pages", "b-0000").values():
        assert pa.parquet.read_table(uri.removeprefix("s3://"), filesystem=store).num_rows == 1


def test_the_bucket_itself_may_be_the_store(place, tmp_path):
    context = context_of(replace(place, store=f"s3://{place.bucket}"), tmp_path)
    seal(context.batches)
    assert words(context.batches) == ("one", "one")
