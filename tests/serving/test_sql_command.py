"""`daybook sql` from a pipe and a script: what goes in, what comes out, which exit code."""

import io
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner

from extract.cli.answers import EscapedText
from extract.cli.main import app
from extract.errors import InputError

DAYBOOK = Path(sys.executable).with_name("daybook")


def sql(home: Path, *words: object, given: str = "", **settings: str) -> subprocess.CompletedProcess[str]:
    command = [DAYBOOK, "--home", home, "sql", *words]
    return subprocess.run(
        command, input=given, capture_output=True, text=True, check=False, timeout=60, env=os.environ | settings
    )


def test_statements_from_a_pipe_make_one_answer(numbers_home):
    done = sql(
        numbers_home, "--format", "csv", given="create temp table t as select 42 as a;\n-- the answer\nselect * from t;"
    )
    assert (done.returncode, done.stdout) == (0, "a\n42\n")


@pytest.mark.extended
def test_two_answers_do_not_fit_one_csv_and_do_fit_json_lines(numbers_home):
    assert "csv holds one answer" in sql(numbers_home, "-c", "select 1; select 2", "--format", "csv").stderr
    assert sql(numbers_home, "-c", "select 1 as a; select 2 as b", "--json").stdout == '{"a": 1}\n{"b": 2}\n'


def test_the_ending_of_the_file_tells_the_format(numbers_home, tmp_path):
    done = sql(numbers_home, "from numbers", "--output", tmp_path / "a.parquet")
    assert (done.returncode, done.stdout) == (0, "")
    assert pq.read_table(tmp_path / "a.parquet").num_rows == 130000


def test_an_error_has_duckdbs_words_and_leaves_the_file_of_before(numbers_home, tmp_path):
    (tmp_path / "a.csv").write_text("before")
    done = sql(numbers_home, "select nn from numbers", "--output", tmp_path / "a.csv")
    assert done.returncode == 2
    assert 'Referenced column "nn" not found' in done.stderr
    assert "LINE 1: select nn from numbers\n               ^" in done.stderr
    assert [(file.name, file.read_text()) for file in tmp_path.iterdir()] == [("a.csv", "before")]


@pytest.mark.extended
def test_a_table_is_cut_where_it_is_told(numbers_home):
    done = sql(numbers_home, "from numbers order by n", "--limit", "2")
    assert "1" in done.stdout
    assert "129999" not in done.stdout
    assert "The first 2 rows" in done.stderr


@pytest.mark.extended
def test_a_query_ends_with_its_time_and_says_which_setting(numbers_home):
    done = sql(numbers_home, "select sum(i) from range(1000000000000) r(i)", DAYBOOK_QUERY_SECONDS="0.5")
    assert done.returncode == 2
    assert "took more than 0.5 seconds (DAYBOOK_QUERY_SECONDS)" in " ".join(done.stderr.split())


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--format", "xml", "x"), "no format 'xml'"),
        (("x", "-c", "y"), "twice"),
        (("from numbers", "--output", "a.xlsx"), "the ending of a.xlsx tells no format"),
        (("from numbers", "--output", "a"), "the ending of a tells no format"),
        (("from numbers", "--limit", "2", "--json"), "--limit is of tables, and jsonl is written whole"),
    ],
)
def test_wrong_usage_is_named(numbers_home, words, says):
    done = CliRunner().invoke(app, ["--home", str(numbers_home), "sql", *words])
    assert isinstance(done.exception, InputError)
    assert says in done.exception.message


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("create temp table t as select 1", "--output", "a.csv"), "there is no answer to write to a.csv"),
        (("-- a comment",), "the query is empty"),
        (("--source=web\n-- and more",), "the query is empty"),
    ],
)
def test_what_gives_no_answer_is_named(numbers_home, words, says):
    # Not in this process: a query is bound in memory and time by bounds of its process.
    done = sql(numbers_home, *words)
    assert done.returncode == 2
    assert says in done.stderr
    assert not Path("a.csv").exists()


@pytest.mark.extended
def test_ctrl_c_ends_a_query_with_130(numbers_home):
    query = "with recursive t as (select 1 n union all select n + 1 from t) select count(*) from t"
    with subprocess.Popen([DAYBOOK, "--home", numbers_home, "sql", query], stderr=subprocess.PIPE, text=True) as asking:
        time.sleep(5)
        asking.send_signal(signal.SIGINT)
        said = asking.stderr.read()
    assert asking.returncode == 130
    assert "the published warehouse is as it was" in said


@pytest.mark.promise(11)
def test_what_a_query_quotes_of_hostile_text_moves_no_cursor(numbers_home):
    wrong = sql(numbers_home, "select (chr(27) || '[31mred')::int")
    assert wrong.returncode == 2
    named = sql(numbers_home, "pivot (select chr(27) || '[31mred' as b) on b using count(*)")
    assert named.returncode == 0, named.stderr
    assert "\\x1b[31mred" in wrong.stderr
    assert "\\x1b[31mred" in named.stdout
    assert "\x1b" not in wrong.stderr + named.stdout


def test_a_terminal_is_shown_what_a_program_is_given():
    hostile = io.StringIO()
    EscapedText(hostile).write("a\x1b[31m\u202eb,c\n2,d\n")
    assert hostile.getvalue() == "a\\x1b[31m\\u202eb,c\n2,d\n"
