"""A server that is away, settings and packages that are missing: one line that says what to do, and no password in it."""

import os
import subprocess
import sys
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from lakes import as_environment, publish_batches
from outages import Line

from extract.errors import LakeUnreachable
from extract.serving.session import open_session
from extract.store.build import build_marts, default_project_dir
from extract.store.candidate import open_candidate
from extract.store.load import load_batch

pytestmark = [pytest.mark.promise(13), pytest.mark.extended, pytest.mark.xdist_group("lake")]
# A module that lies in a folder by this name alone has no packages: as where they were never installed.
HIDE = "import sys\nfor name in {names!r}: sys.modules[name] = None\n"


@pytest.fixture
def lines(place):
    """The lake with a line to each server, and the two lines."""
    database, store = Line(urlsplit(place.catalog).port), Line(urlsplit(place.endpoint).port)
    catalog = place.catalog.replace(f":{urlsplit(place.catalog).port}/", f":{database.port}/")
    yield replace(place, catalog=catalog, endpoint=f"http://127.0.0.1:{store.port}"), database, store
    database.cut()
    store.cut()


@pytest.fixture
def published(place, make_batch, make_marts):
    """Something for readers."""
    publish_batches(place, make_marts, make_batch("b1", range(1, 2)))


@contextmanager
def unreachable(place, *words):
    with pytest.raises(LakeUnreachable, match="|".join(words)) as caught:
        yield
    said = str(caught.value)
    assert caught.value.hint
    assert said.count("\n") == 1, said
    assert urlsplit(place.catalog).password not in said
    assert place.secret not in said


def daybook(place, home, *arguments, code, **settings):
    """What the command line says on stderr; an empty setting is not set."""
    environment = {name: value for name, value in (as_environment(place) | settings).items() if value}
    done = subprocess.run(
        [Path(sys.executable).with_name("daybook"), "--home", home, *arguments],
        env=environment, capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
    assert done.returncode == code, done.stderr
    assert "Traceback" not in done.stderr
    assert urlsplit(place.catalog).password not in done.stdout + done.stderr
    return done.stderr


@pytest.mark.parametrize("which", ["database", "store"])
@pytest.mark.usefixtures("published")
def test_a_server_that_goes_away_in_the_middle_leaves_the_lake_whole(lines, make_batch, which, tried):
    second, third = (make_batch(f"b{number}", range(number, number + 1)) for number in (2, 3))
    told, *both = lines
    line = both[0] if which == "database" else both[1]
    said = "the catalogue of the lake" if which == "database" else "the store of the lake"
    with unreachable(told, said), open_candidate(told) as candidate:
        load_batch(candidate, second)
        line.cut()
        load_batch(candidate, third)
    line.mend()
    with unreachable(told, said), open_session(told) as session:
        (statement,) = session.split("select title from articles")
        line.cut()
        with session.run(statement) as result:
            list(result.rows())
    line.mend()
    with open_candidate(told) as candidate:
        held = candidate.connection.execute("select batch_id from raw.loaded_batches order by 1").fetchall()
        assert held == [("b1",), ("b2",)]
        assert load_batch(candidate, third) == "loaded"
        assert candidate.connection.execute("select count(*) from raw.articles").fetchall() == [(3,)]
    tried(1)


@pytest.mark.parametrize("which", ["database", "store"])
@pytest.mark.usefixtures("published")
def test_a_server_that_is_away_is_one_line_with_a_hint_and_exit_code_4(lines, tmp_path, which):
    told, *both = lines
    (both[0] if which == "database" else both[1]).cut()
    for command in (("sql", "select title from articles"), ("load",), ("build",), ("publish",), ("compact",)):
        if (which, command[0]) == ("store", "publish"):
            continue  # what it needs of the store may be in the catalogue
        said = daybook(told, tmp_path / "home", *command, code=4)
        assert "try:" in said, said
        assert len(said.splitlines()) <= 3, said
    if which == "database":
        with unreachable(told, "the catalogue of the lake"):
            build_marts(told, default_project_dir(), tmp_path / "dbt")


@pytest.mark.parametrize(
    ("settings", "code", "said"),
    [
        ({"DAYBOOK_LAKE_CATALOG": ""}, 2, "DAYBOOK_WAREHOUSE=lake needs DAYBOOK_LAKE_CATALOG"),
        ({"DAYBOOK_LAKE_STORE": ""}, 2, "DAYBOOK_WAREHOUSE=lake needs DAYBOOK_LAKE_STORE"),
        ({"DAYBOOK_LAKE_STORE": "/var/lake"}, 2, "DAYBOOK_LAKE_STORE"),
        ({"DAYBOOK_LAKE_CATALOG": "mysql://canary-5e7@db/lake"}, 2, "DAYBOOK_LAKE_CATALOG is no address"),
        ({"DAYBOOK_LAKE_CATALOG": "host=db password=canary-5e7"}, 2, "DAYBOOK_LAKE_CATALOG is no address"),
        ({"DAYBOOK_LAKE_CATALOG": "postgresql://daybook:x@canary-5e7@127.0.0.1:1/lake"}, 2, "write %40 for @"),
        ({"DAYBOOK_LAKE_CATALOG": "postgresql://daybook:canary-5e7/x@127.0.0.1:1/lake"}, 2, "is no address"),
        ({"DAYBOOK_LAKE_CATALOG": "postgresql://daybook:canary-5e7@127.0.0.1:1/la ke?x=%zz"}, 2, "is no address"),
        ({"DAYBOOK_LAKE_CATALOG": "postgresql://daybook:canary-5e7@127.0.0.1:1/lake"}, 4, "cannot be reached"),
        # Half of a lake's settings beside a home of files change nothing.
        ({"DAYBOOK_WAREHOUSE": "file", "DAYBOOK_LAKE_STORE": ""}, 4, "nothing is published in /"),
    ],
)
def test_settings_that_are_missing_or_wrong_are_named(place, tmp_path, settings, code, said):
    told = daybook(place, tmp_path / "home", "sql", "select 1", code=code, **settings)
    assert said in " ".join(told.split())
    assert "canary-5e7" not in told


@pytest.mark.parametrize(
    ("names", "said"),
    [
        (["psycopg2"], "a lake needs the package psycopg2-binary"),
        (["duckdb_extension_ducklake"], "a lake needs the package duckdb-extension-ducklake=="),
        (["duckdb_extension_httpfs"], "a lake needs the package duckdb-extension-httpfs=="),
    ],
)
def test_a_package_that_is_missing_is_named(place, tmp_path, names, said):
    code = HIDE.format(names=names) + "from extract.cli.main import main\nsys.exit(main())\n"
    environment = os.environ | as_environment(place) | {"DAYBOOK_HOME": str(tmp_path / "home")}
    command = [sys.executable, "-c", code, "load"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=60)
    assert (done.returncode, "Traceback" in done.stderr) == (4, False), done.stderr
    assert said in " ".join(done.stderr.split())
    assert "daybook[lake]" in done.stderr
