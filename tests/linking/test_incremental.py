"""Linking what changed gives what linking everything gives, whatever the order in which batches came, changed and went."""

from itertools import pairwise

import duckdb
import pytest
from arriving import FIRMS, PLOTS, ask, batch_files, context_of, links_of, load_batches, make_report, make_reports

from extract.contract.tables import StoryArticle
from extract.pipeline import linking_events
from extract.pipeline.linking import link
from extract.store.candidate import open_candidate
from extract.store.load import quarantine_batch
from extract.store.warehouse import build_path, candidate_path


@pytest.mark.promise(7)
def test_what_goes_leaves_no_trace(make, home, tmp_path):
    batches = make_reports(make, 5)
    without, emptied = home(), home()
    arrived = {name: batch_files(tmp_path, name, rows) for name, rows in batches.items()}
    load_batches(without, *(batch for name, batch in arrived.items() if name != "b1"))
    load_batches(emptied, *arrived.values())
    link(context_of(without))
    link(context_of(emptied))
    assert links_of(without) != links_of(emptied)
    with open_candidate(emptied) as candidate:
        quarantine_batch(candidate, "b1", "x", "bad")
    link(context_of(emptied))
    assert links_of(without) == links_of(emptied)


@pytest.mark.promise(7)
def test_an_article_that_loses_a_wording_is_told_by_the_one_before(make, home, tmp_path):
    cast = (["Ida Rask", "Per Lindqvist"], FIRMS[0])
    fire, cup = (PLOTS[plot][0].format(*cast[0]) + " 4 were hurt." for plot in ("fire", "cup"))
    told = {
        "other": make_report(make, "a1", fire, "2025-07-04", cast=cast, event=("ACCIDENT", "fire")),
        "before": make_report(make, "a2", cup, "2025-07-04", cast=cast, event=("COMPETE", "won")),
        "after": make_report(
            make, "a2", fire + " More follows.", "2025-07-04", cast=cast, event=("ACCIDENT", "fire"), hour=9
        ),
    }
    files = {name: batch_files(tmp_path, name, rows) for name, rows in told.items()}
    place, without = home(), home()
    load_batches(place, *files.values())
    link(context_of(place))
    with open_candidate(place) as candidate:
        quarantine_batch(candidate, "after", "x", "bad")
    link(context_of(place))
    load_batches(without, files["other"], files["before"])
    link(context_of(without))
    assert links_of(place) == links_of(without)


def test_a_change_elsewhere_compares_nothing_here(make, home, tmp_path):
    place = home()
    load_batches(place, *(batch_files(tmp_path, *batch) for batch in make_reports(make, 7).items()))
    link(context_of(place))
    before = links_of(place)
    text = "A choir of 9 people sang in Ostrava."
    told = make_report(make, "z", text, "2025-07-05", cast=(["Jana Novak"], ("Choir", [])), event=("STATE", "sang"))
    load_batches(place, batch_files(tmp_path, "new", told))
    counts = link(context_of(place)).as_dict()
    assert (counts["participants.compared"], counts["articles.compared"], counts["event_mentions.compared"]) == (
        2,
        1,
        1,
    )
    after = links_of(place)
    assert all(set(before[name]) <= set(after[name]) for name in before)


def test_a_published_id_leads_to_where_its_members_went(make, home, tmp_path):
    place = home()
    of = [("a2", "2025-07-05"), ("a1", "2025-07-04")]
    cast = (["Ida Rask", "Per Lindqvist"], FIRMS[0])
    plot = PLOTS["fire"][0].format(*cast[0])
    told = {
        identity: make_report(make, identity, f"{plot} {identity}: 4 hurt.", day, cast=cast, event=("ACCIDENT", "fire"))
        for identity, day in of
    }
    stories = []
    for identity, _ in of:
        load_batches(place, batch_files(tmp_path, identity, told[identity]))
        link(context_of(place))
        with duckdb.connect(str(candidate_path(place)), read_only=True) as connection:
            stories.append(connection.execute("select distinct story_id from raw.story_articles").fetchall())
            leads = connection.execute("select old_id, new_id from raw.id_redirects where kind = 'story'").fetchall()
        candidate_path(place).rename(build_path(place))
    for old, new in pairwise(stories):
        assert leads == [(old[0][0], new[0][0])]
        assert old != new


