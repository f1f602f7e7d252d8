"""Corrections of people in the marts: put over what was read, shown as such, and seen by what is made of the corrected rows."""

import csv
import shutil
from types import SimpleNamespace

import duckdb
import pytest
import yaml

from extract.store.build import default_project_dir, run_dbt
from extract.store.corrections import COLUMNS, check_rows, count_outcomes, unmatched_corrections

pytestmark = pytest.mark.xdist_group("dbt")

PROJECT = default_project_dir()
HOSTILE = """It's {{ "x" }} {% raw %} "quoted", {# no #} \\' -- ; 日本 ünï $1 #"""


def _ids(connection):
    """One row of each table, by name; of the participants, the country."""
    queries = {
        "articles": "select article_id from marts.articles where url = 'https://b.example/2'",
        "event_mentions": "select best_event_mention_id from marts.events",
        "events": "select event_id from marts.events",
        "figures": "select min(figure_id) from marts.figures",
        "participants": "select min(participant_id) from marts.participants where name = 'Japan'",
        "statements": "select min(statement_id) from marts.statements",
        "entities": "select entity_id from marts.entities where name = 'Japan'",
    }
    return {name: connection.execute(query).fetchone()[0] for name, query in queries.items()}


def _lines(ids):
    said = [
        ("articles", ids["articles"], "published_date", "2025-07-02"),
        ("articles", ids["articles"], "title", HOSTILE),
        ("event_mentions", ids["event_mentions"], "type", "AGREE"),
        ("event_mentions", ids["event_mentions"], "country_code", "JP"),
        ("events", "an-older-id", "title", "Companies from Japan meet in India"),
        ("events", "nobody", "title", "Lost"),
        ("figures", ids["figures"], "value", "40"),
        ("figures", ids["figures"], "value_high", ""),
        ("figures", ids["figures"], "item", "Nippon"),
        ("figures", ids["figures"], "item_head", "nippon"),
        ("figures", ids["figures"], "unit", "firm"),
        ("figures", ids["figures"], "qualifier", "exact"),
        ("participants", ids["participants"], "description", "'an island nation'"),
        ("statements", ids["statements"], "about", "'" * 100),
        ("entities", ids["entities"], "sector", "government"),
    ]
    lines = [(*cell, "Ilse Braam", 'It says "so".', "2026-05-01") for cell in said]
    lines.append(("figures", ids["figures"], "value", "14", "Ilse Braam", "A slip.", "2026-04-30"))
    return [dict(zip(COLUMNS, line, strict=True)) for line in lines]


