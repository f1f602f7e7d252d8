"""The rules of the marts: each catches its damage among the rows that a build made anew, and no other row is looked at."""

from pathlib import Path

import duckdb
import pytest
import yaml

from extract.quality.broken import find_broken
from extract.quality.declared_marts import declared_marts
from extract.quality.mart_rules import mart_rules
from extract.quality.mart_scope import read_mart_scope

ROOT = Path(__file__).parents[2]
# Two articles with an event, a figure and a participant each; the build made the first anew, `a2` is older.
ROWS = {
    "articles": "select 'a' || n as article_id, 'v' || n as article_version_id, 's' || n as story_id, 'p' as publisher_id, "
    "'b-0' as batch_id, now() as captured_at, 1 as figure_count, 1 as participant_count, 1 as event_count, "
    "0 as statement_count",
    "article_versions": "select 'v' || n as article_version_id, 'a' || n as article_id, true as is_current, "
    "now() as first_captured_at, now() as last_captured_at, 'b-0' as batch_id",
    "events": "select 'e' || n as event_id, 's' || n as story_id, 'MEET' as type, 'occurred' as status, "
    "1 as mention_count, 0.5 as confidence",
    "event_mentions": "select 'm' || n as event_mention_id, 'e' || n as event_id, 'a' || n as article_id, "
    "'v' || n as article_version_id, 'MEET' as type",
    "figures": "select 'f' || n as figure_id, 'a' || n as article_id, 'v' || n as article_version_id, 7 as value",
    "participants": "select 'q' || n as participant_id, 'x' || n as entity_id, 'a' || n as article_id, "
    "'v' || n as article_version_id, 'person' as kind",
    "entities": "select 'x' || n as entity_id, 'person' as kind, 1 as participant_count",
    "stories": "select 's' || n as story_id, 1 as article_count, 1 as event_count",
    "publishers": "select 'p' as publisher_id, 'The Ledger' as publisher_name, 2 as article_count, from range(1)",
    "event_types": "select 'MEET' as type, from range(1)",
    "figure_series": "select 'z' || n as series_id, 'f' || n as figure_id, 'a' || n as article_id, 'dead' as measure, "
    "1 as report_number, 1 as report_count",
}
# What is done, which mart's rule must say so, and the id that it must name.
DAMAGES = {
    "no_articles": ("delete from marts.articles", "articles", "emptied", "articles"),
    "an_article_left_out": ("delete from marts.articles where article_id = 'a1'", "articles", "lost", "a1"),
    "an_article_that_is_gone": ("delete from raw.articles where article_id = 'a1'", "articles", "ghosts", "a1"),
    "facts_of_an_old_wording": ("update marts.figures set article_version_id = 'v0'", "articles", "counts_of_articles", "a1"),
    "figures_lost": ("delete from marts.figures where article_id = 'a1'", "articles", "counts_of_articles", "a1"),
    "more_events": ("insert into marts.events (event_id) values ('e8'), ('e9')", "events", "more_events_than_mentions", "events"),
    "a_mention_more": ("update marts.events set mention_count = 2", "events", "counts_of_events", "e1"),
    "a_story_of_none": ("update marts.stories set article_count = 0", "stories", "counts_of_stories", "s1"),
    "a_story_without_its_event": ("update marts.stories set event_count = 0", "stories", "counts_of_story_events", "s1"),
    "a_publisher_of_none": ("update marts.publishers set article_count = 0", "publishers", "counts_of_publishers", "p"),
    "an_entity_of_none": ("update marts.entities set participant_count = 0", "entities", "counts_of_entities", "x1"),
    "a_series_of_two": ("update marts.figure_series set report_count = 2", "figure_series", "counts_of_series", "z1"),
    "an_id_in_use_given_up": ("insert into marts.id_redirects (old_id, kind) values ('e1', 'event')", "id_redirects",
                              "unused_redirects", "e1"),
    # The same key in a row that is not of this build: no test of the new rows sees it.
    "a_key_in_an_old_row": ("update marts.article_versions set article_version_id = 'v1'", "article_versions", "key", "v1"),
    "rows_not_replaced": ("insert into marts.statements (statement_id, article_id) values ('t1', 'a1')", "statements",
                          "replaced", "statements"),
    "an_unknown_status": ("update marts.events set status = 'perhaps'", "events", "one_of", "e1 status"),
    "a_confidence_of_two": ("update marts.events set confidence = 2", "events", "bounds", "e1 confidence"),
    "half_is_gone": ("insert into raw.published_counts values ('figures', 20)", "figures", "not_shrunk", "figures"),
}  # fmt: skip
# What dbt's tests hold of new rows, an audit holds of all.
OLD_DAMAGES = {
    "an_old_null": ("update marts.figures set value = null where figure_id = 'f2'", "figures", "not_null", "f2 value"),
    "an_old_orphan": ("delete from marts.stories where story_id = 's2'", "articles", "relationship", "a2"),
    "a_fact_in_another_wording": ("update marts.figures set figure_id = 'f1'", "figures", "key", "f1"),
    "an_old_twin": (
        "insert into marts.stories select * from marts.stories where story_id = 's2'",
        "stories",
        "key",
        "s2",
    ),
    "an_old_status": (
        "update marts.events set status = 'perhaps' where event_id = 'e2'",
        "events",
        "one_of",
        "e2 status",
    ),
}


