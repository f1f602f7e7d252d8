import duckdb
import pytest
import yaml

from extract.contract.columns import COLUMNS, COLUMNS_BY_TABLE
from extract.store.build import default_project_dir, run_dbt
from extract.store.project import mart_columns, published_orders

pytestmark = pytest.mark.xdist_group("dbt")

PROJECT = default_project_dir()


@pytest.fixture
def query(built):
    with duckdb.connect(str(built.database), read_only=True) as connection:
        yield lambda sql: connection.execute(sql).fetchall()


def test_an_article_stands_once_in_its_current_wording(query):
    rows = query("""
        select url, publisher_name, is_primary, version_count, page_count, page_uri, figure_count, event_count, batch_id
        from marts.articles order by url
    """)
    assert rows == [
        ("https://a.example/1", "the ledger", True, 2, 3, "https://pages.example/edit", 1, 1, "run-1"),
        ("https://b.example/2", "Harbour Post", True, 1, 1, "https://pages.example/b", 1, 1, "run-2"),
    ]


def test_facts_are_those_of_current_wordings_only(query):
    assert query("select count(*) from raw.figures") == [(4,)]
    assert query("select count(*), count(distinct article_id) from marts.figures") == [(2, 2)]
    assert query("select value, value_high, unit from marts.figures limit 1") == [(30, 35, "company")]


def test_a_figure_knows_the_entity_of_its_item_and_its_period(query):
    rows = query("""
        select distinct e.name, f.unit, f.unit_head, f.item, f.period_start::varchar, f.period_end::varchar
        from marts.figures as f inner join marts.entities as e on f.item_entity_id = e.entity_id
    """)
    assert rows == [("Japan", "company", "company", "Japan", "2025-07-03", "2025-07-03")]


def test_two_reports_of_one_event_are_one_event(query):
    rows = query("select type, country_code, date_start::varchar, mention_count, source_count from marts.events")
    assert rows == [("MEET", "IN", "2025-07-03", 2, 2)]
    assert query("select count(distinct event_id) from marts.event_mentions") == [(1,)]
    assert query("select name, role, count(*) from marts.event_participants group by all") == [("Japan", "host", 2)]


def test_publishers_are_one_whatever_the_case(query):
    assert query("select publisher_name, article_count from marts.publishers order by 1") == [
        ("Harbour Post", 1),
        ("the ledger", 1),
    ]


def test_only_publishable_text_is_a_row(query):
    assert query("select count(*), any_value(text)[:5] from marts.article_texts") == [(1, "Japan")]
    assert query("select is_text_publishable from marts.articles order by url") == [(True,), (False,)]


def test_every_refusal_is_kept(query):
    assert query("select key, reason from marts.rejects order by key") == [("a.html", "empty"), ("b.html", "binary")]


def test_unit_tests_of_the_models_pass(built, work_dir):
    done = run_dbt(["test", "--select", "test_type:unit"], built.database, PROJECT, work_dir)
    results = [result for result in done if result.node.resource_type == "unit_test"]
    assert [(result.node.name, result.message) for result in results if str(result.status) != "pass"] == []
    assert len(results) >= 9


def test_every_mart_and_column_is_described_in_the_database(query):
    assert query("select table_name from duckdb_tables() where schema_name = 'marts' and comment is null") == []
    assert (
        query("select table_name, column_name from duckdb_columns() where schema_name = 'marts' and comment is null")
        == []
    )


def test_an_order_of_publishing_names_columns_of_its_mart():
    columns = {(column.table, column.name) for column in mart_columns(PROJECT)}
    named = {(mart, column) for mart, order in published_orders(PROJECT).items() for column in order}
    assert ("event_mentions", "event_id") in named <= columns


def test_marts_start_with_their_grain_and_hold_their_contract():
    for path in sorted((PROJECT / "marts").glob("*.yml")):
        (model,) = yaml.safe_load(path.read_text())["models"]
        assert model["name"] == path.stem
        assert model["description"].startswith("One row per "), path.stem
        assert model["config"]["contract"] == {"enforced": True}, path.stem


def test_a_column_means_in_marts_what_the_contract_says():
    # These tables are the contract's, one to one: their columns say the same words, but for those named here.
    differs = {("event_mentions", "title"), ("entity_aliases", "rule"), ("entity_aliases", "confidence")}
    added = {"batch_id", "run_id", "corrected_columns", "uncorrected"}
    for name in ("figures", "participants", "event_mentions", "statements", "entity_aliases"):
        (model,) = yaml.safe_load((PROJECT / f"marts/{name}.yml").read_text())["models"]
        for column in model["columns"]:
            place = (name, column["name"])
            if column["name"] in added:
                continue
            meaning = COLUMNS_BY_TABLE.get(place) or COLUMNS[column["name"]]
            assert place in differs or column["description"] == meaning.meaning, place


@pytest.mark.parametrize(
    ("base", "other"),
    [
        ("events", "confident_events"), ("events", "events_wide"),
        ("figures", "confident_figures"), ("figures", "figures_wide"),
    ],
)  # fmt: skip
def test_a_mart_with_the_rows_of_another_says_of_its_columns_what_that_one_says(base, other):
    told, copied = (
        {column["name"]: (column["data_type"], column["description"]) for column in model["columns"]}
        for name in (base, other)
        for model in yaml.safe_load((PROJECT / f"marts/{name}.yml").read_text())["models"]
    )
    assert {name: copied.get(name) for name in told} == told


def test_views_outlive_the_renaming_of_the_file(built, tmp_path):
    renamed = tmp_path / "build.duckdb"
    renamed.write_bytes(built.database.read_bytes())
    with duckdb.connect(str(renamed), read_only=True) as connection:
        assert connection.execute("select count(*) from intermediate.int_articles").fetchall() == [(2,)]
