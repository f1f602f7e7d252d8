import random
from datetime import date

import pytest
from event_rows import Rows

from extract.linking.overrides import Override


def split(one, day="2026-05-31"):
    return Override("split", one, None, None, "ida", "another meeting", date.fromisoformat(day))


def merge(one, other, day="2026-05-31"):
    return Override("merge", one, other, None, "ida", "one meeting", date.fromisoformat(day))


@pytest.fixture
def three(tell):
    """Two articles that tell one event, a third that tells another."""
    title = "Brandt met Said in Basel"
    return [tell("a", "MEET", "met", title), tell("b", "MEET", "met", title), tell("c", "LAUNCH", "opened")]


def test_a_split_mention_leaves_in_every_wording_and_the_others_keep_their_event(three, tell):
    later = tell("a", "MEET", "met", start=70, version="v2")
    rows = Rows([*three, later])
    before = rows.events()
    a, b, _ = (m.event_mention_id for m in three)
    found = {row["event_mention_id"]: row for row in rows.rows(split(a))}
    assert found[b]["event_id"] == before[b]
    for left in (a, later.event_mention_id):
        assert found[left]["event_id"] not in before.values()
        assert (found[left]["rule"], found[left]["undone_event_id"]) == ("override", before[a])
        assert found[left]["undone_at"] == date(2026, 5, 31)
    assert found[b]["undone_event_id"] is None


def test_what_stands_alone_cannot_leave(three):
    rows = Rows(three)
    assert rows.rows(split(three[2].event_mention_id)) == rows.rows()
    (unmatched,) = rows.links(split(three[2].event_mention_id)).unmatched
    assert unmatched.action == "split"


def test_a_mention_that_was_put_into_an_event_can_be_taken_out_again(three):
    rows = Rows(three)
    a, c = three[0].event_mention_id, three[2].event_mention_id
    alone = rows.events()
    apart = rows.links(merge(c, a, day="2026-01-05"), split(c, day="2026-05-31"))
    assert apart.unmatched == ()
    assert {row["event_mention_id"]: row["event_id"] for row in apart.event_merges.to_pylist()} == alone
    together = rows.rows(split(c, day="2026-01-05"), merge(c, a, day="2026-05-31"))
    assert len({row["event_id"] for row in together}) == 1


@pytest.mark.parametrize("by", ["event", "mention"])
def test_a_merge_makes_two_events_one(three, by):
    rows = Rows(three)
    before = rows.events()
    ids = [m.event_mention_id for m in three]
    one, other = (before[ids[0]], before[ids[2]]) if by == "event" else (ids[1], ids[2])
    found = rows.rows(merge(one, other))
    assert {row["event_id"] for row in found} == {min(before.values())}
    changed = {row["event_mention_id"] for row in found if row["rule"] == "override"}
    assert changed == {m for m, event in before.items() if event != min(before.values())}
    assert all(row["score"] == 1.0 for row in found if row["rule"] == "override")


def test_a_mention_can_leave_one_event_and_be_put_into_another(three):
    rows = Rows(three)
    before = rows.events()
    a, b, c = (m.event_mention_id for m in three)
    found = {row["event_mention_id"]: row for row in rows.rows(split(a), merge(a, c))}
    assert found[a]["event_id"] == found[c]["event_id"] == before[c]
    assert (found[b]["event_id"], found[a]["undone_event_id"]) == (before[b], before[b])


def test_of_two_opposite_decisions_the_later_holds(three):
    rows = Rows(three)
    a, b, _ = (m.event_mention_id for m in three)
    together = rows.events(split(a, "2026-05-01"), merge(a, b, "2026-05-02"))
    assert together == rows.events()
    apart = rows.events(merge(a, b, "2026-05-01"), split(a, "2026-05-02"))
    assert apart[a] != apart[b]
    assert rows.rows(split(a), merge(a, b, "2026-06-01"))[0]["undone_event_id"] is None


def test_decisions_that_name_nothing_are_told(three):
    rows = Rows(three)
    a = three[0].event_mention_id
    lost = [split("nobody"), merge(a, "gone"), split(rows.events()[a])]
    links = rows.links(*lost)
    assert set(links.unmatched) == set(lost)
    assert links.event_merges.to_pylist() == rows.rows()


def test_the_order_of_decisions_changes_nothing(three):
    rows = Rows(three)
    a, b, c = (m.event_mention_id for m in three)
    decisions = [split(a), merge(a, c), merge(b, c, "2026-06-02"), split(c, "2026-06-03")]
    expected = rows.rows(*decisions)
    order = random.Random(1)  # noqa: S311 - orders of decisions, no secret
    for _ in range(20):
        order.shuffle(decisions)
        assert rows.rows(*decisions) == expected
