"""Answers to SQL: in UTC, as JSON that every reader takes, and what a damaged file says."""

import json
from pathlib import Path

import pytest

from extract.errors import InputError, WarehouseError
from extract.serving.sql import Answer, ask, json_rows
from extract.store.published import published_path


def rows(numbers_home: Path, query: str) -> list[dict[str, object]]:
    return [json.loads(json.dumps(row, allow_nan=False)) for row in json_rows(ask(numbers_home, query))]


def test_numbers_that_are_none_become_null_at_any_depth(numbers_home: Path) -> None:
    query = "select 'nan'::double a, [1.5, 'inf'::float] b, {'c': '-inf'::double} s, map {date '2025-07-04': 2.5} m"
    assert rows(numbers_home, query) == [{"a": None, "b": [1.5, None], "s": {"c": None}, "m": {"2025-07-04": 2.5}}]


def test_columns_of_one_name_are_all_kept(numbers_home: Path) -> None:
    assert rows(numbers_home, "select 1 a, 2 a, 3 a_1, 4 a") == [{"a": 1, "a_1": 2, "a_1_1": 3, "a_2": 4}]


def test_times_are_in_utc(numbers_home: Path) -> None:
    query = "select timestamptz '2025-07-04 07:48:00+09:00' t, current_setting('TimeZone') z"
    assert rows(numbers_home, query) == [{"t": "2025-07-03T22:48:00+00:00", "z": "UTC"}]


@pytest.mark.parametrize("query", ["", "  ", "-- nothing"])
def test_an_empty_query_is_named(numbers_home: Path, query: str) -> None:
    with pytest.raises(InputError, match="the query is empty"):
        ask(numbers_home, query)


@pytest.mark.promise(12)
def test_a_query_reads_no_other_file_and_cannot_undo_that(numbers_home: Path) -> None:
    for query in ("select * from read_text('/etc/hostname')", "set enable_external_access = true", "attach 'x.duckdb'"):
        with pytest.raises(InputError):
            ask(numbers_home, query)


@pytest.mark.parametrize("keep", [0.02, 0.5, 0.95])
def test_a_cut_file_is_damaged_and_says_how_to_publish_anew(numbers_home: Path, tmp_path: Path, keep: float) -> None:
    data, path = published_path(numbers_home).read_bytes(), published_path(tmp_path)
    path.parent.mkdir()
    path.write_bytes(data[: int(len(data) * keep)])
    with pytest.raises(WarehouseError, match="is damaged") as caught:
        ask(tmp_path, "select sum(n) from numbers")
    assert str(caught.value.hint).startswith("daybook load")


def test_an_answer_without_columns_has_no_rows() -> None:
    assert list(json_rows(Answer((), ()))) == []
