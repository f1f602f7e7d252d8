"""Steps on a lake: the same batches as those of a home, byte for byte, whichever worker does them."""

import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from lakes import context_of

from extract.pipeline import discover, extract_articles, fetch_pages, open_context, read_facts
from extract.pipeline.earlier_offers import read_earlier_offers
from extract.pipeline.reading import fact_versions
from extract.pipeline.status import STEPS, read_status
from extract.pipeline.status.sealed import SealedBatches
from extract.settings import load_settings
from extract.store.objects import ObjectStore

pytestmark = [pytest.mark.extended, pytest.mark.xdist_group("lake")]
GOLDEN = Path(__file__).parents[1] / "golden" / "pages"
PAGES = [GOLDEN / name for name in ("battery_plant.html", "flood_wire.txt", "ice_core.html", "pension_fraud.html")]
FAST = {"language_model": "en_core_web_sm", "extract_workers": 1, "batch_pages": 2}


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    """A home whose batches the steps have made."""
    context = open_context(load_settings(home=tmp_path_factory.mktemp("home"), warehouse="file", **FAST))
    discover(context, PAGES, "monday")
    for step in (fetch_pages, extract_articles, read_facts):
        step(context)
    return context


def shas(context) -> dict[tuple[str, str], tuple[str, dict[str, str]]]:
    """Step and batch to the SHA-256 of its manifest and of its tables."""
    found = {}
    for step in STEPS:
        for batch_id in context.batches.batch_ids(step):
            manifest = context.batches.manifest(step, batch_id)
            found[step, batch_id] = manifest.sha256, dict(manifest.files)
    return found


def test_steps_on_several_machines_make_the_batches_of_a_home_byte_for_byte(home, place, tmp_path):
    # Each step is done by a worker that has nothing of the others but the lake.
    workers = [context_of(place, tmp_path / str(number), **FAST) for number in range(4)]
    due = discover(workers[0], PAGES, "monday")
    assert due == ["monday-0000", "monday-0001"]
    fetch_pages(workers[1], due[:1])
    fetch_pages(workers[2], due[1:])
    extract_articles(workers[2])
    read_facts(workers[3])
    assert shas(workers[0]) == shas(home)
    assert workers[0].pages.ids() == home.pages.ids()
    assert [workers[3].pages.get(one) for one in home.pages.ids()] == [home.pages.get(one) for one in home.pages.ids()]
    for step in (fetch_pages, extract_articles, read_facts):
        assert dict(step(workers[0])) == {}
    assert discover(workers[3], PAGES, "tuesday") == []
    assert not [path for path in tmp_path.rglob("*") if path.suffix in (".parquet", ".gz")]


def test_status_tells_of_a_lake_what_it_tells_of_a_home(home, place, tmp_path):
    worker = context_of(place, tmp_path / "worker", **FAST)
    discover(worker, PAGES, "monday")
    for step in (fetch_pages, extract_articles, read_facts):
        step(worker)
    on_lake, at_home = (read_status(one, is_verified=True) for one in (worker, home))
    for name in ("batches", "due", "rejects", "damaged", "skipped_languages", "contract"):
        assert on_lake[name] == at_home[name], name
    for step, waiting in at_home["backlog"].items():
        assert {**on_lake["backlog"][step], "oldest_seconds": 0} == {**waiting, "oldest_seconds": 0}


def test_discover_and_load_read_several_batches_at_once(place, tmp_path, monkeypatch):
    """With a store some milliseconds away, a year of batches would else be read for a quarter of an hour."""
    worker = context_of(place, tmp_path / "worker", **{**FAST, "batch_pages": 1})
    discover(worker, PAGES, "monday")
    fetch_pages(worker)
    at_once, most = 0, []
    guard = threading.Lock()
    read = ObjectStore.read

    def counted(self, name):
        nonlocal at_once
        with guard:
            at_once += 1
            most.append(at_once)
        try:
            return read(self, name)
        finally:
            with guard:
                at_once -= 1

    monkeypatch.setattr(ObjectStore, "read", counted)
    for look in (
        lambda: read_earlier_offers(worker),
        lambda: worker.batches.stale("extract_articles", "fetch_pages", {}),
        lambda: list(SealedBatches(worker.batches).manifests("discover")),
    ):
        most.clear()
        look()
        assert max(most) > 1
    monkeypatch.undo()
    batch_ids = [batch.batch_id for batch in read_earlier_offers(worker).batches]
    assert batch_ids == sorted(batch_ids) == worker.batches.batch_ids("discover")


READ = """
from extract.pipeline import open_context, read_facts
counts = read_facts(open_context()).as_dict()
print(counts.get("batches.done", 0), counts.get("batches.up_to_date", 0), counts.get("batches.failed", 0))
"""


def test_workers_that_start_together_share_the_batches_among_them(lake_settings, tmp_path, run_python, monkeypatch):
    for name, value in {
        "LANGUAGE_MODEL": "en_core_web_sm",
        "EXTRACT_WORKERS": 1,
        "BATCH_PAGES": 1,
        "READ_WORKERS": 1,
    }.items():
        monkeypatch.setenv(f"DAYBOOK_{name}", str(value))
    worker = context_of(lake_settings, tmp_path / "worker", **{**FAST, "batch_pages": 1})
    due = discover(worker, PAGES, "monday")
    fetch_pages(worker)
    extract_articles(worker)
    with ThreadPoolExecutor(3) as workers:
        done = list(workers.map(lambda _: run_python(READ), range(3)))
    assert [one.returncode for one in done] == [0] * 3, done
    counts = [tuple(map(int, one.stdout.split())) for one in done]
    assert sum(number for number, _, _ in counts) == len(due) == 4
    assert sum(failed for _, _, failed in counts) == 0
    assert worker.batches.stale("read_facts", "extract_articles", fact_versions(worker)) == []
