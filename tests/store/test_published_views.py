"""Views and macros of the marts: published as they are written, described, and usable wherever the file is read."""

import shutil
import subprocess
import sys

import duckdb
import pytest

from extract.errors import WarehouseError
from extract.serving.sql import ask
from extract.store.digest import digest, digest_schema
from extract.store.marts_copy import check_alone, copy_marts
from extract.store.published import published_path

# Named so that the order of names is not the order in which they can be made.
MADE = """
create or replace view marts.titled as select * from marts.articles where title is not null;
create or replace view marts.a_titled as select article_id, title as headline from marts.titled where marts.is_long(title);
comment on view marts.titled is 'One row per article with a title. Others are left out.';
comment on column marts.titled.title is 'It''s there.';
create or replace macro marts.find_articles(words, most := 20) as table (
    select * from marts.a_titled where contains(lower(headline), lower(words)) order by headline limit most);
comment on macro table marts.find_articles is 'Articles whose title has the words. Example: from find_articles(''meeting'')';
"""
# The second form has a default that a careless reader would cut.
EXCLUDED = """
create or replace macro marts.left_out(first_day) as table (
    with a as (select *, 1 as x, 2 as y, 3 as z from marts.articles),
    b as (select * exclude (x, y, z) replace (lower(title) as title, upper(article_id) as article_id) from a)
    select *, (date_trunc('year', first_day) + interval 1 year)::date - 1 as last_day, cast(1 as double) as one from b)
"""
LONG = "create or replace macro marts.is_long(words) as length(words) > 3, (words, least, by := ', (x)') as length(words) > least"
ALL = f"{LONG};{EXCLUDED};{MADE}"

QUERY = "select headline from marts.find_articles('MEETING', most := 2)"


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """Where the first test that needs the published file puts it for the others."""
    return tmp_path_factory.mktemp("made") / "published"


@pytest.fixture
def published(tmp_path, publish, made):
    if not made.exists():
        publish(1, 2, 3, statements=ALL)
        shutil.copytree(tmp_path / "published", made)
    shutil.copytree(made, tmp_path / "published", dirs_exist_ok=True)
    return published_path(tmp_path)


def rows(path, query):
    with duckdb.connect(str(path), read_only=True) as connection:
        return connection.execute(query).fetchall()


def test_views_stay_views_and_are_described(published):
    found = rows(published, "select view_name, comment from duckdb_views() where schema_name = 'marts' order by 1")
    assert found == [("a_titled", None), ("titled", "One row per article with a title. Others are left out.")]
    said = "select comment from duckdb_columns() where table_name = 'titled' and column_name = 'title'"
    assert rows(published, said) == [("It's there.",)]
    tables = "select grain, row_count, is_view from meta.tables where table_name in ('titled', 'articles') order by 1"
    assert rows(published, tables) == [
        ("One row per article with a title.", 3, True),
        ("One row per thing of articles: it's made up.", 3, False),
    ]
    columns = "select column_name, data_type, description from meta.columns where table_name = 'titled' limit 2"
    assert rows(published, columns) == [("article_id", "VARCHAR", None), ("title", "VARCHAR", "It's there.")]


def test_macros_are_described_with_their_parameters_and_an_example(published):
    assert rows(published, "from meta.macros order by all") == [
        (
            "find_articles",
            "words, most := 20",
            True,
            "Articles whose title has the words.",
            "from find_articles('meeting')",
        ),
        ("is_long", "words", False, None, None),
        ("is_long", "words, least, by := ', (x)'", False, None, None),
        ("left_out", "first_day", True, None, None),
    ]
    comment = "select distinct comment is not null from duckdb_functions() where function_name = 'find_articles'"
    assert rows(published, comment) == [(True,)]


def test_the_sandbox_can_use_them(tmp_path, published):
    assert published.exists()
    assert ask(tmp_path, QUERY).rows == (("Meeting 1",), ("Meeting 2",))
    assert ask(tmp_path, "select count(*) from find_articles('meeting')").rows == ((3,),)
    assert ask(tmp_path, "select is_long('ab'), is_long('ab', 1)").rows == ((False, True),)


