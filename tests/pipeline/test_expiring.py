"""Retention: a source keeps its pages for so many days; what is older goes, and is not taken again."""

from datetime import UTC, datetime, timedelta

import pytest

from extract.contract.tables import Article, Page, Reject
from extract.errors import BatchError
from extract.pipeline import discover, expire_pages, extract_articles, fetch_pages, open_context
from extract.settings import load_settings
from extract.store.batches import rows_of

pytestmark = pytest.mark.promise(27)

PAGE = (
    "<html><head><title>Oslo builds {name}</title></head><body><article><h1>Oslo builds {name}</h1>"
    "<p>The council of Oslo voted on Thursday to build 40 homes beside the harbour, its chair Aiko Mori said of {name}.</p>"
    "<p>Work begins in March and takes two years; residents asked for a park in place of the old warehouses there.</p>"
    "</article></body></html>"
)


def days_ago(days):
    return (datetime.now(tz=UTC) - timedelta(days=days)).isoformat(timespec="seconds")


@pytest.fixture
def context(tmp_path):
    """A home with a source that keeps what it has, and one page of each age."""
    folder = tmp_path / "pages"
    folder.mkdir()
    lines = ["file,captured_at,url,publisher,publish_text"]
    for days in (1, 20, 60):
        (folder / f"{days}.html").write_text(PAGE.format(name=f"in {days}"))
        lines.append(f"{days}.html,{days_ago(days)},https://a.example/{days},,true")
    (folder / "captures.csv").write_text("\n".join(lines))
    return open_context(load_settings(home=tmp_path / "home"))


def declare(context, retention_days):
    context.settings.home.mkdir(exist_ok=True)
    keeps = f"\n    retention_days: {retention_days}" if retention_days else ""
    text = f"sources:\n  - name: local\n    kind: files\n    address: ../pages{keeps}\n"
    context.settings.sources_path.write_text(text)


def collect(context, run_id):
    discover(context, run_id=run_id)
    fetch_pages(context)
    extract_articles(context)


def read(context, step, table):
    return [
        row
        for batch in context.batches.batch_ids(step)
        for row in rows_of(table, context.batches.read(step, batch, table))
    ]


def ages(rows):
    return sorted(int(row.page_uri.rsplit("/", 1)[1].removesuffix(".html")) for row in rows)


def test_pages_go_once_they_are_older_than_their_source_keeps(context):
    declare(context, None)
    collect(context, "one")
    assert ages(read(context, "extract_articles", Article)) == [1, 20, 60]
    assert expire_pages(context).as_dict() == {"batches": 0, "pages": 0}
    declare(context, 30)
    assert expire_pages(context, is_dry_run=True).as_dict() == {"batches": 1, "pages": 1}
    assert ages(read(context, "fetch_pages", Page)) == [1, 20, 60]
    assert expire_pages(context).as_dict() == {"batches": 1, "bodies": 1, "pages": 1}
    assert context.batches.batch_ids("extract_articles") == []
    collect(context, "two")
    assert ages(read(context, "extract_articles", Article)) == [1, 20]
    assert len(context.pages.ids()) == 2
    (refused,) = read(context, "fetch_pages", Reject)
    assert (refused.stage, refused.reason) == ("fetch_pages", "expired")
    assert expire_pages(context).as_dict() == {"batches": 0, "pages": 0}


def test_what_is_too_old_is_not_taken_again_and_not_at_all(context):
    declare(context, 30)
    collect(context, "one")
    assert ages(read(context, "fetch_pages", Page)) == [1, 20]
    assert [row.reason for row in read(context, "fetch_pages", Reject)] == ["expired"]
    fetch_pages(context, again=True)
    assert ages(read(context, "fetch_pages", Page)) == [1, 20]
    collect(context, "two")
    assert context.batches.batch_ids("discover") == ["one-0000"]


def test_a_damaged_batch_is_named_and_keeps_its_bodies(context):
    declare(context, None)
    collect(context, "one")
    (path,) = (context.batches.folder / "fetch_pages").glob("*/pages.parquet")
    path.write_bytes(b"x")
    declare(context, 30)
    with pytest.raises(BatchError, match="one-0000"):
        expire_pages(context)
    assert len(context.pages.ids()) == 3
