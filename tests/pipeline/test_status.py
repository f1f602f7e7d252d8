"""The state of a home: what waits, was refused, is damaged, kept out, published; told also where something cannot be read."""

import os
import shutil
from datetime import UTC, datetime, timedelta

import pytest

from extract import facts
from extract.contract.tables import Article, Reject
from extract.errors import GateFailed
from extract.pipeline import check_marts, discover, extract_articles, fetch_pages, load, open_context, read_facts
from extract.pipeline.status import read_status
from extract.pipeline.status.disk import folder_bytes, measure_disk
from extract.settings import load_settings
from extract.store.candidate import discard_candidate, mark_done, open_candidate
from extract.store.load import quarantine_batch
from extract.store.publish import publish_candidate
from extract.store.published import published_path
from extract.store.warehouse import build_path

NOON = datetime(2025, 7, 4, 12, tzinfo=UTC)
ENGLISH = "The council of Oslo voted on Thursday to build 40 homes beside the harbour, its chair Aiko Mori said. "
GERMAN = "Der Stadtrat von Oslo hat am Donnerstag beschlossen, am Hafen vierzig neue Wohnungen zu bauen, sagte die Leiterin. "
BATCH = "monday-0000"


def page(title, text):
    head = f"<html><head><title>{title}</title></head><body><article><h1>{title}</h1>"
    return f"{head}<p>{text * 4}</p></article></body></html>"


@pytest.fixture(scope="module")
def filled(tmp_path_factory):
    """A home with facts read, of an English and a German page and one that is none."""
    home = tmp_path_factory.mktemp("status") / "home"
    pages = home.parent / "pages"
    pages.mkdir()
    (pages / "english.html").write_text(page("Homes", ENGLISH))
    (pages / "german.html").write_text(page("Wohnungen", GERMAN))
    (pages / "binary.html").write_bytes(bytes(range(32)) * 100)
    context = open_context(load_settings(home=home, language_model="en_core_web_sm"))
    discover(context, [pages], "monday")
    for step in (fetch_pages, extract_articles, read_facts):
        step(context)
    return home


@pytest.fixture
def context(tmp_path, filled):
    shutil.copytree(filled, tmp_path / "home")
    return open_context(load_settings(home=tmp_path / "home", language_model="en_core_web_sm"))


@pytest.fixture
def publish(context, make_marts):
    """Publish what is loaded, with small marts."""

    def do():
        home = context.settings.home
        with open_candidate(home) as candidate:
            make_marts(candidate)
        return publish_candidate(home, daybook_version="0", run_id="r", published_at=NOON)

    return do


def names(status):
    # Whether the machine that runs the tests has room is not theirs to say.
    return [problem["name"] for problem in status["problems"] if problem["name"] != "disk_low"]


def seal_at(context, step, moment):
    os.utime(context.batches.path(step, BATCH) / "_manifest.json", (moment.timestamp(),) * 2)


def test_an_empty_home_is_told_and_not_made(tmp_path):
    status = read_status(open_context(load_settings(home=tmp_path / "new")))
    assert names(status) == ["nothing_published"]
    assert status["hours"]["missing"] == []
    assert not (tmp_path / "new").exists()


def test_refusals_are_counted_as_the_rows_say_them(context):
    status = read_status(context)
    rows = [
        f"{row['stage']}.{row['reason']}"
        for step in ("fetch_pages", "extract_articles", "read_facts")
        for row in context.batches.read(step, BATCH, Reject).to_pylist()
    ]
    assert rows == ["fetch_pages.binary"]
    assert status["rejects"] == {"fetch_pages.binary": 1}


def test_articles_in_another_language_are_counted(context):
    languages = context.batches.read("extract_articles", BATCH, Article)["language"].to_pylist()
    assert sorted(languages) == ["de", "en"]
    assert read_status(context)["skipped_languages"] == {"article_versions": 1, "published": {}}


def test_a_published_file_that_knows_no_languages_names_none(context, publish):
    load(context)
    with open_candidate(context.settings.home) as candidate:
        mark_done(candidate, "check_batches")
    publish()
    # The small marts of the tests have no such column, as those of an older version may not.
    assert read_status(context)["skipped_languages"]["published"] == {}


