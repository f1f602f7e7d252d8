"""From the bundled pages to the published warehouse: what the seed page must give."""

from decimal import Decimal

import duckdb
import pytest

pytestmark = pytest.mark.xdist_group("end_to_end")

SEED = "page_uri like '%seed_page%'"
MAIN = "New Delhi event highlights Japan's bid to deepen India ties on critical minerals"


def test_three_renderings_of_the_seed_page_are_four_articles(home):
    found = home.rows(
        f"select title, publisher_name, published_date::varchar, is_primary from articles where {SEED} order by title"
    )
    assert found == [
        ("Bessent: Election gives Japan 'domestic constraints' on cutting trade deal", "NHK", "2025-07-04", False),
        ("Japan plans 'world first' deep-sea mineral extraction", "Japan Times", "2025-07-03", False),
        (MAIN, None, None, True),
        ("S. Korea Pres. Lee Arranging Early Visit to Japan", "Jiji Press", "2025-07-03", False),
    ]


def test_the_main_event_is_in_india_with_its_hosts(home):
    found = home.rows(
        "select e.type, e.country_code, p.name from events e join event_participants p using (event_id) "
        "join event_mentions m using (event_id) join articles a on a.article_id = m.article_id "
        "where a.title = ? and e.is_headline and p.role = 'host' order by p.name",
        MAIN,
    )
    assert found == [
        ("MEET", "IN", "Japan External Trade Organization"),
        ("MEET", "IN", "Related Japanese ministries"),
    ]


def test_counted_groups_took_part_in_the_main_event(home):
    found = home.rows(
        "select distinct p.kind, f.value, f.qualifier, f.unit from events e join event_participants ep using (event_id) "
        "join participants p using (participant_id) join figures f on f.figure_id = p.headcount_figure_id "
        "join articles a on a.article_id = p.article_id where a.title = ? and e.is_headline order by f.value",
        MAIN,
    )
    assert found == [
        ("group", Decimal(70), "about", "company"),
        ("group", Decimal(200), "about", "person"),
    ]


def test_a_range_keeps_both_ends(home):
    found = home.rows(
        "select distinct value, value_high, unit, kind from figures where figure_text = '30 to 35 percent'"
    )
    assert found == [(Decimal(30), Decimal(35), "percent", "percent")]


def test_a_restatement_points_to_what_it_restates(home):
    found = home.rows(
        "select a.value, a.unit, f.value, f.unit from figures a join figures f on a.alternative_of_figure_id = f.figure_id "
        "where f.figure_text = '5,500 meters'"
    )
    assert found == [(Decimal("3.4"), "mile", Decimal(5500), "metre")]


def test_two_outlets_reports_of_one_flood_are_one_event_with_both_tolls(home):
    found = home.rows(
        "select e.event_id, e.article_count, e.source_count, e.country_code, e.do_figures_differ, "
        "list(distinct p.publisher_name order by p.publisher_name) from events e join event_mentions m using (event_id) "
        "join articles a on a.article_id = m.article_id join publishers p using (publisher_id) "
        "where e.is_headline and a.title ilike '%flood%' group by all"
    )
    ((event_id, *said),) = found
    assert said == [2, 2, "PT", True, ["Coastline Wire", "The Meridian Post"]]
    tolls = home.rows(
        "select qualifier, value, is_latest from figure_series where event_id = ? and measure = 'dead' and report_count > 1 "
        "order by report_number",
        event_id,
    )
    assert tolls[0] == ("at_least", Decimal(14), False)
    assert tolls[-1] == ("at_least", Decimal(17), True)


@pytest.mark.parametrize("table", ["figures", "participants", "event_mentions", "statements"])
def test_evidence_is_its_slice_of_the_text(home, table):
    ((rows, wrong),) = home.rows(
        "select count(*), count(*) filter "
        "(f.evidence is distinct from substring(t.text, f.char_start + 1, f.char_end - f.char_start)) "
        f"from {table} f left join article_texts t using (article_version_id)"
    )
    assert rows > 20
    assert wrong == 0


def test_every_published_column_and_table_is_described(home):
    with duckdb.connect(str(home.path / "published" / "daybook.duckdb"), read_only=True) as connection:
        schemas = connection.execute("select distinct schema_name from duckdb_tables() order by 1").fetchall()
        silent = connection.execute(
            "select table_name, column_name from duckdb_columns() "
            "where schema_name = 'marts' and not internal and comment is null"
        ).fetchall()
        tables = connection.execute(
            "select table_name from duckdb_tables() where schema_name = 'marts' and comment is null"
        ).fetchall()
    assert schemas == [("marts",), ("meta",)]
    assert silent == tables == []


def test_no_text_longer_than_300_characters_is_published_but_the_texts_themselves(home):
    columns = home.rows(
        "select table_name, column_name from duckdb_columns() where schema_name = 'marts' and data_type = 'VARCHAR' "
        "and table_name <> 'article_texts'"
    )
    longest = (f"select '{t}.{c}' as name, max(length(\"{c}\")) as longest from {t}" for t, c in columns)
    assert home.rows(f"from ({' union all '.join(longest)}) where longest > 300") == []


def test_the_queries_of_the_readme_answer(home):
    from extract.serving.show import QUERIES

    for question, query in QUERIES.items():
        assert home.rows(query), question


def test_show_and_status_tell_what_is_there(home):
    code, _, said = home.run("show")
    assert code == 0
    # A cell may be broken between words.
    assert "Organization (host)" in said
    code, state, _ = home.run("status", "--json")
    assert code == 0
    assert state["published"]["articles"] >= 10
    assert state["due"] == {"fetch_pages": 0, "extract_articles": 0, "read_facts": 0}