@pytest.fixture(scope="session")
def marts():
    """Every mart that the dbt project declares, with its columns, a few rows, and what a build says that it made anew."""
    connection = duckdb.connect()
    connection.execute("create schema raw; create schema marts; create schema intermediate")
    connection.execute("create table raw.articles as select 'a' || n as article_id from range(1, 3) as r(n)")
    connection.execute("create table raw.published_counts (table_name varchar, row_count bigint)")
    for path in (ROOT / "dbt_project" / "marts").glob("*.yml"):
        for model in yaml.safe_load(path.read_text()).get("models") or ():
            columns = ", ".join(f"{column['name']} {column.get('data_type', 'varchar')}" for column in model["columns"])
            connection.execute(f"create table marts.{model['name']} ({columns})")
    connection.execute("create table marts.event_types (type varchar)")
    for table, query in ROWS.items():
        source = "" if " from range" in query else " from range(1, 3) as r(n)"
        connection.execute(f"insert into marts.{table} by name {query.replace(', from', ' from')}{source}")
    # `articles` first: the other marts of its grain share its table.
    for mart in sorted(declared_marts(), key=lambda mart: mart.name != "articles"):
        if mart.changed:
            table, key = mart.changed
            made = f"select distinct {key} from marts.{mart.name} where {key}::varchar in ('a1', 'e1', 's1', 'x1', 'z1', 'p')"
            connection.execute(f"create table if not exists intermediate.{table} as {made}")
            anew = f"select * from marts.{mart.name} where {key} in (from intermediate.{table})"
            connection.execute(f"create table intermediate.anew_{mart.name} as {anew}")
    yield connection
    connection.close()


def broken(connection, mart=None, *, is_audit=False):
    """(mart, rule) to the ids that it names; of one mart, or of all."""

    def ask(query):
        return connection.execute(query).fetchall()

    found = {}
    for table in mart_rules(read_mart_scope(ask, is_audit=is_audit)):
        for rule in table.rules if mart in (None, table.table) else ():
            for rows in find_broken(ask, rule, table.rows):
                found.setdefault((table.table, rule.name), []).extend(rows.ids)
    return found


@pytest.fixture
def damage(marts):
    """Do damage for one test."""
    marts.execute("begin")
    yield marts.execute
    marts.execute("rollback")


@pytest.mark.parametrize("is_audit", [False, True])
def test_good_marts_pass(marts, is_audit):
    assert broken(marts, is_audit=is_audit) == {}


@pytest.mark.promise(3)
@pytest.mark.parametrize("name", DAMAGES)
def test_a_damage_is_caught_and_named(marts, damage, name):
    statement, mart, rule, id_ = DAMAGES[name]
    damage(statement)
    assert id_ in broken(marts, mart).get((mart, rule), ())


@pytest.mark.parametrize("name", OLD_DAMAGES)
def test_what_a_build_did_not_touch_is_the_audits(marts, damage, name):
    statement, mart, rule, id_ = OLD_DAMAGES[name]
    damage(statement)
    assert (mart, rule) not in broken(marts, mart)
    assert id_ in broken(marts, mart, is_audit=True)[mart, rule]


@pytest.mark.promise(3)
def test_every_rule_has_a_damage_and_every_mart_has_rules(marts):
    def ask(query):
        return marts.execute(query).fetchall()

    for is_audit in (False, True):
        tables = mart_rules(read_mart_scope(ask, is_audit=is_audit))
        if is_audit:
            assert {table.table for table in tables} == {mart.name for mart in declared_marts()}
        caught = {"built", *(rule for _, _, rule, _ in (*DAMAGES.values(), *OLD_DAMAGES.values()))}
        assert {rule.name for table in tables for rule in table.rules} - caught == set()
    assert {
        path.stem for path in (ROOT / "extract/quality/sql/marts").glob("*.sql") if "-- each:" not in path.read_text()
    } <= caught


@pytest.mark.parametrize("name", ["stories", "events_wide", "article_texts"])
def test_a_mart_that_dbt_should_have_built_must_be_there(marts, damage, name):
    damage(f"drop table marts.{name}")
    assert broken(marts, name) == {(name, "built"): [name]}