def test_what_waits_is_counted_with_its_age(context):
    shutil.rmtree(context.batches.path("read_facts", BATCH))
    seal_at(context, "extract_articles", NOON - timedelta(hours=2))
    status = read_status(context, now=NOON)
    assert status["due"] == {"fetch_pages": 0, "extract_articles": 0, "read_facts": 1}
    assert status["backlog"]["read_facts"] == {"batches": 1, "count": 2, "of": "articles", "oldest_seconds": 7200}
    assert status["backlog"]["fetch_pages"] == {"batches": 0, "count": 0, "of": "pages", "oldest_seconds": None}
    assert "waiting" not in names(status)
    status = read_status(context, now=NOON + timedelta(hours=2))
    (told,) = [problem for problem in status["problems"] if problem["name"] == "waiting"]
    assert told["what"] == "read_facts: 1 batch with 2 articles, the oldest for 4 hours"
    assert told["hint"] == "daybook read-facts"


def test_what_older_rules_did_is_due_and_has_no_age(context, monkeypatch):
    seal_at(context, "extract_articles", NOON - timedelta(days=400))
    monkeypatch.setattr(facts, "RULES_VERSION", facts.RULES_VERSION + 1)
    waiting = read_status(context, now=NOON)["backlog"]["read_facts"]
    assert waiting == {"batches": 1, "count": 2, "of": "articles", "oldest_seconds": None}


def test_no_language_model_is_loaded(context, run_python):
    code = "import sys; from pathlib import Path; from extract.pipeline import open_context; "
    code += "from extract.settings import load_settings; from extract.pipeline.status import read_status; "
    code += "read_status(open_context(load_settings(home=Path(sys.argv[1])))); print('spacy' in sys.modules)"
    assert run_python(code, context.settings.home).stdout == "False\n"


def test_what_is_read_waits_to_be_published(context, publish):
    assert read_status(context)["backlog"]["publish"]["batches"] == 1
    load(context)
    assert read_status(context)["backlog"]["publish"]["batches"] == 1
    publish()
    status = read_status(context)
    assert (status["backlog"]["publish"]["batches"], names(status)) == (0, [])
    read_facts(context, again=True)
    assert read_status(context)["backlog"]["publish"]["batches"] == 0
    # Other bytes of an earlier step are other bytes of the batch.
    (context.batches.path("discover", BATCH) / "_manifest.json").open("ab").write(b"\n")
    for step in (fetch_pages, extract_articles, read_facts):
        step(context)
    assert read_status(context)["backlog"]["publish"]["batches"] == 1


def test_a_file_that_is_gone_is_damage_and_other_bytes_are_for_verify(context):
    folder = context.batches.path("extract_articles", BATCH)
    path = folder / "articles.parquet"
    whole = path.read_bytes()
    path.write_bytes(whole[:100] + bytes([whole[100] ^ 1]) + whole[101:])
    assert read_status(context)["damaged"] == {}
    assert read_status(context, is_verified=True)["damaged"] == {"extract_articles": [BATCH]}
    path.unlink()
    status = read_status(context)
    assert status["damaged"] == {"extract_articles": [BATCH]}
    (told,) = [problem for problem in status["problems"] if problem["name"] == "damaged_batches"]
    assert told["hint"] == f"daybook extract-articles {BATCH} --again"


def test_a_manifest_that_cannot_be_read_is_damage_and_the_rest_is_told(context):
    (context.batches.path("read_facts", BATCH) / "_manifest.json").write_text("{")
    status = read_status(context)
    assert status["damaged"] == {"read_facts": [BATCH]}
    assert status["due"]["read_facts"] == 1
    assert status["rejects"] == {"fetch_pages.binary": 1}


def test_a_batch_that_a_gate_keeps_out_is_named_until_its_bytes_change(context):
    load(context)
    with open_candidate(context.settings.home) as candidate:
        ((sha256,),) = candidate.connection.execute("select sha256 from raw.loaded_batches").fetchall()
        quarantine_batch(candidate, BATCH, sha256, "articles: no titles")
    status = read_status(context)
    assert status["quarantined"] == {BATCH: "articles: no titles"}
    (told,) = [problem for problem in status["problems"] if problem["name"] == "quarantined_batches"]
    assert told["what"] == f"1 batch is kept out: {BATCH} (articles: no titles)"
    # Also where the candidate is gone since.
    discard_candidate(context.settings.home, "build: it broke")
    assert read_status(context)["quarantined"] == {BATCH: "articles: no titles"}
    (context.batches.path("discover", BATCH) / "_manifest.json").open("ab").write(b"\n")
    for step in (fetch_pages, extract_articles, read_facts):
        step(context)
    assert read_status(context)["quarantined"] == {}


