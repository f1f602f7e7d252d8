"""Answers as files for programs: exact types, cells that no spreadsheet runs, whole files or none."""

import csv
import io
import json
from datetime import UTC, date, datetime
from decimal import Decimal

import pyarrow.parquet as pq
import pytest

from extract.errors import InputError
from extract.serving.formats import write_csv, write_json, write_json_lines, write_markdown
from extract.serving.formulas import FORMULA_STARTS, defuse
from extract.serving.output import whole_file
from extract.serving.parquet import write_parquet
from extract.serving.session import open_session
from extract.store.published import QueryLimits

EVERY_TYPE = """
select 1.50::decimal(9, 2) as d, 12345678901234567890::hugeint as h, timestamptz '2025-07-04 07:48:00+09:00' as t,
    date '2025-07-04' as day, [1, 2] as l, {'a': 1} as s, true as b, null::integer as n, 'x' as same, 'y' as same
"""


def written(numbers_home, write, query, *more) -> str:
    out = io.StringIO()
    with open_session(numbers_home) as session, session.run(query) as result:
        write(result, out, *more)
    return out.getvalue()


def parquet(numbers_home, query):
    out = io.BytesIO()
    with open_session(numbers_home) as session, session.run(query) as result:
        write_parquet(result, out)
    return pq.read_table(out)


@pytest.mark.promise(11)
@pytest.mark.parametrize("start", FORMULA_STARTS)
def test_text_that_begins_like_a_formula_is_marked(start):
    text = f"{start}cmd|' /C calc'!A0"
    assert defuse(text) == f"'{text}"


@pytest.mark.promise(11)
@pytest.mark.parametrize("break_", [";", "\t", "\n", "\r", ';"'])
def test_what_a_spreadsheet_with_another_separator_takes_for_a_cell_is_marked(break_):
    assert defuse(f"a{break_}=1+1{break_}b") == f"a{break_}'=1+1{break_}b"
    assert defuse(f"a{break_}-1") == f"a{break_}'-1"


def test_other_text_stays_as_it_is():
    for text in (
        "",
        "a=1",
        " =1",
        "'=1",
        "5",
        "a; b",
        "a, -b",
        'the "plan"',
        "a\n\nb",
        "a:\n- b\n- c",
        '"A"-list',
        '["-5"]',
    ):
        assert defuse(text) == text


def test_csv_marks_text_and_leaves_numbers(numbers_home):
    query = "select '=1+1' as \"=a\", -5 as n, -1.50::decimal(9, 2) as d, 'x,\"y' as q, null as z, true as b"
    assert written(numbers_home, write_csv, query) == '\'=a,n,d,q,z,b\n\'=1+1,-5,-1.50,"x,""y",,true\n'
    assert written(numbers_home, write_csv, query, True).startswith("=a,n,d,q,z,b\n=1+1,-5,")


def test_csv_is_read_back_as_it_was(numbers_home):
    text = written(numbers_home, write_csv, EVERY_TYPE)
    (row,) = list(csv.DictReader(io.StringIO(text)))
    assert (row["d"], row["h"], row["day"]) == ("1.50", "12345678901234567890", "2025-07-04")
    assert (row["t"], json.loads(row["s"]), row["n"]) == ("2025-07-03T22:48:00+00:00", {"a": 1}, "")


def test_parquet_has_the_types_of_the_warehouse(numbers_home):
    table = parquet(numbers_home, EVERY_TYPE)
    types = {field.name: str(field.type) for field in table.schema}
    assert (types["d"], types["t"], types["day"]) == ("decimal128(9, 2)", "timestamp[us, tz=UTC]", "date32[day]")
    row = table.to_pylist()[0]
    assert (row["d"], row["h"]) == (Decimal("1.50"), Decimal(12345678901234567890))
    assert (row["t"], row["day"]) == (datetime(2025, 7, 3, 22, 48, tzinfo=UTC), date(2025, 7, 4))
    assert (row["l"], row["s"], row["n"], row["same"], row["same_1"]) == ([1, 2], {"a": 1}, None, "x", "y")


def test_parquet_of_many_rows_is_whole_and_of_no_rows_has_columns(numbers_home):
    assert sum(parquet(numbers_home, "from numbers")["n"].to_pylist()) == sum(range(130000))
    empty = parquet(numbers_home, "from numbers where n < 0")
    assert (empty.num_rows, empty.column_names) == (0, ["n"])


def test_a_type_that_parquet_has_not_says_what_to_do(numbers_home):
    with pytest.raises(InputError, match="month_day_nano_interval") as caught:
        parquet(numbers_home, "select interval 1 day as i")
    assert "::varchar" in caught.value.hint


@pytest.mark.promise(22)
@pytest.mark.parametrize("write", [write_csv, write_json_lines])
def test_a_query_that_fails_on_its_way_is_an_error_in_every_text(numbers_home, write):
    with pytest.raises(InputError, match="boom"):
        written(
            numbers_home, write, "select case when n = 100000 then error('boom') else n::varchar end as a from numbers"
        )


@pytest.mark.promise(22)
def test_a_query_that_fails_on_its_way_is_an_error_in_parquet(numbers_home):
    with pytest.raises(InputError, match=r"failed after its first rows|boom"):
        parquet(numbers_home, "select case when n = 100000 then error('boom') else n::varchar end as a from numbers")


@pytest.mark.promise(22)
def test_a_query_that_is_stopped_gives_no_short_parquet(numbers_home):
    query = "select i from range(100000000000) r(i) where i + 1 = 0"
    with (
        open_session(numbers_home, QueryLimits(seconds=0.3)) as session,
        pytest.raises(InputError, match="took more than"),
        session.run(query) as result,
    ):
        write_parquet(result, io.BytesIO())


def test_json_is_one_array(numbers_home):
    assert written(numbers_home, write_json, "from numbers where n < 0") == "[]\n"
    assert json.loads(written(numbers_home, write_json, "from numbers where n < 2 order by n")) == [{"n": 0}, {"n": 1}]


@pytest.mark.promise(11)
def test_markdown_shows_hostile_text_and_renders_none_of_it(numbers_home):
    text = written(
        numbers_home, write_markdown, "select '<b>[x](http://e)|' || chr(10) || chr(27) || 'y' as a, 1.50 as b"
    )
    assert text.splitlines()[2] == "| \\<b\\>\\[x\\](http://e)\\| \\\\x1by | 1.5 |"


@pytest.mark.promise(22)
def test_a_file_is_whole_or_what_it_was(tmp_path):
    path = tmp_path / "answer.csv"
    path.write_text("before")
    with pytest.raises(TypeError), whole_file(path) as out:
        out.writelines([b"half", None])
    assert [(file.name, file.read_text()) for file in tmp_path.iterdir()] == [("answer.csv", "before")]
    with whole_file(path) as out:
        out.write(b"whole")
    assert [(file.name, file.read_text()) for file in tmp_path.iterdir()] == [("answer.csv", "whole")]


def test_a_folder_that_is_not_there_is_named(tmp_path):
    with pytest.raises(InputError, match="no folder"), whole_file(tmp_path / "gone" / "a.csv"):
        pass
