from datetime import date

from extract.linking.overrides import Override


def decide(action, one, other=None, name=None, *, day="2026-05-31"):
    return Override(action, one, other, name, who="editor", why="knows them", decided_at=date.fromisoformat(day))


def test_a_merge_makes_one_of_two_by_their_participants(link, person):
    one, other = person("a", "Ilse Overgaard"), person("b", "Madame Zonnebeld")
    found = link(one, other, overrides=[decide("merge", one.participant_id, other.participant_id)])
    assert found.are_one(one, other)
    assert found.links.unmatched == []
    rows = found.links.participant_entities.to_pylist()
    assert len({row["block"] for row in rows}) == 1
    assert {row["block"] for row in found.links.entity_keys.to_pylist()} == {rows[0]["block"]}


def test_a_merge_makes_one_of_two_by_the_ids_of_their_entities(link, person):
    one, other = person("a", "Ilse Overgaard"), person("b", "Madame Zonnebeld")
    before = link(one, other)
    assert link(one, other, overrides=[decide("merge", before.id(one), before.id(other))]).are_one(one, other)


def test_a_split_takes_a_participant_out_in_every_wording(link, make, person):
    rows = [make.participant("a", "Ilse Overgaard", "person", version=version) for version in ("a-1", "a-2")]
    other = person("b", "Ilse Overgaard")
    found = link(*rows, other, overrides=[decide("split", rows[0].participant_id)])
    assert found.are_one(*rows)
    assert not found.are_one(rows[0], other)
    assert found.rule(rows[0]) == "decided"


def test_the_entity_that_a_participant_is_split_from_keeps_its_id(link, person):
    rows = [person(a, "Ilse Overgaard") for a in "abc"]
    before = link(*rows).id(rows[2])
    assert link(*rows, overrides=[decide("split", rows[0].participant_id)]).id(rows[2]) == before


def test_who_was_split_off_can_be_merged_with_another(link, person):
    rows, other = [person(a, "Ilse Overgaard") for a in "ab"], person("c", "Madame Zonnebeld")
    ids = rows[1].participant_id, other.participant_id
    found = link(*rows, other, overrides=[decide("merge", *ids), decide("split", ids[0])])
    assert found.are_one(rows[1], other)
    assert not found.are_one(*rows)


def test_of_decisions_that_say_opposite_things_the_later_holds(link, person):
    one, other = person("a", "Ilse Overgaard"), person("b", "Madame Zonnebeld")
    ids = one.participant_id, other.participant_id
    apart = [decide("merge", *ids, day="2026-01-05"), decide("split", ids[1])]
    assert not link(one, other, overrides=apart).are_one(one, other)
    together = [decide("split", ids[1], day="2026-01-05"), decide("merge", *ids)]
    assert link(one, other, overrides=together).are_one(one, other)
    names = [decide("rename", ids[0], name="Zed"), decide("rename", ids[0], name="Abe", day="2026-06-01")]
    assert link(one, overrides=names).entity(one)["name"] == "Abe"


def test_what_people_merged_says_so(link, person):
    one, other = [person(a, "Ilse Overgaard") for a in "ab"], person("c", "Madame Zonnebeld")
    found = link(*one, other, overrides=[decide("merge", one[0].participant_id, other.participant_id)])
    assert (found.rule(one[0]), found.rule(other)) == ("name", "decided")


def test_a_rename_says_what_an_entity_is_called(link, person):
    row = person("a", "Ilse Overgaard")
    found = link(row, overrides=[decide("rename", row.participant_id, name="Ilse van Overgaard")])
    assert found.entity(row)["name"] == "Ilse van Overgaard"
    assert found.id(row) == link(row).id(row)


def test_a_decision_about_what_is_not_there_is_shown(link, person):
    row = person("a", "Ilse Overgaard")
    lost = [decide("merge", row.participant_id, "gone"), decide("split", "gone"), decide("rename", "gone", name="X")]
    assert sorted(link(row, overrides=lost).links.unmatched, key=repr) == sorted(lost, key=repr)


def test_a_split_that_would_leave_nothing_is_shown(link, person):
    row = person("a", "Ilse Overgaard")
    lost = [decide("split", row.participant_id)]
    assert link(row, overrides=lost).links.unmatched == lost