def test_a_build_that_was_thrown_away_is_told_until_something_is_published(context, publish):
    load(context)
    publish()
    load(context)
    discard_candidate(context.settings.home, "build: 1 model failed: events")
    status = read_status(context)
    assert status["discarded"] == {"candidate": 2, "reason": "build: 1 model failed: events"}
    assert names(status) == ["build_discarded"]
    load(context)
    publish()
    status = read_status(context)
    assert (status["discarded"], names(status)) == (None, [])


@pytest.mark.xdist_group("gates")
def test_a_red_gate_is_told_by_what_broke_though_its_candidate_is_gone(context, publish, make_marts):
    home = context.settings.home
    load(context)
    publish()
    with open_candidate(home) as candidate:
        make_marts(candidate)
        candidate.connection.execute("update marts.entities set kind = 'perhaps'")
    with pytest.raises(GateFailed):
        check_marts(context)
    status = read_status(context)
    gate = status["gates"]["check_marts"]
    assert (gate["is_green"], gate["red_count"], gate["checks"] > 10) == (False, len(gate["red"]), True)
    assert any(said.startswith("entities: values are on their closed lists (kind) (broken by ") for said in gate["red"])
    assert gate["age_seconds"] < 120
    assert names(status) == ["gate_red"]
    (told,) = [problem for problem in status["problems"] if problem["name"] == "gate_red"]
    assert "check_marts: " in told["what"]
    assert "entities: values are on their closed lists (kind)" in told["what"]
    assert gate["report"] in told["hint"]
    assert status["discarded"]["reason"].startswith("check_marts: ")


def test_a_published_file_that_cannot_be_read_is_a_problem_and_the_rest_is_told(context, publish):
    load(context)
    publish()
    published_path(context.settings.home).write_bytes(b"no database")
    status = read_status(context)
    assert names(status) == ["published_unreadable"]
    assert (status["published"], status["batches"]["read_facts"]) == (None, 1)


def test_a_ledger_that_cannot_be_read_is_a_problem_once_and_the_rest_is_told(context, publish):
    load(context)
    publish()
    with (context.settings.home / "ledger.jsonl").open("ab") as ledger:
        ledger.write(b"{torn\n")
    status = read_status(context)
    assert names(status)[0] == "ledger_unreadable"
    assert names(status).count("ledger_unreadable") == 1
    assert status["published"]["articles"] == 2


def test_freshness_is_in_moments_and_seconds(context, publish):
    load(context)
    publish()
    fresh = read_status(context, now=NOON + timedelta(minutes=5))["freshness"]
    assert (fresh["published_at"], fresh["published_age_seconds"]) == ("2025-07-04T12:00:00+00:00", 300)
    assert fresh["latest_captured_at"].endswith("+00:00")
    assert (fresh["last_hour_end"], fresh["last_hour_age_seconds"]) == (None, None)


def test_the_disk_is_counted_by_folder_and_airflow_apart(context):
    home = context.settings.home
    (home / "airflow").mkdir()
    (home / "airflow" / "airflow.db").write_bytes(bytes(5000))
    (home / "note.txt").write_bytes(bytes(70))
    (home / "pages" / "link").symlink_to("/usr")
    disk = measure_disk(home)
    assert (disk["airflow"], disk["other"]) == (5000, 70 + (home / "home.json").stat().st_size)
    for folder in ("pages", "batches"):
        assert disk[folder] == sum(
            path.lstat().st_size for path in (home / folder).rglob("*") if not path.is_dir() or path.is_symlink()
        )
    assert 0 < disk["free"] < disk["total"]


def test_many_pages_are_reckoned_from_a_sixteenth_of_them(tmp_path):
    for number in range(6000):
        name = f"{number * 40503 % 65536:04x}"
        path = tmp_path / "pages" / name[:2] / f"{name}{number}.gz"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(bytes(number % 97))
    exact = measure_disk(tmp_path, is_exact=True)["pages"]
    assert exact == folder_bytes(tmp_path / "pages")
    reckoned = measure_disk(tmp_path)["pages"]
    assert reckoned != exact
    assert abs(reckoned - exact) < exact * 0.1


@pytest.mark.parametrize(
    ("free", "warehouse", "is_low"), [(49, 0, True), (51, 0, False), (500, 400, False), (500, 600, True)]
)
def test_a_disk_without_room_for_the_next_build_is_a_problem(context, monkeypatch, free, warehouse, is_low):
    build_path(context.settings.home).parent.mkdir(exist_ok=True)
    build_path(context.settings.home).write_bytes(bytes(warehouse))
    monkeypatch.setattr("shutil.disk_usage", lambda _: shutil._ntuple_diskusage(1000, 1000 - free, free))
    problems = [problem["name"] for problem in read_status(context)["problems"]]
    assert ("disk_low" in problems) == is_low
