"""Answers to SQL: in UTC, as JSON that every reader takes, and what a damaged file says."""

import json
from pathlib import Path

import duckdb
import pytest

from extract.errors import InputError, WarehouseError
from extract.serving.sql import Answer, ask, json_rows
from extract.store.published import published_path


@pytest.fixture
def home(tmp_path: Path) -> Path:
    path = published_path(tmp_path)
    path.parent.mkdir()
    with duckdb.connect(str(path)) as connection:
        connection.execute("create schema marts; create schema meta")
        connection.execute("create table marts.numbers as select range as n, 'x' || range as name from range(200000)")
    return tmp_path


def rows(home: Path, query: str) -> list[dict[str, object]]:
    return [json.loads(json.dumps(row, allow_nan=False)) for row in json_rows(ask(home, query))]


def test_numbers_that_are_none_become_null_at_any_depth(home: Path) -> None:
    query = "select 'nan'::double a, [1.5, 'inf'::float] b, {'c': '-inf'::double} s, map {date '2025-07-04': 2.5} m"
    assert rows(home, query) == [{"a": None, "b": [1.5, None], "s": {"c": None}, "m": {"2025-07-04": 2.5}}]


def test_columns_of_one_name_are_all_kept(home: Path) -> None:
    assert rows(home, "select 1 a, 2 a, 3 a_1, 4 a") == [{"a": 1, "a_1": 2, "a_1_1": 3, "a_2": 4}]


def test_times_are_in_utc(home: Path) -> None:
    query = "select timestamptz '2025-07-04 07:48:00+09:00' t, current_setting('TimeZone') z"
    assert rows(home, query) == [{"t": "2025-07-03T22:48:00+00:00", "z": "UTC"}]


@pytest.mark.parametrize("query", ["", "  ", "-- nothing"])
def test_an_empty_query_is_named(home: Path, query: str) -> None:
    with pytest.raises(InputError, match="the query is empty"):
        ask(home, query)


def test_a_query_reads_no_other_file_and_cannot_undo_that(home: Path) -> None:
    for query in ("select * from read_text('/etc/hostname')", "set enable_external_access = true", "attach 'x.duckdb'"):
        with pytest.raises(InputError):
            ask(home, query)


@pytest.mark.parametrize("keep", [0.02, 0.5, 0.95])
def test_a_cut_file_is_damaged_and_says_how_to_publish_anew(home: Path, keep: float) -> None:
    path = published_path(home)
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * keep)])
    with pytest.raises(WarehouseError, match="is damaged") as caught:
        ask(home, "select sum(n), max(name) from numbers")
    assert str(caught.value.hint).startswith("daybook load")


def test_an_answer_without_columns_has_no_rows() -> None:
    assert list(json_rows(Answer((), ()))) == []
