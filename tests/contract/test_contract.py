"""The contract: what it derives is complete, and it refuses what it must."""

import dataclasses
from datetime import UTC, datetime
from decimal import Decimal

import duckdb
import pytest

from extract.contract.columns import COLUMNS, COLUMNS_BY_TABLE, EVENT_TYPES
from extract.contract.derive import arrow_schema, arrow_table, create_table_sql, expectations, fields
from extract.contract.tables import TABLES, Figure, Page
from extract.errors import ContractError

PAGE = Page(
    page_id="a" * 64,
    page_uri="pages/a.html",
    captured="2025-07-04T07:48:00+09:00",
    captured_at=datetime(2025, 7, 3, 22, 48, tzinfo=UTC),
    media_type="text/html",
    length_bytes=3,
)


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.table)
def test_every_table_says_its_grain_and_has_the_columns_of_it(table):
    assert table.__doc__.startswith("One row per ")
    assert set(table.grain) <= {field.name for field in fields(table)}


def test_every_declared_column_is_used_and_every_used_one_declared():
    used = {field.name for table in TABLES for field in fields(table)}
    declared = set(COLUMNS) | {name for _, name in COLUMNS_BY_TABLE}
    # Discoveries stay in their batches and never reach the warehouse; marts join entities in, and the corrections of people.
    joined = {"item_entity_id", "entity_rule", "entity_score", "corrected_columns", "uncorrected"}
    assert declared - used == {"discovery_id", "archive_uri", "archive_offset", *joined}
    assert used - declared == set()


def test_duckdb_accepts_the_ddl_and_keeps_the_meanings():
    connection = duckdb.connect()
    connection.execute("create schema raw")
    for table in TABLES:
        for statement in create_table_sql(table, extra={"batch_id": "varchar"}):
            connection.execute(statement)
    comments = connection.execute(
        "select comment from duckdb_columns() where schema_name = 'raw' and comment is null"
    ).fetchall()
    assert len(comments) == len(TABLES)  # only the loader's own column has none
    assert connection.execute("select count(*) from duckdb_tables() where comment is null").fetchone() == (0,)


def test_a_table_of_an_older_contract_gets_the_columns_it_lacks():
    connection = duckdb.connect()
    connection.execute("create schema raw")
    statements = create_table_sql(Figure, extra={"batch_id": "varchar"})
    for statement in statements:
        connection.execute(statement)
    columns = connection.execute("select column_name from duckdb_columns() where table_name = 'figures'").fetchall()
    for name in ("unit_head", "item_start", "item_participant_id"):
        connection.execute(f"alter table raw.figures drop column {name}")
    for statement in statements:
        connection.execute(statement)
    found = connection.execute("select column_name from duckdb_columns() where table_name = 'figures'").fetchall()
    assert sorted(found) == sorted(columns)


def test_arrow_schema_carries_type_nullability_and_meaning():
    field = arrow_schema(Figure).field("value_high")
    assert str(field.type) == "decimal128(38, 9)"
    assert field.nullable
    assert field.metadata[b"description"] == b"The high end of a range; null for a single number."


def test_a_null_where_none_is_allowed_is_refused_by_name():
    with pytest.raises(ContractError, match=r"pages\.page_uri is null in row 1 of 2"):
        arrow_table(Page, [PAGE, dataclasses.replace(PAGE, page_uri=None)])


def test_a_wrong_type_is_refused_by_name():
    with pytest.raises(ContractError, match=r"pages\.length_bytes"):
        arrow_table(Page, [dataclasses.replace(PAGE, length_bytes="three")])


def test_rows_come_back_as_they_went():
    row = arrow_table(Page, [PAGE]).to_pylist()[0]
    assert Page(**row | {"opt_outs": tuple(row["opt_outs"])}) == PAGE


def test_a_number_too_large_for_its_column_is_refused():
    values = {field.name: None for field in fields(Figure)}
    strings = dict.fromkeys([f.name for f in fields(Figure) if f.type is str], "x")
    numbers = {"sentence_index": 0, "char_start": 0, "char_end": 1, "figure_start": 0, "figure_end": 1}
    row = Figure(**values | strings | numbers | {"is_evidence_cut": False, "confidence": 1.0, "value": Decimal("1e31")})
    with pytest.raises(ContractError, match=r"figures\.value"):
        arrow_table(Figure, [row])


def test_expectations_name_the_closed_list_and_the_bounds():
    found = {(e.rule, e.columns): e for e in expectations(Figure)}
    assert found["one_of", ("trend",)].values == ("up", "down", "none")
    assert (found["between", ("confidence",)].low, found["between", ("confidence",)].high) == (0, 1)
    assert ("unique", ("figure_id",)) in found
    assert ("not_null", ("value_high",)) not in found


def test_there_are_28_event_types_with_a_definition_each():
    assert len(EVENT_TYPES) == len(set(EVENT_TYPES)) == 28
