"""Articles are read in worker processes: by however many, the rows are the same, and one that breaks its worker is refused."""

import time

import psutil
import pytest

from extract.contract.tables import Reject
from extract.errors import SettingsError
from extract.facts.read import ArticleText
from extract.pipeline import discover, extract_articles, fetch_pages, open_context, read_facts
from extract.pipeline.readers import open_readers
from extract.settings import load_settings
from extract.store.batches import rows_of

TEXT = "The council of {place} voted on Thursday to build {count} homes. Its chair, Aiko Mori, said that work begins in March. "
PLACES = ("Oslo", "Bergen", "Turku", "Malmo", "Tartu", "Riga", "Cork", "Lille", "Ghent", "Porto", "Split", "Graz")


def article(number, repeats=1):
    text = TEXT.format(place=PLACES[number % len(PLACES)], count=20 + number) * repeats
    return ArticleText(f"v{number}", f"a{number}", "Council votes", text, language="en")


@pytest.fixture
def extracted_home(tmp_path):
    """Opens a home of its own with twelve articles extracted, one batch of all."""
    pages = tmp_path / "pages"
    pages.mkdir()
    for number, place in enumerate(PLACES):
        body = f"<p>{TEXT.format(place=place, count=20 + number)}</p><p>Residents of {place} had asked for a park instead.</p>"
        head = f"<html><head><title>{place} votes</title></head><body><article><h1>{place} votes</h1>"
        (pages / f"{number}.html").write_text(f"{head}{body}</article></body></html>")

    def opened(name, **settings):
        context = open_context(load_settings(home=tmp_path / name, **settings))
        discover(context, [pages], "monday")
        fetch_pages(context)
        extract_articles(context)
        return context

    return opened


def read_files(context):
    folder = context.settings.home / "batches" / "read_facts"
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_one_worker_and_three_write_the_same_bytes(extracted_home):
    homes = [extracted_home(f"home{count}", read_workers=count) for count in (1, 3)]
    counts = [read_facts(context).as_dict() for context in homes]
    assert counts[0] == counts[1]
    assert counts[0]["articles"] == len(PLACES)
    assert read_files(homes[0]) == read_files(homes[1])
    assert len(read_files(homes[0])) > 5


def test_every_article_is_read_once_however_many_there_are():
    with open_readers(load_settings(read_workers=2)) as readers:
        for count in (0, 1, 2, 33):
            read = [one.article_version_id for one in readers.read([article(number) for number in range(count)])]
            assert sorted(read) == sorted(f"v{number}" for number in range(count))


def test_an_article_that_needs_too_much_memory_is_refused_and_no_other():
    articles = [article(number, repeats=3000 if number == 1 else 1) for number in range(6)]
    with open_readers(load_settings(read_workers=1, read_memory_mb=100)) as readers:
        read = {one.article_version_id: one for one in readers.read(articles)}
    assert {name: one.reason for name, one in read.items() if one.facts is None} == {"v1": "out_of_memory"}
    assert all(one.facts and one.facts.event_mentions for name, one in read.items() if name != "v1")


def test_what_breaks_its_worker_is_a_row_in_rejects(extracted_home):
    context = extracted_home("home", read_seconds=0.001)
    counts = read_facts(context).as_dict()
    assert counts["rejected.timed_out"] == len(PLACES)
    (batch_id,) = context.batches.batch_ids("read_facts")
    rejects = rows_of(Reject, context.batches.read("read_facts", batch_id, Reject))
    assert {(row.stage, row.reason) for row in rejects} == {("read_facts", "timed_out")}
    assert len(rejects) == len(PLACES)


def test_no_worker_is_left_when_the_step_is_done():
    def workers():
        return [
            child for child in psutil.Process().children(recursive=True) if child.parent().pid != psutil.Process().pid
        ]

    before = len(workers())
    with open_readers(load_settings(read_workers=2)) as readers:
        assert len(list(readers.read([article(number) for number in range(8)]))) == 8
        assert len(workers()) == before + 2
    deadline = time.monotonic() + 10
    while len(workers()) > before and time.monotonic() < deadline:
        time.sleep(0.05)
    assert len(workers()) == before


def test_a_model_that_cannot_be_loaded_is_told_with_what_to_do(monkeypatch, tmp_path):
    folder = tmp_path / "broken_model" / "broken_model-1"
    folder.mkdir(parents=True)
    (folder.parent / "__init__.py").write_text("")
    (folder / "config.cfg").write_text("[nlp]\nlang = nowhere\n")
    monkeypatch.syspath_prepend(tmp_path)
    with (
        open_readers(load_settings(language_model="broken_model")) as readers,
        pytest.raises(SettingsError, match="broken_model") as told,
    ):
        list(readers.read([article(1)]))
    assert told.value.hint
