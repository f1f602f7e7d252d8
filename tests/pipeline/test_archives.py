"""Archives: each record is fetched once, what is damaged or away is named, and what is away is tried again."""

import shutil

from extract.contract.tables import Discovery, Page, Reject
from extract.pipeline import discover, extract_articles, fetch_pages, open_context


def test_archives_give_their_pages_once_and_tell_their_losses(news, open_home, tmp_path):
    archives = tmp_path / "home/archives"
    archives.mkdir(parents=True)
    records = [news.record(f"https://news.example/{place}", news.page_of(place)) for place in ("Oslo", "Bergen")]
    (archives / "a.warc.gz").write_bytes(b"".join([records[0], b"junk" * 50, records[1]]))
    context = open_home(news.entry("old", "archive", "archives", publisher="Archive Post"))
    (batch_id,) = discover(context, run_id="one")
    assert [row.reason for row in news.read(context, "discover", batch_id, Reject)] == ["junk"]
    assert fetch_pages(context).as_dict()["pages"] == 2
    pages = news.read(context, "fetch_pages", batch_id, Page)
    assert [(page.page_uri, page.captured) for page in pages] == [
        ("https://news.example/Oslo", "2025-07-04T07:48:00Z"),
        ("https://news.example/Bergen", "2025-07-04T07:48:00Z"),
    ]
    assert extract_articles(context).as_dict()["articles"] == 2
    assert discover(context, run_id="two") == []


def test_an_archive_that_is_away_is_tried_again(news, open_home, tmp_path):
    archive, away = tmp_path / "home/a.warc.gz", tmp_path / "away"
    archive.parent.mkdir(parents=True)
    archive.write_bytes(news.record("https://news.example/Oslo", news.page_of("Oslo")))
    context = open_home(news.entry("old", "archive", "a.warc.gz"))
    discover(context, run_id="one")
    archive.rename(away)
    assert fetch_pages(context).as_dict() == {"batches.done": 1, "pages": 0, "rejected.unreadable": 1}
    away.rename(archive)
    assert discover(context, run_id="two") == ["two-0000"]
    assert fetch_pages(context).as_dict()["pages"] == 1
    assert discover(context, run_id="three") == []


def test_records_that_an_archive_holds_twice_are_one_page_and_closed_ones_none(news, open_home, tmp_path):
    closed = news.page_of("Closed", '<meta name="robots" content="noindex">')
    given = [("Oslo", news.page_of("Oslo")), ("Oslo", news.page_of("Oslo")), ("C", closed), ("C", closed)]
    (tmp_path / "home").mkdir()
    (tmp_path / "home/a.warc.gz").write_bytes(
        b"".join(news.record(f"https://news.example/{name}", html) for name, html in given)
    )
    context = open_home(news.entry("old", "archive", "a.warc.gz"))
    (batch_id,) = discover(context, run_id="one")
    counts = fetch_pages(context).as_dict()
    assert counts == {"batches.done": 1, "pages": 1, "rejected.repeated": 1, "rejected.opted_out": 2}
    keys = [row.key for row in news.read(context, "fetch_pages", batch_id, Reject)]
    assert len(set(keys)) == 3


def test_an_archive_among_the_files_is_read_too(news, open_home, tmp_path):
    folder = tmp_path / "saved"
    folder.mkdir()
    (folder / "page.html").write_text(news.page_of("Bergen"))
    (folder / "a.warc.gz").write_bytes(news.record("https://news.example/Oslo", news.page_of("Oslo")))
    context = open_home("")
    discover(context, [folder], run_id="one")
    assert fetch_pages(context).as_dict()["pages"] == 2
    assert discover(context, [folder], run_id="two") == []


def test_a_source_is_asked_for_all_again_when_a_batch_of_its_run_is_lost(news, open_home, tmp_path):
    (tmp_path / "home").mkdir()
    names = [f"https://news.example/{number}" for number in range(5)]
    (tmp_path / "home/a.warc.gz").write_bytes(b"".join(news.record(name, news.page_of(name)) for name in names))
    context = open_home(news.entry("old", "archive", "a.warc.gz"))
    context = open_context(context.settings.model_copy(update={"batch_pages": 2}))
    assert discover(context, run_id="one") == ["one-0000", "one-0001", "one-0002"]
    shutil.rmtree(context.batches.path("discover", "one-0000"))
    assert discover(context, run_id="one") == ["one-0001", "one-0002", "one-0003"]
    assert [row.page_uri for row in news.read(context, "discover", "one-0003", Discovery)] == names[:2]


def test_an_archive_may_be_away_for_long(news, open_home, tmp_path):
    archive, away = tmp_path / "home/a.warc.gz", tmp_path / "away"
    archive.parent.mkdir(parents=True)
    archive.write_bytes(news.record("https://news.example/Oslo", news.page_of("Oslo")))
    context = open_home(news.entry("old", "archive", "a.warc.gz"))
    discover(context, run_id="run0")
    archive.rename(away)
    for number in range(1, 8):
        fetch_pages(context)
        discover(context, run_id=f"run{number}")
    away.rename(archive)
    discover(context, run_id="back")
    assert fetch_pages(context).as_dict()["pages"] == 1
