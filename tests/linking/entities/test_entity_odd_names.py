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
