"""The made-up warehouse is honest: its ids are the contract's, its evidence is in its texts, the product loads its batches.

The benchmark itself stops where a gate is red.
"""

import duckdb
import pytest
from bench_warehouse import CEILING, FLAT, Home, growth
from warehouse_world.base import write_base
from warehouse_world.made import World
from warehouse_world.more import make_links, write_more
from warehouse_world.steps import ADDITION, Cost

from extract.contract.keys import article_id, article_version_id, fact_id
from extract.contract.tables import Figure
from extract.pipeline.context import open_context
from extract.pipeline.publishing import load
from extract.settings import Settings
from extract.store.batches import BatchStore
from extract.store.warehouse import candidate_path

pytestmark = pytest.mark.xdist_group("dbt")

BASE, ALL = 1_000, 1_500
FACTS = {
    "figures": [("evidence", "char"), ("figure_text", "figure"), ("item", "item")],
    "participants": [("evidence", "char"), ("mention_text", "mention")],
    "event_mentions": [("evidence", "char"), ("trigger_text", "trigger")],
    "statements": [("evidence", "char")],
}


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    """A thousand articles written by SQL, and half as many that the product loaded."""
    folder = tmp_path_factory.mktemp("warehouse")
    context = open_context(Settings(home=folder))
    write_base(folder, BASE, seed=3)
    write_more(BatchStore(folder), BASE, ALL, seed=3)
    assert load(context).as_dict() == {"batches.loaded": 1, "batches.up_to_date": 2}
    make_links(folder, BASE, ALL, seed=3)
    return folder


@pytest.fixture
def warehouse(home):
    with duckdb.connect(str(candidate_path(home)), read_only=True) as connection:
        yield connection


def rows(warehouse, query):
    return warehouse.execute(query).fetchall()


def test_ids_are_those_that_the_contract_makes(warehouse):
    found = rows(warehouse, "select article_id, article_version_id, url, text from raw.articles limit 50")
    for article, version, url, text in found:
        assert (article, version) == (article_id(url, None, None, None, ""), article_version_id(article, text))
    figures = "select figure_id, article_version_id, figure_start, figure_end from raw.figures limit 50"
    for figure, version, start, end in rows(warehouse, figures):
        assert figure == fact_id("figures", version, start, end)


@pytest.mark.parametrize(("table", "words", "offsets"), [(t, *pair) for t, pairs in FACTS.items() for pair in pairs])
def test_words_are_the_slice_of_the_text_that_their_offsets_name(warehouse, table, words, offsets):
    (counted,) = rows(
        warehouse,
        f"select count(*), count(*) filter (where facts.{words} = substring("
        f"text, {offsets}_start + 1, {offsets}_end - {offsets}_start)) "
        f"from raw.{table} as facts inner join raw.articles using (article_version_id)",
    )
    assert counted[0] == counted[1] >= ALL


def test_each_article_is_as_rich_as_news_is(warehouse):
    counts = {table: rows(warehouse, f"select count(*) from raw.{table}")[0][0] / ALL for table in FACTS}
    assert counts == {"figures": 10, "participants": 4, "event_mentions": 3, "statements": 1}
    (length,) = rows(warehouse, "select avg(length(text)) from raw.articles")[0]
    assert 1_400 < length < 1_700


def test_news_speaks_of_one_country_in_a_third_and_of_most_people_once(warehouse):
    named = rows(
        warehouse,
        "select any_value(name), count(distinct article_id) from raw.participants "
        "inner join raw.participant_entities using (participant_id) group by entity_id order by 2 desc",
    )
    assert named[0][0] == "United States"
    assert 0.25 < named[0][1] / ALL < 0.45
    assert sum(count == 1 for _, count in named) > len(named) / 2


def test_stories_and_events_join_old_articles_with_new_ones(warehouse):
    joined = rows(
        warehouse,
        "select story_id, count(distinct batch_id[:4]) from raw.articles inner join raw.story_articles using (article_id) "
        "group by story_id",
    )
    assert sum(origins == 2 for _, origins in joined) > 20
    sizes = rows(warehouse, "select count(*) from raw.story_articles group by story_id order by 1")
    assert (sizes[0][0], len(sizes) > ALL / 3) == (1, True)
    assert sizes[-1][0] > 10


@pytest.mark.parametrize(
    ("table", "links", "key"),
    [
        ("participants", "participant_entities", "participant_id"),
        ("articles", "story_articles", "article_id"),
        ("event_mentions", "event_merges", "event_mention_id"),
        ("participant_entities", "entities", "entity_id"),
        ("participant_entities", "entity_aliases", "entity_id"),
        ("participant_entities", "entity_keys", "block"),
    ],
)
def test_nothing_is_left_unlinked(warehouse, table, links, key):
    assert rows(warehouse, f"select {key} from raw.{table} anti join raw.{links} using ({key})") == []


def test_the_seed_decides_every_row():
    found = []
    for seed in (3, 3, 4):
        with duckdb.connect() as connection:
            world = World(connection, seed)
            world.prepare()
            world.make(10, 30, "batch-")
            found.append(connection.execute(f"select * from ({world.query(Figure)}) order by figure_id").fetchall())
    assert found[0] == found[1] != found[2]


def test_what_grows_by_a_fifth_is_not_flat(tmp_path):
    small, large = Home(tmp_path, 1_000, 0), Home(tmp_path, 10_000, 0)
    for seconds in (10.0, 11.0, 50.0):
        small.additions.append({step: Cost(seconds, seconds, 0) for step in ADDITION})
        large.additions.append(
            {step: Cost(seconds, seconds * (1.2 if step == "build" else 1.1), 0) for step in ADDITION}
        )
    found = {name: growth([small, large], steps) for name, steps in FLAT.items()}
    assert [name for name, ratio in found.items() if ratio > CEILING] == ["build"]
