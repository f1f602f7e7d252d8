"""The build step by dbt itself: only what changed is made anew, and the marts are those of a full build."""

import json

import duckdb
import pyarrow.parquet as pq
import pytest

from extract.contract.derive import arrow_table
from extract.contract.keys import hash_id
from extract.contract.tables import BATCH_TABLES, Participant
from extract.errors import GateFailed, WarehouseError
from extract.pipeline.checking import check_marts
from extract.pipeline.context import Context
from extract.pipeline.linking import link
from extract.pipeline.publishing import build, publish
from extract.quality.declared_marts import declared_marts
from extract.settings import Settings
from extract.store.build import default_project_dir
from extract.store.build_books import begin_build, end_build, project_version
from extract.store.candidate import mark_done, open_candidate
from extract.store.digest import digest
from extract.store.load import BatchFiles, load_batch, quarantine_batch
from extract.store.warehouse import candidate_path

pytestmark = pytest.mark.xdist_group("dbt")

# How many articles one event, one story and one series of figures are made of.
SHARED = """
    select
        (select max(article_count) from marts.events),
        (select max(article_count) from marts.stories),
        (select max(report_count) from marts.figure_series)
"""


@pytest.fixture
def home(tmp_path):
    return Context(Settings(home=tmp_path))


def _load(context, name, rows):
    folder = context.settings.home / "sealed"
    folder.mkdir(exist_ok=True)
    files = {}
    for table in BATCH_TABLES:
        own = [row for row in rows if type(row) is table]
        if own:
            files[table.table] = [folder / f"{name}-{table.table}.parquet"]
            pq.write_table(arrow_table(table, own), files[table.table][0])
    with open_candidate(context.settings.home) as candidate:
        load_batch(candidate, BatchFiles(name, hash_id(name), files))


def _build(context, **options):
    link(context)
    with open_candidate(context.settings.home) as candidate:
        mark_done(candidate, "check_batches")
    return build(context, **options).as_dict()


def _ask(context, query):
    with duckdb.connect(str(candidate_path(context.settings.home)), read_only=True) as connection:
        return connection.execute(query).fetchall()


@pytest.mark.promise(7)
@pytest.mark.extended
def test_a_build_makes_anew_what_changed_and_gives_what_a_full_one_gives(home, raw):
    batches, place = raw.batches(), home.settings.home
    third = raw.article("https://d.example/4", "Japan hosts", raw.texts[0], "2025-07-05T09:00:00+09:00", publisher=None)
    names_only = [third, *(row for row in raw.facts(third) if isinstance(row, Participant))]
    for name, rows in (*batches.items(), ("run-4", names_only)):
        _load(home, name, rows)
    assert _build(home)["full"] == 1
    assert _ask(home, SHARED) == [(2, 3, 2)]
    # One report of an event is edited once more, and a third article is gone. The other report, whose links say what they said
    # before, is not made anew and still counts.
    text = raw.texts[1] + " A third one is not."
    edited = raw.article(
        "https://a.example/1", "Japan hosts", text, "2025-07-06T08:00:00+09:00", publisher="The Ledger"
    )
    _load(home, "run-5", [edited, *raw.facts(edited)])
    with open_candidate(place) as candidate:
        quarantine_batch(candidate, "run-4", "x", "bad")
    counts = _build(home)
    assert (counts["incremental"], "full" in counts) == (1, False)
    assert {name for name in counts if name.startswith(("model.", "test."))} == {"model.success", "test.pass"}
    versions = _ask(home, "select url, version_count from marts.articles order by url")
    assert versions == [("https://a.example/1", 3), ("https://b.example/2", 1)]
    assert _ask(home, "select count(*) from intermediate.int_changed_articles") == [(2,)]
    assert _ask(home, "select count(*) from intermediate.anew_articles") == [(1,)]
    assert _ask(home, SHARED) == [(2, 2, 2)]
    assert _ask(home, "select count(*) from duckdb_columns() where schema_name = 'marts' and comment is null") == [(0,)]
    kept = {mart.name: mart.changed for mart in declared_marts() if mart.changed}
    for mart, (changed, key) in kept.items():
        # What tests and other marts read in place of the mart's own rows.
        own = f"from marts.{mart} where {key} in (select {key} from intermediate.{changed})"
        assert _ask(home, f"select count(*) {own}") == _ask(home, f"select count(*) from intermediate.anew_{mart}")
        assert _ask(home, f"(select * {own}) except all (from intermediate.anew_{mart})") == []
    made_anew = digest(candidate_path(place))
    whole = _build(home, full=True)
    assert whole["full"] == 1
    assert _ask(home, "select table_name from duckdb_tables() where starts_with(table_name, 'anew_')") == []
    # What is tested of a whole view only is the one thing that the other build leaves out.
    manifest = json.loads((place / "dbt" / "target" / "manifest.json").read_text())
    tests = [node for node in manifest["nodes"].values() if node["resource_type"] == "test"]
    assert whole["test.pass"] == len(tests)
    assert counts["test.pass"] == len(tests) - sum("whole" in node["tags"] for node in tests)
    assert digest(candidate_path(place)) == made_anew
    # A test looks at what was made anew; a row that nobody touched is for the audit.
    other = raw.article("https://c.example/3", "Japan hosts", raw.texts[0], "2025-07-05T08:00:00+09:00", publisher=None)
    _load(home, "run-3", [other, *raw.facts(other)])
    with open_candidate(place) as candidate:
        candidate.connection.execute("update marts.figures set figure_id = null")
        candidate.connection.execute("update raw.figures set value_high = 1 where batch_id = 'run-3'")
    with pytest.raises(GateFailed, match=r"^1 checks[^:]*is_ordered_figures_value_high__figure_id__value: 1 rows"):
        _build(home)


@pytest.mark.promise(3)
def test_marts_half_built_or_unchecked_since_are_never_checked_or_published(home):
    place, made_by = home.settings.home, project_version(default_project_dir())
    with open_candidate(place) as candidate:
        for step in ("check_batches", "link", "build", "check_marts"):
            mark_done(candidate, step)
    for step in (check_marts, publish):
        with pytest.raises(WarehouseError, match="half built"):
            step(home)
    # A build that changes no number of a change is a new one all the same.
    with open_candidate(place) as candidate:
        begin_build(candidate, made_by)
        end_build(candidate, made_by)
    with pytest.raises(WarehouseError, match="`check_marts` has not seen"):
        publish(home)


def test_a_candidate_of_an_older_version_gets_the_books_that_came_since(home):
    place = home.settings.home
    with open_candidate(place) as candidate:
        candidate.connection.execute("drop table raw.link_changes")
        candidate.connection.execute("drop table raw.build_rules")
        candidate.connection.execute("alter table raw.quality_results drop column severity")
    with open_candidate(place) as candidate:
        assert begin_build(candidate, "this")
        candidate.connection.execute("select kind, id from raw.link_changes")
        candidate.connection.execute("select severity from raw.quality_results")


def test_a_build_that_did_not_end_and_another_project_are_followed_by_a_full_one(home):
    with open_candidate(home.settings.home) as candidate:
        assert begin_build(candidate, "this")
        candidate.connection.execute("insert into raw.build_rules values ('this')")
        assert not begin_build(candidate, "this")
        # It did not end.
        assert begin_build(candidate, "this")
        candidate.connection.execute("insert into raw.build_rules values ('this')")
        assert begin_build(candidate, "that")
