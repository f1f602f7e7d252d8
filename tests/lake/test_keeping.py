"""What is kept out of a lake, what expires there, and what is only for the files of a home."""

from datetime import UTC, datetime, timedelta

import pytest
from lakes import context_of

from extract.contract.tables import Article, Page, Reject
from extract.contract.tombstones import Tombstone
from extract.erasure.graves import Graves
from extract.errors import InputError, SettingsError, WarehouseError
from extract.pipeline import discover, expire_pages, extract_articles, fetch_pages
from extract.pipeline.backing_up import back_up
from extract.pipeline.erasing import erase, open_graves, verify_home
from extract.pipeline.migrating import plan_migration
from extract.pipeline.restoring import restore
from extract.pipeline.status import read_status
from extract.store import object_tombstones
from extract.store.batches import rows_of
from extract.store.objects import ObjectStore
from extract.store.tombstones import key_of

pytestmark = [pytest.mark.extended, pytest.mark.xdist_group("lake")]

PAGE = (
    "<html><head><title>Oslo builds {name}</title></head><body><article><h1>Oslo builds {name}</h1>"
    "<p>The council of Oslo voted on Thursday to build 40 homes beside the harbour, its chair Aiko Mori said of {name}.</p>"
    "<p>Work begins in March and takes two years; residents asked for a park in place of the old warehouses there.</p>"
    "</article></body></html>"
)
SECRET = "the key of all workers"  # noqa: S105


@pytest.fixture
def pages(tmp_path):
    """A folder with one page of each age, in days."""
    folder = tmp_path / "pages"
    folder.mkdir()
    lines = ["file,captured_at,url,publisher,publish_text"]
    for days in (1, 20, 60):
        (folder / f"{days}.html").write_text(PAGE.format(name=f"in {days}"))
        captured = datetime.now(tz=UTC) - timedelta(days=days)
        lines.append(f"{days}.html,{captured.isoformat(timespec='seconds')},https://a.example/{days},,true")
    (folder / "captures.csv").write_text("\n".join(lines))
    return folder


@pytest.fixture
def context(place, tmp_path, pages):
    """A worker with a source that keeps what it has."""
    found = context_of(place, tmp_path / "home", extract_workers=1, erasure_key=SECRET)
    declare(found, pages)
    return found


def declare(context, pages, retention_days=None):
    context.settings.home.mkdir(exist_ok=True)
    keeps = f"\n    retention_days: {retention_days}" if retention_days else ""
    context.settings.sources_path.write_text(
        f"sources:\n  - name: local\n    kind: files\n    address: {pages}{keeps}\n"
    )


def collect(context, run_id):
    discover(context, run_id=run_id)
    fetch_pages(context)
    extract_articles(context)


def read(context, step, table):
    batches = context.batches
    return [row for one in batches.batch_ids(step) for row in rows_of(table, batches.read(step, one, table))]


def ages(rows):
    return sorted(int(row.page_uri.rsplit("/", 1)[1].removesuffix(".html")) for row in rows)


def test_pages_expire_on_a_lake_as_in_a_home(context, pages, place):
    collect(context, "one")
    assert ages(read(context, "extract_articles", Article)) == [1, 20, 60]
    declare(context, pages, 30)
    assert expire_pages(context, is_dry_run=True).as_dict() == {"batches": 1, "pages": 1}
    assert expire_pages(context).as_dict() == {"batches": 1, "bodies": 1, "pages": 1}
    assert context.batches.batch_ids("extract_articles") == []
    # Nothing is left of it that no manifest names.
    objects = ObjectStore(place)
    named = {uri for step in ("discover", "fetch_pages") for uri in context.batches.files(step, "one-0000").values()}
    assert {objects.uri(name) for name in objects.names("batches") if name.endswith(".parquet")} == named
    collect(context, "two")
    assert ages(read(context, "extract_articles", Article)) == [1, 20]
    assert len(context.pages.ids()) == 2
    assert [row.reason for row in read(context, "fetch_pages", Reject)] == ["expired"]
    assert expire_pages(context).as_dict() == {"batches": 0, "pages": 0}


