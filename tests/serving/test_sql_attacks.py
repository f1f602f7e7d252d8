"""What queries of a stranger cannot do: read or make a file, change the warehouse, undo the locks, take the machine."""

import csv
import hashlib
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from extract.errors import InputError
from extract.serving.bounds import memory_bytes
from extract.serving.session import Session, open_session
from extract.store.published import QueryLimits, published_path

with (Path(__file__).parent / "attacks.csv").open(encoding="utf-8", newline="") as lines:
    ATTACKS = [(row["refused"], row["sql"]) for row in csv.DictReader(lines)]

# By what each attack of a kind is refused; those that are `harmless` run, and leave everything as it was.
REFUSALS = {
    "file": "file system operations are disabled by configuration",
    "statement": "readers cannot run this kind|readers can explain questions only|Unimplemented explain type",
    "extension": "exists in the [a-z_]+ extension",
    "unknown": "does not exist",
    "read_only": "attached in read-only mode",
    "locked": "the configuration has been locked|Persistent secrets are disabled",
    "bounded": r"it took more than 0.3 seconds|needs more memory than 100MB",
}

# One after another: a process opens the file once, and the session that the refused share comes last.
pytestmark = [pytest.mark.promise(12), pytest.mark.xdist_group("attacks")]


@pytest.fixture(scope="module")
def home(tmp_path_factory) -> Path:
    home = tmp_path_factory.mktemp("attacked") / "home"
    path = published_path(home)
    path.parent.mkdir(parents=True)
    with duckdb.connect(str(path)) as connection:
        connection.execute("create schema marts; create schema meta")
        connection.execute("create table marts.numbers as select range as n, 'x' || range as name from range(2000)")
        connection.execute("create macro marts.find(x) as table select * from marts.numbers where n = x")
    (home.parent / "secret.csv").write_text("a,b\nhunter2,1\n")
    return home


@pytest.fixture(scope="module")
def session(home: Path) -> Iterator[Session]:
    with open_session(home, QueryLimits("100MB", 2, 0.3)) as session:
        yield session


def run(session: Session, home: Path, sql: str) -> list[tuple[object, ...]]:
    places = {"{file}": published_path(home), "{out}": home.parent / "made", "{secret}": home.parent / "secret.csv"}
    for name, path in places.items():
        sql = sql.replace(name, str(path))
    found: list[tuple[object, ...]] = []
    for statement in session.split(sql):
        with session.run(statement) as result:
            found += result.rows()
    return found


def files(home: Path) -> dict[Path, str]:
    every = (path for path in home.parent.rglob("*") if path.is_file())
    return {path: hashlib.sha256(path.read_bytes()).hexdigest() for path in every}


@pytest.mark.parametrize("sql", [sql for refused, sql in ATTACKS if refused == "harmless"])
def test_what_is_let_through_leaves_every_file_as_it_was(home, sql):
    before = files(home)
    with open_session(home) as session:
        found = run(session, home, sql)
    assert "hunter2" not in str(found)
    assert files(home) == before


def test_a_variable_of_the_program_is_no_table(home):
    # Its name is that of a data frame in the code that runs the query: Python's DuckDB would read it.
    numbers_of_mine = __import__("pyarrow").table({"a": [1]})
    assert numbers_of_mine.num_rows == 1
    with open_session(home) as session, pytest.raises(InputError, match="numbers_of_mine does not exist"):
        run(session, home, "from numbers_of_mine")


def test_one_reader_has_the_memory_and_threads_of_its_limits(home):
    query = (
        "select value from duckdb_settings() where name in ('threads', 'memory_limit', 'temp_directory') order by name"
    )
    with open_session(home, QueryLimits("500MB", 3, 10)) as session:
        assert run(session, home, query) == [("476.8 MiB",), ("",), ("3",)]


@pytest.mark.parametrize(("refused", "sql"), [attack for attack in ATTACKS if attack[0] != "harmless"])
def test_an_attack_is_refused_for_its_own_reason(session, home, refused, sql, tried):
    before = files(home)
    with pytest.raises(InputError, match=REFUSALS[refused]) as caught:
        run(session, home, sql)
    assert "hunter2" not in caught.value.message
    assert files(home) == before
    assert run(session, home, "select count(*) from marts.numbers") == [(2000,)]
    tried(1)


@pytest.mark.parametrize(("memory", "count"), [("2GB", 2_000_000_000), ("1.5 KiB", 1536), ("8GiB", 8 << 30)])
def test_memory_is_counted_as_duckdb_counts_it(memory, count):
    assert memory_bytes(memory) == count


def daybook(home: Path, sql: str, **settings: str) -> subprocess.CompletedProcess[str]:
    command = [Path(sys.executable).with_name("daybook"), "--home", home, "sql", sql]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=60, env=settings)


@pytest.mark.extended
@pytest.mark.parametrize("sql", ["select range(1000000000)", "select count(*) from (select unnest(range(1000000000)))"])
def test_what_duckdb_does_not_count_ends_at_the_memory_of_the_process(home, sql):
    done = daybook(home, sql, DAYBOOK_QUERY_MEMORY="200MB")
    assert done.returncode == 2
    assert "the query needs more memory than 200MB" in " ".join(done.stderr.split())


@pytest.mark.extended
def test_a_call_that_cannot_be_interrupted_ends_with_its_process(home):
    done = daybook(home, "select levenshtein(repeat('x', 300000), repeat('y', 300000))", DAYBOOK_QUERY_SECONDS="0.5")
    assert done.returncode == 2
    assert "cannot be stopped" in done.stderr
