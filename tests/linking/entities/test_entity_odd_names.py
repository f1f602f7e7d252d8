import pytest

from extract.contract.tables import Participant
from extract.linking.entities import link_entities, name_keys

ODD = ["", " ", "-", "--", "...", "'", "'s", "’s", "\n", "\u0301", " news agency", "🙂", "?", "-'-", "a-", "-a"]


@pytest.mark.parametrize("kind", ["person", "organisation", "place", "country", "group"])
def test_a_name_of_signs_alone_is_somebody(make, kind):
    rows = [make.participant(f"a{number}", name, kind, aliases=ODD) for number, name in enumerate(ODD)]
    rows.append(make.participant("b", "Ida Rask", "person", aliases=ODD))
    table = make.table(*rows, of=Participant)
    links = link_entities(table)
    assert len(links.participant_entities) == len({row.participant_id for row in rows})
    assert name_keys(table)


def test_a_list_of_hundreds_of_aliases_makes_no_one_of_all(make):
    firms = [f"Norham{number} Works{number}" for number in range(300)]
    rows = [make.participant(f"a{number}", firm, "organisation") for number, firm in enumerate(firms)]
    rows.append(make.participant("b", "Velden Holding", "organisation", aliases=firms))
    links = link_entities(make.table(*rows, of=Participant))
    assert len(links.entities) > 280


def test_father_and_son_are_two(make):
    rows = [
        make.participant("a", "Ida Raskolnik Jr.", "person", description="senator"),
        make.participant("b", "Ida Raskolnik", "person", description="singer"),
        make.participant("c", "Ida Raskolnik", "person"),
        make.participant("d", "Ida Raskolnik Jr.", "person"),
    ]
    links = link_entities(make.table(*rows, of=Participant)).participant_entities.to_pylist()
    entity = {row["participant_id"]: row["entity_id"] for row in links}
    found = [entity[row.participant_id] for row in rows]
    assert found[0] == found[3] != found[1] == found[2]


@pytest.mark.parametrize(("repeated", "is_heard"), [(1, True), (8, False)])
def test_an_alias_as_long_as_a_sentence_says_nothing(make, repeated, is_heard):
    alias = "Norham Works" + " Norham Works" * repeated
    named = make.participant("a", "Velden Holding", "organisation", aliases=[alias])
    keys = name_keys(make.table(named, of=Participant))
    alone = name_keys(make.table(make.participant("a", "Velden Holding", "organisation"), of=Participant))
    assert (keys != alone) is is_heard


def test_father_and_son_are_one_where_the_same_names_stand_beside_both(make):
    rows = [
        make.participant(article, name, "person", description="glaciologist", affiliation="Velden Institute")
        for article, name in (("a", "Ida Raskolnik Jr."), ("b", "Ida Raskolnik"))
    ]
    beside = [
        make.participant(article, name, "person")
        for article in "ab"
        for name in ("Ole Thorwald", "Marek Dvoretz", "Rosa Quillfeather", "Lena Orbach", "Mikkel Sandvei")
    ]
    links = link_entities(make.table(*rows, *beside, of=Participant)).participant_entities.to_pylist()
    entity = {row["participant_id"]: row["entity_id"] for row in links}
    assert entity[rows[0].participant_id] == entity[rows[1].participant_id]