def test_another_program_can_use_them_under_any_name_of_the_file(tmp_path, published):
    copy = tmp_path / "elsewhere.duckdb"
    copy.write_bytes(published.read_bytes())
    code = (
        "import duckdb, sys\n"
        f"print(duckdb.connect(sys.argv[1], read_only=True).execute({QUERY!r}).fetchall())\n"
        "other = duckdb.connect()\n"
        "other.execute(f\"attach '{sys.argv[1]}' as news (read_only)\")\n"
        "print(other.execute('select count(*) from news.marts.a_titled').fetchall())\n"
        "other.execute('use news')\n"
        f"print(other.execute({QUERY!r}).fetchall())\n"
    )
    done = subprocess.run([sys.executable, "-c", code, str(copy)], capture_output=True, text=True, check=False)
    assert done.stdout.splitlines() == [
        "[('Meeting 1',), ('Meeting 2',)]", "[(3,)]", "[('Meeting 1',), ('Meeting 2',)]",
    ], done.stderr  # fmt: skip


def test_the_same_definitions_are_published_once_and_one_that_needs_the_candidate_never(tmp_path, publish):
    first = publish(1, statements=ALL)
    # DuckDB writes them otherwise each time that a file is copied.
    assert [publish().is_new for _ in range(2)] == [False, False]
    with pytest.raises(WarehouseError, match="the view v cannot be used"):
        publish(1, statements=f"{ALL};create view marts.v as select * from candidate.marts.articles")
    assert digest(published_path(tmp_path)) == first.digest


def test_the_digest_covers_every_part_of_a_definition():
    def digest_of(statements):
        with duckdb.connect() as connection:
            connection.execute("create schema marts; create table marts.articles (article_id varchar, title varchar)")
            connection.execute(statements)
            return digest_schema(connection, "marts")

    changes = [
        ("title is not null", "title is null"),
        ("most := 20", "most := 21"),
        ("lower(words)", "upper(words)"),
        ("with a title", "with titles"),
        ("whose title has", "whose titles have"),
        ("length(words) > least", "length(words) >= least"),
    ]
    assert digest_of(ALL) == digest_of(ALL)
    assert len({digest_of(ALL), *(digest_of(ALL.replace(*change)) for change in changes)}) == 7


def test_rows_of_views_are_not_counted_twice(tmp_path):
    path = tmp_path / "x.duckdb"
    with duckdb.connect(str(path)) as connection:
        connection.execute("create schema marts; create table marts.t as select 1 as a; create schema raw")
        connection.execute("create table raw.r as select 1 as a; create view marts.v as select * from raw.r")
    before = digest(path)
    with duckdb.connect(str(path)) as connection:
        connection.execute("insert into raw.r values (2)")
    assert digest(path) == before
    with duckdb.connect(str(path)) as connection:
        connection.execute("insert into marts.t values (2)")
    assert digest(path) != before


@pytest.mark.parametrize(
    ("statement", "name"),
    [
        ("create view marts.v as from candidate.marts.t", "the view v cannot be used in the published file alone"),
        (
            "create macro marts.m() as table from candidate.marts.t",
            "the macro m cannot be used in the published file alone",
        ),
        ("create view marts.w as from raw.r", 'the view "w" cannot be published'),
        ("create macro marts.n(a) as (select count(*) from raw.r)", 'the macro "n" cannot be published'),
    ],
)
def test_what_would_not_work_in_the_published_file_is_named(tmp_path, statement, name):
    with duckdb.connect(str(tmp_path / "candidate.duckdb")) as connection:
        connection.execute(
            "create schema raw; create schema marts; create table marts.t (a int); create table raw.r (a int)"
        )
        connection.execute(f"{statement}; attach '{tmp_path}/alone.duckdb' as published")

        def copy_and_check():
            _, macros = copy_marts(connection, "published")
            connection.execute("detach published")
            with duckdb.connect(str(tmp_path / "alone.duckdb"), read_only=True) as alone:
                check_alone(alone, macros)

        with pytest.raises(WarehouseError, match=name) as error:
            copy_and_check()
    assert "marts" in error.value.hint
