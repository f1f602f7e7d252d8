"""Archives and folders from another time: each under its own name and terms, and done again without harm."""

import shutil

import pytest

from extract.contract.tables import Article, Discovery, Page
from extract.errors import InputError
from extract.pipeline import discover, discover_archive, extract_articles, fetch_pages, list_archives


@pytest.fixture
def old(news, tmp_path):
    """Two archives of two days with one name, and a folder of saved pages."""
    for day, place in (("monday", "Oslo"), ("tuesday", "Bergen")):
        folder = tmp_path / "old" / day
        folder.mkdir(parents=True)
        (folder / "a.warc.gz").write_bytes(news.record(f"https://news.example/{place}", news.page_of(place)))
    (tmp_path / "saved").mkdir()
    (tmp_path / "saved" / "page.html").write_text(news.page_of("Tromso"))
    return tmp_path


def test_what_is_named_is_listed_one_by_one_and_once(old, open_home):
    context = open_home("")
    archives = [str(old / "old" / day / "a.warc.gz") for day in ("monday", "tuesday")]
    given = [str(old / "old"), (old / "old" / "monday" / "a.warc.gz").as_uri(), str(old / "saved")]
    assert list_archives(context, given) == [str(old / "saved"), *archives]


@pytest.mark.parametrize("wrong", ["nothing", "https://data.example/a.warc.gz", "empty"])
def test_what_cannot_be_read_is_named_before_anything_is_done(old, open_home, wrong):
    (old / "empty").mkdir()
    uri = wrong if "://" in wrong else str(old / wrong)
    with pytest.raises(InputError, match=wrong):
        list_archives(open_home(""), [str(old / "saved"), uri])


def test_each_archive_has_its_own_name_and_gives_its_own_batches(news, old, open_home):
    context = open_home("")
    paths = list_archives(context, [str(old / "old"), str(old / "saved")])
    found = [
        discover_archive(context, path, f"backfill-{number}", publisher="Old Post") for number, path in enumerate(paths)
    ]
    assert found == [["backfill-0-0000"], ["backfill-1-0000"], ["backfill-2-0000"]]
    names = {row.source_name for (batch,) in found for row in news.read(context, "discover", batch, Discovery)}
    assert len(names) == 3
    assert all(name.startswith(("a-warc-gz-", "saved-")) for name in names)
    (batch,) = found[1]
    assert fetch_pages(context, [batch]).as_dict()["pages"] == 1
    assert extract_articles(context, [batch]).as_dict()["articles"] == 1
    (article,) = news.read(context, "extract_articles", batch, Article)
    assert (article.title, article.publisher_name) == ("Oslo builds", "Old Post")


def test_done_again_an_archive_gives_the_batches_that_hold_it(news, old, open_home):
    context = open_home("")
    archive = str(old / "old" / "monday" / "a.warc.gz")
    first = discover_archive(context, archive, "first")
    assert discover_archive(context, archive, "second") == first
    saved = discover_archive(context, str(old / "saved"), "third")
    assert discover_archive(context, str(old / "saved"), "fourth") == saved
    # What an hour took under another name is not taken twice.
    discover(context, [old / "old"], run_id="hour")
    assert discover_archive(context, str(old / "old" / "tuesday" / "a.warc.gz"), "fifth") == ["hour-0000"]
    offers = [
        row.page_uri
        for batch in context.batches.batch_ids("discover")
        for row in news.read(context, "discover", batch, Discovery)
    ]
    assert len(offers) == len(set(offers)) == 3


def test_terms_that_change_are_written_into_what_was_taken(news, old, open_home):
    context = open_home("")
    archive = str(old / "old" / "monday" / "a.warc.gz")
    (batch,) = discover_archive(context, archive, "first")
    fetch_pages(context)
    discover_archive(context, archive, "second", publisher="Old Post", publish_text=True)
    assert context.batches.stale("fetch_pages", "discover", {}) == [batch]
    fetch_pages(context)
    (page,) = news.read(context, "fetch_pages", batch, Page)
    assert (page.publisher_name, page.is_text_publishable) == ("Old Post", True)


def test_an_archive_that_is_gone_is_a_row_and_no_error(old, open_home):
    context = open_home("")
    archive = old / "old" / "monday" / "a.warc.gz"
    shutil.move(archive, old / "away")
    assert discover_archive(context, str(archive), "first") == []


@pytest.mark.parametrize("publisher", ["", "x" * 101])
def test_terms_that_cannot_be_are_an_error_of_whoever_gave_them(old, open_home, publisher):
    with pytest.raises(InputError, match="publisher"):
        discover_archive(open_home(""), str(old / "saved"), "first", publisher=publisher)


def test_a_publisher_that_was_mistyped_is_put_right(news, old, open_home):
    context = open_home("")
    archive = str(old / "old" / "monday" / "a.warc.gz")
    for publisher in ("Old Psot", "Old Post"):
        (batch,) = discover_archive(context, archive, "first", publisher=publisher)
    (offer,) = news.read(context, "discover", batch, Discovery)
    assert offer.publisher_name == "Old Post"


def test_what_an_hour_finds_again_keeps_the_terms_that_it_was_taken_under(news, old, open_home):
    context = open_home("")
    (batch,) = discover_archive(context, str(old / "saved"), "first", publisher="Old Post", publish_text=True)
    discover(context, [old / "saved"], run_id="hour")
    (offer,) = news.read(context, "discover", batch, Discovery)
    assert (offer.publisher_name, offer.is_text_publishable) == ("Old Post", True)