def _load_seed(folder, lines, database):
    """The corrections as dbt reads the CSV file, by a project that has this seed of ours and nothing else: quick to parse."""
    for name in ("seeds", "macros"):
        (folder / name).mkdir(parents=True)
    for name in ("profiles.yml", "macros/generate_schema_name.sql", "macros/relations.sql"):
        shutil.copy(PROJECT / name, folder / name)
    project = yaml.safe_load((PROJECT / "dbt_project.yml").read_text())
    (folder / "dbt_project.yml").write_text(
        yaml.safe_dump({key: value for key, value in project.items() if not key.startswith("on-run-")})
    )
    declared = yaml.safe_load((PROJECT / "seeds/_seeds.yml").read_text())
    seeds = [{**seed, "columns": []} for seed in declared["seeds"] if seed["name"] == "corrections"]
    (folder / "seeds/_seeds.yml").write_text(yaml.safe_dump({"version": 2, "seeds": seeds}))
    with (folder / "seeds/corrections.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS)
        writer.writeheader()
        writer.writerows(lines)
    results = run_dbt(["seed", "--full-refresh"], database, folder, folder / "work")
    assert {str(result.status) for result in results} == {"success"}


@pytest.fixture(scope="session")
def corrected(built, work_dir, tmp_path_factory):
    """The marts of `built` with corrections over every table, one of them of an event's older id."""
    folder = tmp_path_factory.mktemp("corrected")
    database = folder / "candidate.duckdb"
    shutil.copy(built.database, database)
    with duckdb.connect(str(database)) as connection:
        ids = _ids(connection)
        connection.execute(
            "insert into raw.id_redirects (kind, old_id, new_id) values ('event', $1, $2)",
            ["an-older-id", ids["events"]],
        )
    lines = _lines(ids)
    assert check_rows(lines) == len(lines)
    _load_seed(folder / "project", lines, database)
    results = run_dbt(["run", "--full-refresh"], database, PROJECT, work_dir)
    assert {str(result.status) for result in results} == {"success"}
    return SimpleNamespace(database=database, ids=ids, lines=lines)


@pytest.fixture
def ask(corrected):
    with duckdb.connect(str(corrected.database), read_only=True) as connection:
        yield lambda query, *values: connection.execute(query, values).fetchall()


def test_what_stands_in_the_file_arrives_as_it_stands_there(ask, corrected):
    found = ask(f"select {', '.join(COLUMNS)} from staging.corrections order by all")
    wanted = [tuple(line.values()) for line in corrected.lines]
    assert sorted((*(cell or "" for cell in row[:-1]), str(row[-1])) for row in found) == sorted(wanted)


def test_a_corrected_figure_shows_what_was_read_and_keeps_its_evidence(ask, corrected):
    columns = "value, value_high, unit, unit_head, item, item_head, item_start, item_entity_id, figure_text, confidence"
    (row,) = ask(f"select {columns} from marts.figures where figure_id = $1", corrected.ids["figures"])
    # The unit's head is its unit until somebody says more; what named the item's place and entity said it of the other item.
    assert row == (40, None, "firm", "firm", "Nippon", "nippon", None, None, "30 to 35 companies", 0.9)
    (row,) = ask("select uncorrected, corrected_columns from marts.figures where uncorrected is not null")
    read = {"value": "30", "value_high": "35", "unit": "company", "unit_head": "company", "item": "Japan"}
    assert read.items() <= row[0].items()
    assert row[1] == list(row[0])
    assert "qualifier" not in row[1]
    assert ask("select count(*) from marts.figures where uncorrected is null and corrected_columns is null") == [(1,)]


def test_what_is_made_of_a_corrected_row_sees_it_and_an_events_own_correction_comes_last(ask):
    # Its place was in the other country: it has no coordinates until somebody gives them.
    assert ask("select type, country_code, lat, place_precision, title, corrected_columns from marts.events") == [
        ("AGREE", "JP", None, "none", "Companies from Japan meet in India", ["title"])
    ]
    assert ask("select sum(value) from marts.figures as f inner join marts.events as e using (event_id)") == [(70,)]
    assert ask("select first_published_date::varchar from marts.events") == [("2025-07-02",)]


@pytest.mark.parametrize("table", ["articles", "event_mentions", "figures", "participants", "statements", "entities"])
def test_each_table_is_corrected_in_the_row_that_is_named_and_in_nothing_else(ask, corrected, built, table):
    key = "entity_id" if table == "entities" else f"{table[:-1]}_id"
    (row,) = ask(f"select {key}, corrected_columns from marts.{table} where corrected_columns is not null")
    assert row[0] == corrected.ids[table]
    others = f"select * exclude (uncorrected, corrected_columns, {', '.join(row[1])})"
    ask(f"attach if not exists '{built.database}' as before (read_only)")
    assert ask(f"{others} from marts.{table} except {others} from before.marts.{table}") == []


def test_what_became_of_each_correction_is_told(ask, corrected):
    query = "select column_name, old_value, new_value, outcome from marts.correction_outcomes where table_name = $1 order by all"
    assert ask(query, "figures") == [
        ("item", "Japan", "Nippon", "applied"),
        ("item_head", "japan", "nippon", "applied"),
        ("qualifier", "exact", "exact", "unchanged"),
        ("unit", "company", "firm", "applied"),
        ("value", "30", "14", "overruled"),
        ("value", "30", "40", "applied"),
        ("value_high", "35", None, "applied"),
    ]
    assert ask(query, "events") == [
        ("title", "Japan hosted companies in New Delhi", "Companies from Japan meet in India", "applied"),
        ("title", None, "Lost", "unmatched"),
    ]
    assert ask("select row_id from marts.correction_outcomes where given_row_id = 'an-older-id'") == [
        (corrected.ids["events"],)
    ]
    with duckdb.connect(str(corrected.database), read_only=True) as connection:
        assert count_outcomes(connection) == {"applied": 13, "overruled": 1, "unchanged": 1, "unmatched": 1}
        (lost,) = unmatched_corrections(connection)
        assert (lost.table_name, lost.row_id, lost.who) == ("events", "nobody", "Ilse Braam")


def test_the_checks_of_the_marts_take_corrected_rows_and_warn_of_the_one_that_meets_nothing(corrected, work_dir):
    chosen = ("figures", "events", "event_mentions", "articles", "correction_outcomes")
    # As in a full build: every row is looked at.
    command = ["build", "--full-refresh", "--resource-type", "test", "--select", *chosen]
    results = run_dbt(command, corrected.database, PROJECT, work_dir)
    found = {result.node.name: str(result.status) for result in results if result.node.resource_type == "test"}
    assert {name: status for name, status in found.items() if status != "pass"} == {
        "every_correction_meets_a_row": "warn"
    }
    assert len(found) > 40