def test_decisions_hold_from_the_next_link_on_and_end_with_their_lines(make, home, tmp_path, decide):
    batches = {name: batch_files(tmp_path, name, rows) for name, rows in make_reports(make, 11).items()}
    last = batches.pop("b4")
    place, whole = home(), home()
    load_batches(place, *batches.values())
    link(context_of(place))
    before = links_of(place)
    rask, lindqvist = (
        ask(place, f"select entity_id from raw.entities where name = '{name}'")[0][0]
        for name in ("Ida Rask", "Anna Lindqvist")
    )
    ((event, mention),) = ask(
        place,
        "select event_id, min(event_mention_id) from raw.event_merges join raw.event_mentions using (event_mention_id) "
        "group by 1 having count(distinct article_id) > 1 order by 1 limit 1",
    )
    decide(
        "entity",
        {"action": "merge", "one": rask, "other": lindqvist},
        {"action": "rename", "one": rask, "name": "I. Rask-Lindqvist"},
        {"action": "merge", "one": "nobody", "other": rask},
    )
    decide("event", {"action": "split", "one": mention})
    counts = link(context_of(place)).as_dict()
    assert (counts["entity_overrides.unmatched"], counts["event_overrides.unmatched"]) == (1, 0)
    assert ask(place, "select name from raw.entities where name like 'I%Rask%' or name like 'Anna%'") == [
        ("I. Rask-Lindqvist",)
    ]
    assert ask(
        place,
        f"select event_id != undone_event_id, undone_event_id, undone_at::varchar from raw.event_merges "
        f"where event_mention_id = '{mention}'",
    ) == [(True, event, "2026-05-31")]
    # They hold for what arrives later too, and are no more than a way of linking everything.
    load_batches(place, last)
    link(context_of(place))
    load_batches(whole, last, *batches.values())
    link(context_of(whole))
    assert links_of(place) == links_of(whole)
    decide("entity")
    decide("event")
    with open_candidate(place) as candidate:
        quarantine_batch(candidate, "b4", "x", "bad")
    link(context_of(place))
    assert links_of(place) == before


def test_stories_linked_one_at_a_time_are_as_linked_together(make, home, tmp_path, decide, monkeypatch):
    batches = [batch_files(tmp_path, *batch) for batch in make_reports(make, 13).items()]
    together, apart = home(), home()
    load_batches(together, *batches)
    load_batches(apart, *batches)
    assert "event_mentions.compared" in link(context_of(together)).as_dict()
    assert link(context_of(together)).as_dict()["event_mentions.compared"] == 0
    told = (
        "select story_id, min(event_id), min(event_mention_id) from raw.event_merges join raw.event_mentions "
        "using (event_mention_id) join raw.story_articles using (article_id) "
        "group by 1 having count(distinct article_id) > 1 order by 1"
    )
    (_, one, _), (_, other, _), (_, _, mention), *_ = ask(together, told)
    decide(
        "event",
        {"action": "merge", "one": one, "other": other},
        {"action": "split", "one": mention},
        {"action": "merge", "one": one, "other": "nothing"},
    )
    sizes = []
    merge = linking_events._merge

    def noting(rows, *of):
        sizes.append(rows[StoryArticle].num_rows)
        return merge(rows, *of)

    monkeypatch.setattr(linking_events, "_merge", noting)
    counts = link(context_of(together)).as_dict()
    assert len(sizes) == 2
    sizes.clear()
    monkeypatch.setattr(linking_events, "_MOST_FACTS", 1)
    assert link(context_of(apart)).as_dict() == counts
    assert len(sizes) > 4
    assert counts["event_overrides.unmatched"] == 1
    assert links_of(apart) == links_of(together)
    of_both = (
        "select count(distinct event_id), count(distinct story_id) from raw.event_merges join raw.event_mentions "
        "using (event_mention_id) join raw.story_articles using (article_id) "
        f"where event_id in ('{one}', '{other}')"
    )
    assert ask(apart, of_both) == [(1, 2)]
    assert ask(apart, "select count(*) from raw.event_merges where undone_event_id is not null") != [(0,)]


@pytest.mark.promise(7)
def test_an_event_that_a_decision_gave_another_id_is_still_known_by_its_own(make, home, tmp_path, decide):
    batches = {name: batch_files(tmp_path, name, rows) for name, rows in make_reports(make, 13).items()}
    gone = batches.pop("b2")
    place, without = home(), home()
    load_batches(place, *batches.values(), gone)
    link(context_of(place))
    told = (
        "select story_id, min(event_id), arg_min(event_mention_id, event_id) from raw.event_merges "
        "join raw.event_mentions using (event_mention_id) join raw.story_articles using (article_id) group by 1 order by 2"
    )
    (_, smaller, mention), *_, (_, larger, _) = ask(place, told)
    decide("event", {"action": "merge", "one": mention, "other": larger})
    one = f"select count(*) filter (event_id = '{smaller}') > 1, count(*) filter (event_id = '{larger}') from raw.event_merges"
    for _ in range(2):
        assert link(context_of(place)).as_dict()["event_overrides.unmatched"] == 0
        assert ask(place, one) == [(True, 0)]
    with open_candidate(place) as candidate:
        quarantine_batch(candidate, "b2", "x", "bad")
    link(context_of(place))
    load_batches(without, *batches.values())
    link(context_of(without))
    assert links_of(place) == links_of(without)
