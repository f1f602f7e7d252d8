"""Corrections of people: what a column cannot hold is refused by name, with what is allowed, before dbt sees it."""

import csv
from pathlib import Path

import pytest
import yaml

import extract.store.corrections
import extract.store.seeds
from extract.contract.corrections import correctable_columns_macro, correctable_tables
from extract.contract.data import read_csv
from extract.errors import InputError
from extract.store.build import default_project_dir
from extract.store.corrections import COLUMNS, check_corrections, check_rows

PROJECT = default_project_dir()
LINE = {
    "table_name": "figures",
    "row_id": "f1",
    "column_name": "value",
    "value": "40",
    "who": "Ilse Braam",
    "why": "The text says forty, not fourteen.",
    "decided_at": "2026-05-31",
}


def of(place, value):
    table, column = place.split(".")
    return LINE | {"table_name": table, "column_name": column, "value": value}


@pytest.mark.parametrize(
    ("place", "value"),
    [
        ("figures.value", "12900000000"),
        ("figures.value", "-0.000000001"),
        ("figures.value_high", ""),
        ("figures.unit", "shipping_container"),
        ("figures.value_si", "1.2e9"),
        ("figures.period_start", "2025-07-03"),
        ("event_mentions.status", "denied"),
        ("event_mentions.lat", "-90"),
        ("events.place_kind", "venue"),
        ("events.title", """It's {{ "x" }} {% raw %}, \\' -- ; 日本 $1"""),
        ("articles.published_at", "2025-07-03T10:00:00+09:00"),
        ("articles.language", "de"),
        ("participants.country_code", "IN"),
        ("statements.about", ""),
        ("entities.sector", "court"),
    ],
)
def test_what_a_column_can_hold_is_taken(place, value):
    assert check_rows([of(place, value)]) == 1


@pytest.mark.parametrize(
    ("place", "value", "message"),
    [
        ("figure.value", "1", r"table_name 'figure' is none of articles, .* \(did you mean figures\?\)"),
        ("figures.vlaue", "1", r"column_name 'vlaue' of figures is none of value, .* \(did you mean value\?\)"),
        ("figures.evidence", "Words.", "column_name 'evidence' of figures is none of"),
        ("figures.item_start", "1", "column_name 'item_start' of figures is none of"),
        ("entities.name", "Japan", "an entity is renamed in entity_overrides.csv"),
        ("figures.value", "", "figures.value cannot be empty"),
        ("figures.value", "1,000", "is '1,000', no number like"),
        ("figures.value", "1e3", "is '1e3', no number like"),
        ("figures.value", "9" * 30, "no number like"),
        ("figures.value", "٤", "no number like"),
        ("figures.value_si", "1e999", "is '1e999', no number like"),
        ("event_mentions.lat", "90.5", "is 90.5, not from -90 to 90"),
        ("figures.qualifier", "abuot", r"none of exact, about, .* \(did you mean about\?\)"),
        ("figures.trend", "", "cannot be empty"),
        ("events.type", "MEETING", r"none of .* \(did you mean MEET\?\)"),
        ("events.place_kind", "town", "none of country, region, city, venue, other"),
        ("events.date_start", "3 July 2025", "no day like"),
        ("events.date_start", "2025-02-30", "no day like"),
        ("articles.published_at", "2025-07-03T10:00:00", "no moment like"),
        ("articles.published_at", "2025-13-03T10:00:00Z", "no moment like"),
        ("participants.country_code", "India", "is 'India', not two capitals like IN"),
        ("events.title", "x" * 301, "has 301 characters, 300 are allowed"),
        ("events.title", " Talks", "begins or ends with a space"),
        ("events.title", "Talks\nin Rome", "holds a line break"),
        ("events.title", "NULL", "value is the word 'NULL'; leave a value empty"),
    ],
)
def test_what_a_column_cannot_hold_is_refused_with_what_it_could(place, value, message):
    with pytest.raises(InputError, match=f"corrections.csv, correction 2: .*{message}") as caught:
        check_rows([LINE, of(place, value)])
    assert str(PROJECT / "seeds" / "corrections.csv") in (caught.value.hint or "")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"who": ""}, "correction 1: who missing"),
        ({"why": " ", "row_id": ""}, "correction 1: row_id, why missing"),
        ({"why": "x" * 301}, "why has 301 characters"),
        ({"decided_at": "31.05.2026"}, "decided_at '31.05.2026' is no day"),
        ({"decided_at": "2026-05-32"}, "decided_at '2026-05-32' is no day"),
    ],
)
def test_a_correction_says_who_why_and_when(change, message):
    with pytest.raises(InputError, match=message):
        check_rows([LINE | change])


def test_of_one_cell_and_day_there_is_one_correction():
    assert check_rows([LINE, LINE | {"decided_at": "2026-06-01"}, LINE | {"row_id": "f2"}]) == 3
    with pytest.raises(InputError, match="correction 2: it corrects value of f1 as correction 1 does, on the same day"):
        check_rows([LINE, LINE | {"value": "41"}])


def test_the_seed_of_the_project_is_read_and_its_lines_are_checked(tmp_path, monkeypatch):
    assert check_corrections() >= 0
    for module in (extract.store.seeds, extract.store.corrections):
        monkeypatch.setattr(module, "default_project_dir", lambda: tmp_path)
    (tmp_path / "seeds").mkdir()
    with pytest.raises(InputError, match=r"corrections\.csv is missing; .* its first line alone"):
        check_corrections()
    with (tmp_path / "seeds/corrections.csv").open("w", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS)
        writer.writeheader()
        writer.writerows([LINE, LINE | {"row_id": "f2", "value": "forty"}])
    with pytest.raises(InputError, match=r"correction 2: figures\.value is 'forty'"):
        check_corrections()


def test_the_macro_of_the_dbt_project_is_the_contracts():
    path = PROJECT / "macros/correctable_columns.sql"
    assert path.read_text(encoding="utf-8") == correctable_columns_macro(), "make contract"


def test_only_what_a_mart_holds_and_what_says_no_id_evidence_or_count_is_correctable():
    left_out = ("_id", "_start", "_end", "_text", "_count", "_method", "confidence", "evidence", "text", "batch_id")
    kept = {"date_start", "date_end", "period_start", "period_end"}
    for name, table in correctable_tables().items():
        (model,) = yaml.safe_load((PROJECT / f"marts/{name}.yml").read_text())["models"]
        columns = {column["name"]: column["data_type"] for column in model["columns"]}
        assert table.id_column in columns
        assert any(column.is_correctable for column in table.columns.values())
        for column in table.columns.values():
            place = f"{name}.{column.field.name}"
            assert column.field.name in columns, place
            assert columns[column.field.name] == column.sql_type, place
            assert set(column.follows) <= set(table.columns) - {column.field.name}, place
            assert column.field.nullable or not column.follows or column.becomes.strip("'") in column.values, place
            if column.is_correctable and column.field.name not in kept:
                assert not column.field.name.endswith(left_out), place


def test_each_line_of_the_list_is_read():
    lines = read_csv("correctable_columns")
    assert sum(len(table.columns) for table in correctable_tables().values()) == len(lines) > 50
    assert {line["is_correctable"] for line in lines} == {"true", "false"}
    assert Path(PROJECT / "seeds/corrections.csv").read_text().splitlines()[0] == ",".join(COLUMNS)
