"""The cookbook: each query of dbt_project/analyses, compiled by dbt, gives on the bundled pages the answer kept beside this file.

An answer was read against the pages before it was kept. Where it changes, rewrite it and review the difference:
`.venv/bin/python tests/end_to_end/test_cookbook.py --rewrite HOME`, of a home filled by `daybook run tests/golden/pages`.
"""

import csv
import io
import re
import shlex
import sys
import tempfile
from pathlib import Path

import duckdb
import pytest

from extract.store.build import default_project_dir, run_dbt

pytestmark = pytest.mark.xdist_group("end_to_end")

QUERIES = default_project_dir() / "analyses"
NAMES = sorted(path.stem for path in QUERIES.glob("*.sql"))
ANSWERS = Path(__file__).parent / "cookbook"


def compile_queries(work_dir):
    """The SQL of every query by its name, as dbt writes it."""
    results = run_dbt(["compile", "--select", "path:analyses"], work_dir / "any.duckdb", QUERIES.parent, work_dir)
    return {result.node.name: result.node.compiled_code for result in results}


def answer(database, query):
    """The rows as CSV, with the columns' names: a decimal without zeros at its end, nothing for null."""
    with duckdb.connect(str(database), read_only=True) as connection:
        cursor = connection.execute("use marts").execute(query)
        names = [column[0] for column in cursor.description]
        rows = cursor.fetchall()
    text = io.StringIO()
    lines = csv.writer(text, lineterminator="\n")
    lines.writerow(names)
    lines.writerows([[_cell(value) for value in row] for row in rows])
    return text.getvalue()


def _cell(value):
    if isinstance(value, bool):
        return str(value).lower()
    return f"{value:.12g}" if isinstance(value, float) else value


@pytest.fixture(scope="session")
def compiled(tmp_path_factory):
    return compile_queries(tmp_path_factory.mktemp("cookbook"))


def test_there_are_twenty_questions_with_an_answer_each():
    assert len(NAMES) == 20
    assert sorted(path.stem for path in ANSWERS.glob("*.csv")) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_a_query_of_the_cookbook_gives_the_answer_that_was_reviewed(home, compiled, name):
    expected = (ANSWERS / f"{name}.csv").read_text(encoding="utf-8")
    assert len(expected.splitlines()) > 1
    assert answer(home.path / "published" / "daybook.duckdb", compiled[name]) == expected


@pytest.mark.parametrize("name", NAMES)
def test_a_query_says_what_it_asks_how_to_read_it_and_what_to_change(name):
    comment = re.match(r"(?:-- .*\n)+", (QUERIES / f"{name}.sql").read_text(encoding="utf-8"))[0]
    question, *rest = comment.splitlines()
    assert question.endswith("?")
    assert [word for word in ("-- Read: ", "-- Change: ") if any(line.startswith(word) for line in rest)] == [
        "-- Read: ",
        "-- Change: ",
    ]
    assert f"[{name}.sql]({name}.sql) | {question.removeprefix('-- ')} |" in (QUERIES / "README.md").read_text()


def test_a_compiled_query_is_asked_from_the_command_line(home, compiled):
    code, _, said = home.run("sql", "--", compiled["01_who_met_whom"])
    assert code == 0, said
    assert "Ishiba" in said


def test_the_macros_answer_as_the_readme_asks_them(home):
    lines = (QUERIES / "README.md").read_text(encoding="utf-8").splitlines()
    questions = [
        shlex.split(line)[2] for line in lines if line.startswith('.venv/bin/daybook sql "') and "$(" not in line
    ]
    assert len(questions) == 3
    for question in questions:
        assert home.rows(question), question


def _rewrite(home):
    ANSWERS.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        for name, query in compile_queries(Path(folder)).items():
            (ANSWERS / f"{name}.csv").write_text(answer(home / "published" / "daybook.duckdb", query), encoding="utf-8")


if __name__ == "__main__":
    if sys.argv[1:2] != ["--rewrite"] or len(sys.argv) != 3:
        sys.exit(__doc__)
    _rewrite(Path(sys.argv[2]))