def tombstone(url):
    graves = Graves((), key_of(SECRET))
    return graves.make("20260101-abc123", "2026-01-01T00:00:00+00:00", "url", [url])


def test_what_a_tombstone_covers_is_not_taken_in_by_any_worker(context, place, tmp_path):
    context.tombstones.add(tombstone("https://a.example/20"))
    other = context_of(place, tmp_path / "other", extract_workers=1, erasure_key=SECRET)
    assert other.tombstones.read() == context.tombstones.read()
    collect(context, "one")
    assert ages(read(context, "fetch_pages", Page)) == [1, 60]
    assert context.graves
    assert other.graves.tombstones == context.graves.tombstones


def test_tombstones_are_asked_for_once_in_some_seconds(context, monkeypatch):
    asked = []
    find = ObjectStore.find
    monkeypatch.setattr(ObjectStore, "find", lambda self, name: asked.append(name) or find(self, name))
    monkeypatch.setattr(object_tombstones, "_STAMP_SECONDS", 3600)
    for _ in range(50):
        assert not context.graves
    assert asked == ["tombstones.jsonl"]
    # This worker sees its own at once.
    context.tombstones.add(tombstone("https://a.example/20"))
    assert context.graves
    monkeypatch.setattr(object_tombstones, "_STAMP_SECONDS", -1)
    context.tombstones.write([])
    assert not context.graves


def test_tombstones_of_a_lake_need_the_key_that_all_workers_share(context, place, tmp_path):
    context.tombstones.add(tombstone("https://a.example/20"))
    without = context_of(place, tmp_path / "other", erasure_key="")
    with pytest.raises(SettingsError, match="need DAYBOOK_ERASURE_KEY"):
        _ = without.graves
    with pytest.raises(WarehouseError, match="was hashed with another key than DAYBOOK_ERASURE_KEY"):
        _ = context_of(place, tmp_path / "other", erasure_key="another").graves


def test_a_damaged_tombstone_is_named_and_not_passed_over(context, place):
    context.tombstones.add(tombstone("https://a.example/20"))
    objects = ObjectStore(place)
    objects.write("tombstones.jsonl", objects.read("tombstones.jsonl") + b'{"kind": ')
    with pytest.raises(WarehouseError, match=r"news/lake/tombstones\.jsonl, line 2 is damaged"):
        context.tombstones.read()


def test_an_erasure_that_is_not_complete_is_a_problem_of_the_lake(context):
    assert "erasure_unfinished" not in {one["name"] for one in read_status(context)["problems"]}
    context.tombstones.set_unfinished(is_unfinished=True)
    assert "erasure_unfinished" in {one["name"] for one in read_status(context)["problems"]}
    context.tombstones.set_unfinished(is_unfinished=False)
    assert not context.tombstones.is_unfinished


@pytest.mark.parametrize(
    ("command", "do", "instead"),
    [
        ("backup", back_up, "pg_dump"),
        ("restore", restore, "pg_restore"),
        ("migrate", lambda c, _: plan_migration(c), "daybook run"),
        ("erase", lambda c, _: open_graves(c), "DAYBOOK_WAREHOUSE=file"),
        ("erase", lambda c, _: erase(c), "DAYBOOK_WAREHOUSE=file"),
        ("erase", lambda c, _: verify_home(c, Graves()), "DAYBOOK_WAREHOUSE=file"),
    ],
)
def test_what_works_on_files_says_what_to_use_on_a_lake(context, tmp_path, command, do, instead):
    with pytest.raises(InputError, match=f"^daybook {command} works on the files of a home") as error:
        do(context, tmp_path / "folder")
    assert instead in error.value.hint
    assert not (tmp_path / "folder").exists()


def test_tombstones_say_what_those_of_a_home_say(context):
    made = tombstone("https://a.example/20")
    assert context.tombstones.add(made) == made
    assert context.tombstones.add(made) == []
    assert all(isinstance(one, Tombstone) for one in context.tombstones.read())
