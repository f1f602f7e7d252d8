"""Promise 16: a missing hour is named, arrives late, is backfilled, and readers have what they would have had in order."""

import shutil
import subprocess
import sys
from datetime import UTC, datetime

import duckdb
import pytest

from extract.contract.hours import HOUR, run_of_hour
from extract.pipeline import (
    build,
    check_batches,
    check_marts,
    discover,
    extract_articles,
    fetch_pages,
    link,
    load,
    open_context,
    publish,
    read_facts,
)
from extract.pipeline.status import read_status
from extract.settings import load_settings
from extract.store.digest import LEFT_OUT, LEFT_OUT_TABLES
from extract.store.published import published_path

pytestmark = [pytest.mark.promise(16), pytest.mark.extended, pytest.mark.xdist_group("missing_hours")]

FIRST = datetime(2025, 7, 4, 1, tzinfo=UTC)
# One flood, told by the hour, so that whoever comes late has something to change: event, story, series of figures.
TOLD = {
    1: ("Flood hits Porto", "A flood killed 3 people in Porto on Friday, Mayor Ana Silva said."),
    2: ("Flood in Porto kills 5", "A flood killed 5 people in Porto on Friday, Mayor Ana Silva said."),
    3: (
        "Flood in Porto kills nine",
        "A flood killed 9 people in Porto on Friday, the mayor, Ana Silva, told reporters.",
    ),
    4: ("Porto flood: 12 dead", "A flood killed 12 people in Porto on Friday, Ana Silva said."),
    5: ("Talks in Oslo", "Foreign Minister Ida Berg met 40 farmers in Oslo on Friday."),
}
MORE = "Schools stay closed until Monday, and the government of Portugal will send tents, the ministry said in a statement."
# Of an id that readers never had, nothing leads to the one they have now.
HISTORY = {*LEFT_OUT_TABLES, "id_redirects"}
COLLECT = """
import sys
from pathlib import Path
from extract.pipeline import discover, extract_articles, fetch_pages, open_context
from extract.settings import load_settings
context = open_context(load_settings(home=Path(sys.argv[1]), pages=(Path(sys.argv[2]),)))
discover(context, (), sys.argv[3])
fetch_pages(context)
extract_articles(context)
"""


class Home:
    """A home that pages arrive for hour by hour; `collect` is what an hour does, `publish` what follows when it may."""

    def __init__(self, path, inbox):
        self.context = open_context(load_settings(home=path, pages=(inbox,)))
        self.path, self.inbox = path, inbox
        (inbox / "captures.csv").write_text("file,captured_at,url,publisher,publish_text\n")

    def receive(self, number):
        title, first = TOLD[number]
        html = f"<html><head><title>{title}</title></head><body><article><h1>{title}</h1><p>{first}</p><p>{MORE}</p>"
        (self.inbox / f"{number}.html").write_text(f"{html}</article></body></html>")
        captured = f"2025-07-04T{number:02}:30:00+00:00"
        with (self.inbox / "captures.csv").open("a") as file:
            file.write(f"{number}.html,{captured},https://news.example/{number},The Example,true\n")

    def collect(self, number):
        discover(self.context, (), self.name(number))
        fetch_pages(self.context)

    def publish(self):
        for step in (extract_articles, read_facts, load, check_batches, link, build, check_marts, publish):
            step(self.context)
        return self.tables()

    def tables(self):
        """Table of the marts to its number of rows and their digest, but for what tells how they came."""
        columns = {}
        for table, column in self.rows(
            "select table_name, column_name from duckdb_columns() where schema_name = 'marts'"
        ):
            if table not in HISTORY and column not in LEFT_OUT:
                columns.setdefault(table, []).append(column)
        digests = {
            table: f"select count(*), sum(hash({', '.join(names)})) from marts.{table}"
            for table, names in columns.items()
        }
        return {table: self.rows(query)[0] for table, query in digests.items()}

    def rows(self, query):
        with duckdb.connect(str(published_path(self.path)), read_only=True) as connection:
            return connection.execute(query).fetchall()

    @staticmethod
    def name(number):
        return run_of_hour(FIRST + (number - 1) * HOUR)


@pytest.fixture(scope="module")
def make_home(tmp_path_factory):
    # One place for the pages of all homes: their address is a column.
    inbox = tmp_path_factory.mktemp("inbox")

    def make():
        shutil.rmtree(inbox)
        inbox.mkdir()
        return Home(tmp_path_factory.mktemp("hours") / "home", inbox)

    return make


@pytest.fixture(scope="module")
def in_order(make_home):
    """Every hour was collected in its turn, and an hour in which nothing came after them."""
    home = make_home()
    for number in TOLD:
        home.receive(number)
        home.collect(number)
    home.publish()
    return home


def test_an_hour_without_news_is_collected_and_changes_no_row(in_order):
    before = in_order.tables()
    in_order.collect(6)
    in_order.collect(6)
    assert in_order.context.batches.batch_ids("discover")[-1] == f"{in_order.name(6)}-0000"
    assert in_order.publish() == before
    status = read_status(in_order.context)
    assert (status["hours"]["last"], status["hours"]["missing"]) == ("2025-07-04T07:00Z", [])
    assert (set(status["due"].values()), status["quarantined"], status["rejects"]) == ({0}, {}, {})
    assert {waiting["batches"] for waiting in status["backlog"].values()} == {0}
    assert {gate["red_count"] for gate in status["gates"].values()} == {0}


def test_a_missing_hour_is_named_arrives_late_and_readers_have_the_same(make_home, in_order):
    home = make_home()
    for number in (1, 2, 4, 5):
        home.receive(number)
        home.collect(number)
    assert home.publish() != in_order.tables()
    status = read_status(home.context)
    assert status["hours"] == {
        "first": "2025-07-04T01:00Z",
        "last": "2025-07-04T06:00Z",
        "missing": [{"start": "2025-07-04T03:00Z", "end": "2025-07-04T04:00Z", "hours": 1}],
    }
    (told,) = [problem for problem in status["problems"] if problem["name"] == "missing_hours"]
    assert told["what"] == "2025-07-04T03:00Z to 2025-07-04T04:00Z, 1 hour"
    assert "--from-date 2025-07-04T03:00Z --to-date 2025-07-04T03:00Z" in told["hint"]
    home.receive(3)
    home.collect(3)
    assert read_status(home.context)["hours"]["missing"] == []
    assert home.context.batches.batch_ids("discover") == [f"{home.name(number)}-0000" for number in TOLD]
    assert home.publish() == in_order.tables()
    # Ids that readers had before the hour came lead to those that they have now.
    lost = "select old_id from marts.id_redirects where kind = 'event' and new_id not in (select event_id from marts.events)"
    assert home.rows(lost) == []


@pytest.mark.promise(4)
def test_an_hour_done_twice_and_two_at_once_give_readers_the_same(make_home, in_order):
    home = make_home()
    for number in (1, 2, 3):
        home.receive(number)
        home.collect(number)
        home.collect(number)
    home.receive(4)
    home.receive(5)
    both = [
        subprocess.Popen(
            [sys.executable, "-c", COLLECT, str(home.path), str(home.inbox), home.name(number)],
            stderr=subprocess.PIPE,
            text=True,
        )
        for number in (4, 5)
    ]
    for one in both:
        _, said = one.communicate(timeout=120)
        assert one.returncode == 0, said
    assert read_status(home.context)["hours"]["missing"] == []
    # Whichever of the two came first took both pages, and the other hour has a batch too.
    assert home.context.batches.batch_ids("discover") == [f"{home.name(number)}-0000" for number in TOLD]
    assert home.publish() == in_order.tables()
