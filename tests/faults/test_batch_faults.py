"""A batch that is written anew is the old one or the new one, whole, wherever its writer is killed."""

import signal

import pytest

from extract.contract.derive import arrow_table
from extract.contract.tables import Fetch, Page, Reject
from extract.pipeline.status.sealed import SealedBatches
from extract.store.batches import BatchStore

pytestmark = [pytest.mark.promise(1), pytest.mark.xdist_group("batch_faults")]

# Pages and rejects are replaced; the new one has no table of fetches.
WRITE = """
import sys
from pathlib import Path
from extract.contract.derive import arrow_table
from extract.contract.tables import Page, Reject
from extract.store.batches import BatchStore
from extract.contract.tables import Fetch
refused = Reject(stage="s", reason="r", key="k", sha256=None, first_lines="", detail="")
tables = {Page: arrow_table(Page, []), Reject: arrow_table(Reject, [refused])}
BatchStore(Path(sys.argv[1])).write("fetch_pages", "b-0000", tables, input_sha256="new", versions={}, counts={})
"""
# Where the writer is killed, and whether the new batch is sealed by then.
KILLS = [
    ("file.fsync", False),
    ("file.rename@2", False),
    pytest.param("file.fsync@3", False, marks=pytest.mark.extended),
    ("file.rename@3", False),
    ("batch.moved", True),
    ("batch.rename", True),
]


def rows(store):
    """The batch as a step reads it: its manifest's input, and rows by table."""
    manifest = store.manifest("fetch_pages", "b-0000")
    tables = [table for table in (Page, Reject, Fetch) if table.table in manifest.files]
    return manifest.input_sha256, {t.table: store.read("fetch_pages", "b-0000", t).num_rows for t in tables}


OLD = ("old", {"pages": 0, "rejects": 0, "fetches": 0})
NEW = ("new", {"pages": 0, "rejects": 1})


@pytest.mark.parametrize(("place", "is_new"), KILLS)
def test_killed_anywhere_one_of_both_is_there_whole(tmp_path, run_python, place, is_new):
    store = BatchStore(tmp_path)
    old = {table: arrow_table(table, []) for table in (Page, Reject, Fetch)}
    store.write("fetch_pages", "b-0000", old, input_sha256="old", versions={}, counts={})
    name, at, passage = place.partition("@")
    done = run_python(WRITE, tmp_path, failpoint=f"{name}=kill{at}{passage}")
    assert done.returncode == -signal.SIGKILL, done.stderr
    assert rows(store) == (NEW if is_new else OLD)
    assert store.batch_ids("fetch_pages") == ["b-0000"]
    assert store.damaged("fetch_pages") == []
    status = SealedBatches(store)
    assert status.lacking_files("fetch_pages") == []
    assert status.sealed_at("fetch_pages", "b-0000")
    # The next writer clears up.
    assert run_python(WRITE, tmp_path).returncode == 0
    assert rows(store) == NEW
    assert sorted(path.name for path in store.path("fetch_pages", "b-0000").iterdir()) == [
        "_manifest.json",
        "pages.parquet",
        "rejects.parquet",
    ]


@pytest.mark.parametrize("place", ["file.rename@3", "batch.moved", "batch.rename"])
def test_a_first_batch_that_was_cut_off_is_not_there_or_whole(tmp_path, run_python, place):
    name, at, passage = place.partition("@")
    assert run_python(WRITE, tmp_path, failpoint=f"{name}=kill{at}{passage}").returncode == -signal.SIGKILL
    store = BatchStore(tmp_path)
    found = store.batch_ids("fetch_pages")
    assert found == ([] if name == "file.rename" else ["b-0000"])
    assert (store.manifest("fetch_pages", "b-0000") is None) == (not found)
    assert run_python(WRITE, tmp_path).returncode == 0
    assert rows(store) == NEW
