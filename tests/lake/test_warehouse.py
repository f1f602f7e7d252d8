"""A lake says what a home says: the same pages in the same runs give the same marts, row by row; so do the commands."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from lakes import as_environment, new_bucket, new_database

from extract.store.lake.connection import open_lake
from extract.store.lake.place import LakePlace
from extract.store.published import open_published

pytestmark = [pytest.mark.xdist_group("lake"), pytest.mark.timeout(900)]

GOLDEN = Path(__file__).parents[1] / "golden" / "pages"
FIRST = ("battery_plant.html", "flood_wire.txt")
MORE = ("pension_fraud.html",)
SETTINGS = {"DAYBOOK_LANGUAGE_MODEL": "en_core_web_sm", "DAYBOOK_EXTRACT_WORKERS": "1", "DAYBOOK_BATCH_PAGES": "2"}
# dbt has read the project already, where that is said.
PARSED = {name: value for name, value in os.environ.items() if name == "DBT_PARTIAL_PARSE_FILE_PATH"}
# What is of the one warehouse alone: when it was published, where its files lie and how DuckDB counts them.
OWN = {"publication": ("published_at", "made_at"), "quality_results": ("checked_at", "run_name")}


class Warehouse:
    """A home or a lake, and the command line on it."""

    def __init__(self, home: Path, where, environment: dict[str, str]) -> None:
        self.home, self.where, self.environment = home, where, environment

    def daybook(self, *arguments: object, code: int = 0) -> subprocess.CompletedProcess[str]:
        done = subprocess.run(
            [Path(sys.executable).with_name("daybook"), "--home", self.home, *map(str, arguments)],
            env=SETTINGS | PARSED | self.environment, capture_output=True, text=True, check=False, timeout=400,
        )  # fmt: skip
        assert done.returncode == code, (arguments, done.stdout[-2000:], done.stderr[-4000:])
        assert "Traceback" not in done.stderr
        return done


@pytest.fixture(scope="module")
def pages(tmp_path_factory) -> tuple[Path, Path]:
    """What comes on the first day, and on the second: more, and one that was edited."""
    folders = tuple(tmp_path_factory.mktemp("pages") / name for name in ("monday", "tuesday"))
    for folder, names in zip(folders, (FIRST, MORE), strict=True):
        folder.mkdir()
        for name in names:
            (folder / name).write_bytes((GOLDEN / name).read_bytes())
    lines = (GOLDEN / "captures.csv").read_text().splitlines()
    for folder in folders:
        (folder / "captures.csv").write_text("\n".join(lines))
    edited = (GOLDEN / FIRST[0]).read_text()
    assert "1.4bn" in edited
    (folders[1] / FIRST[0]).write_text(edited.replace("1.4bn", "1.6bn"))
    for folder in folders:
        there = {path.name for path in folder.iterdir()}
        kept = [line for line in lines[1:] if line.split(",")[0] in there]
        (folder / "captures.csv").write_text("\n".join([lines[0], *kept]))
    return folders


@pytest.fixture(scope="module")
def both(tmp_path_factory, pages, postgres_server, s3_server):
    """A home and a lake that had the same pages in the same two runs."""
    folder = tmp_path_factory.mktemp("both")
    with new_database(postgres_server) as catalog:
        store = f"s3://{new_bucket(s3_server)}/news/lake"
        place = LakePlace(catalog, store, endpoint=s3_server, key_id="daybook", secret="not a secret")  # noqa: S106
        home = Warehouse(folder / "home", folder / "home", {})
        lake = Warehouse(folder / "worker", place, as_environment(place))
        for one in (home, lake):
            counts = [json.loads(one.daybook("run", day).stdout) for day in pages]
            assert [("build.full" in said, "build.incremental" in said) for said in counts] == [
                (True, False),
                (False, True),
            ]
            assert [said["publish.generation"] for said in counts] == [1, 2]
        yield home, lake


def told(one: Warehouse) -> dict[str, object]:
    """Every row, column and text that readers have; rows are counted where a table has the same one twice."""
    with open_published(one.where) as connection:
        tables = connection.execute(
            "select table_schema, table_name from information_schema.tables where table_catalog = current_database() "
            "and table_schema in ('marts', 'meta') order by all"
        ).fetchall()
        found: dict[str, object] = {"tables": tables}
        for schema, name in tables:
            columns = connection.execute(f"describe {schema}.{name}").fetchall()
            found[f"columns of {schema}.{name}"] = [column[:2] for column in columns]
            own = [column for column in OWN.get(name, ()) if column in {each[0] for each in columns}]
            # What rows of `x_id` say is compared in the order of all columns.
            kept = f"* exclude ({', '.join(own)})" if own else "*"
            rows = connection.execute(f"select {kept} from {schema}.{name}").fetchall()
            found[f"rows of {schema}.{name}"] = sorted(map(repr, rows))
        found["comments"] = connection.execute(
            "select table_name, comment from duckdb_tables() where database_name = current_database() and schema_name = 'marts' "
            "union all select view_name, comment from duckdb_views() where database_name = current_database() "
            "and schema_name = 'marts' order by all"
        ).fetchall()
        for macro in (
            "search_articles('plant')",
            "events_between(null, null)",
            "evidence_of((select min(event_id) from events))",
        ):
            found[macro] = connection.execute(f"from {macro}").fetchall()
    return found


def require_same(home: Warehouse, lake: Warehouse) -> None:
    at_home, on_lake = told(home), told(lake)
    assert at_home.keys() == on_lake.keys()
    different = {
        name: (
            [row for row in said if row not in on_lake[name]][:3],
            [row for row in on_lake[name] if row not in said][:3],
        )
        for name, said in at_home.items()
        if said != on_lake[name]
    }
    assert different == {}


@pytest.mark.extended
def test_a_lake_holds_the_marts_of_a_home_row_by_row(both):
    home, lake = both
    require_same(home, lake)
    assert len(told(lake)["rows of marts.article_versions"]) == 4
    assert len(told(lake)["rows of marts.articles"]) == 3


@pytest.mark.extended
def test_commands_tell_of_a_lake_what_they_tell_of_a_home(both, tmp_path):
    home, lake = both
    ask = ("sql", "select article_id, title, published_date from articles order by 1", "--format", "csv")
    assert lake.daybook(*ask).stdout == home.daybook(*ask).stdout
    for command in (("show",), ("report", "--day", "latest", "--output", "-")):
        made = [one.daybook(*command).stdout for one in both]
        assert len(made[0].splitlines()) == len(made[1].splitlines()) > 20, command
    said = json.loads(lake.daybook("status", "--json").stdout)
    assert "nothing_published" not in {one["name"] for one in said["problems"]}
    for kind in ("parquet", "csv"):
        made = [one.daybook("export", kind, tmp_path / str(place) / kind) for place, one in enumerate(both)]
        rows = [json.loads(done.stdout)["rows"] for done in made]
        assert rows[0] == rows[1]


@pytest.mark.extended
def test_commands_that_need_files_say_so_in_a_line(both, tmp_path):
    _, lake = both
    for command in (
        ("backup", tmp_path / "b"),
        ("migrate",),
        ("erase", "--url", "https://a.example/1"),
        ("export", "postgres"),
    ):
        said = lake.daybook(*command, code=2).stderr
        assert said.count("\n") <= 3, said


@pytest.mark.scale
def test_a_full_build_makes_the_same_and_is_not_published_again(both):
    home, lake = both
    for step in (("build", "--full"), ("check-marts",)):
        lake.daybook(*step)
    assert json.loads(lake.daybook("publish").stdout)["unchanged"] == 1
    # Readers have those of the incremental build still; here are those of the full one.
    with open_lake(lake.where, read_only=True) as connection, open_published(home.where) as published:
        for (name,) in published.execute(
            "select table_name from duckdb_tables() where schema_name = 'marts'"
        ).fetchall():
            rows = [sorted(map(repr, one.execute(f"from marts.{name}").fetchall())) for one in (connection, published)]
            assert rows[0] == rows[1], name
    lake.daybook("compact")
    require_same(home, lake)
