"""The marts of what changed are those of everything, whatever the order in which batches came, changed and went."""

import random
from collections import Counter
from itertools import pairwise

import duckdb
import pytest
from arriving import (
    FIRMS,
    PLOTS,
    arrivals_of,
    ask,
    batch_files,
    context_of,
    links_of,
    load_batches,
    make_report,
    make_reports,
    rows_beside,
    with_what_stands_beside,
)
from compiled_project import CompiledProject

from extract.contract.tables import LINK_TABLES, IdRedirect
from extract.pipeline.linking import link
from extract.store.candidate import open_candidate
from extract.store.digest import digest
from extract.store.warehouse import candidate_path

pytestmark = [pytest.mark.promise(7), pytest.mark.xdist_group("incremental_marts")]

MADE_BY_PEOPLE = {"entity_overrides", "event_overrides", "corrections"}


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    """Compiled against a home without articles."""
    empty = tmp_path_factory.mktemp("compiled")
    compiled = CompiledProject(tmp_path_factory.mktemp("dbt"))
    with open_candidate(empty):
        pass
    compiled.compile(candidate_path(empty), is_full=True)
    with open_candidate(empty) as candidate:
        assert compiled.build(candidate)
    compiled.compile(candidate_path(empty), is_full=False)
    return compiled


def _corrections(home):
    """What people could put right, the same cells in any order of arrival."""
    (figure, event, mention), article = (
        ask(
            home,
            "select figure_id, event_id, event_mention_id from raw.figures join raw.event_mentions using (event_mention_id) "
            "join raw.event_merges using (event_mention_id) order by all limit 1",
        )[0],
        ask(home, "select min(article_id) from raw.articles")[0][0],
    )
    entity = ask(home, "select min(entity_id) from raw.entities")[0][0]
    return [
        ("figures", figure, "value", "77"),
        ("event_mentions", mention, "status", "denied"),
        ("events", event, "title", "What happened"),
        ("articles", article, "title", "Another title"),
        ("entities", entity, "sector", "media"),
        ("figures", "of-nothing", "value", "1"),
    ]


def _marts(home):
    """Every mart, each row as many times as it stands there."""
    with duckdb.connect(str(candidate_path(home)), read_only=True) as connection:
        found = connection.execute("select table_name from duckdb_tables() where schema_name = 'marts'").fetchall()
        return {
            name: Counter(map(repr, connection.execute(f'from marts."{name}"').fetchall())) for (name,) in sorted(found)
        }


def _difference(found, expected):
    """Rows too many and rows that lack, of each mart that differs."""
    names = sorted(name for name in found.keys() | expected.keys() if found.get(name) != expected.get(name))
    return {name: (found.get(name, Counter()) - expected[name], expected[name] - found[name]) for name in names}


def _decide_across_stories(home, decide):
    """Make one event of the reports of two stories, and one of two people: what people decide, whatever has arrived."""
    mentions = ask(
        home,
        "select min(event_mention_id) from raw.event_mentions join raw.story_articles using (article_id) "
        "group by story_id order by story_id limit 2",
    )
    people = ask(home, "select entity_id from raw.entities where kind = 'person' order by entity_id limit 2")
    for kind, ((one,), (other,)) in (("event", mentions), ("entity", people)):
        decide(kind, {"action": "merge", "one": one, "other": other})


@pytest.mark.parametrize("orders", [4, pytest.param(20, marks=pytest.mark.extended)])
def test_the_order_of_arrival_and_the_steps_between_change_nothing(
    make, home, tmp_path, project, decide, *, tried, orders
):
    batches = with_what_stands_beside(make_reports(make, 3, 14), make)
    once = home()
    load_batches(once, *(batch_files(tmp_path, *batch) for batch in batches.items()))
    link(context_of(once))
    _decide_across_stories(once, decide)
    link(context_of(once))
    across = (
        "select event_id from raw.event_merges join raw.event_mentions using (event_mention_id) "
        "join raw.story_articles using (article_id) group by event_id having count(distinct story_id) > 1"
    )
    assert len(ask(once, across)) == 1
    corrections = _corrections(once)
    with open_candidate(once) as candidate:
        assert project.build(candidate, corrections[::2])
    expected, expected_marts, expected_digest = links_of(once), _marts(once), digest(candidate_path(once))
    assert len(expected["participant_entities"]) > 40
    assert all(expected[table.table] for table in LINK_TABLES if table is not IdRedirect)
    assert {name for name, rows in expected_marts.items() if not rows} <= MADE_BY_PEOPLE | {"id_redirects"}
    outcomes = "select distinct table_name from marts.correction_outcomes where outcome = 'applied' order by all"
    assert ask(once, outcomes) == [("entities",), ("events",), ("figures",)]
    order = random.Random(20)  # noqa: S311 - orders of arrival, no secret
    for _ in range(orders):
        step_by_step = home()
        arrivals = list(arrivals_of(order, batches, tmp_path))
        cuts = [0, *sorted(order.sample(range(1, len(arrivals)), order.choice((1, 1, 1, 2)))), len(arrivals)]
        for start, end in pairwise(cuts):
            with open_candidate(step_by_step) as candidate:
                if start:
                    project.build(candidate, order.sample(corrections, 3))
                for arrive in arrivals[start:end]:
                    arrive(candidate)
            link(context_of(step_by_step))
        with open_candidate(step_by_step) as candidate:
            # Only the first made every row.
            assert not project.build(candidate, corrections[::2])
        assert links_of(step_by_step) == expected
        if digest(candidate_path(step_by_step)) != expected_digest:
            assert _difference(_marts(step_by_step), expected_marts) == {}
    tried(orders)


def test_an_event_that_moves_to_another_story_is_counted_there_alone(make, home, tmp_path, project, decide):
    told = {}
    for name, plot, day in (("ruling", "court", "03"), ("report", "fire", "04"), ("scoop", "fire", "02")):
        cast, (text, kind, trigger) = (["Ida Rask", "Per Lindqvist"], FIRMS[0]), PLOTS[plot]
        wording = text.format(*cast[0]) + f" 4 were there: {name}."
        told[name] = make_report(make, name, wording, f"2025-07-{day}", cast=cast, event=(kind, trigger))
        told[name] += rows_beside(told[name][0])
    ruling, report = (
        next(row.event_mention_id for row in told[name] if hasattr(row, "trigger_text"))
        for name in ("ruling", "report")
    )
    decide("event", {"action": "merge", "one": ruling, "other": report})
    files = {name: batch_files(tmp_path, name, rows) for name, rows in told.items()}
    place, whole = home(), home()
    load_batches(place, files["ruling"], files["report"])
    load_batches(whole, *files.values())
    for each in (place, whole):
        link(context_of(each))
        with open_candidate(each) as candidate:
            assert project.build(candidate)
    # The ruling is not made anew: the links of its article say what they said. The best report of the event is another now.
    load_batches(place, files["scoop"])
    link(context_of(place))
    assert ("article", "ruling") not in ask(place, "select kind, id from raw.link_changes")
    stories = "select event_count, article_count from marts.stories order by all"
    assert ask(place, stories) == [(0, 1), (1, 1)]
    with open_candidate(place) as candidate:
        assert not project.build(candidate)
    assert ask(place, stories) == [(0, 1), (1, 2)]
    assert _difference(_marts(place), _marts(whole)) == {}
