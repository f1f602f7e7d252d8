import random

from extract.contract.tables import Participant
from extract.linking.entities import link_entities


def entity_of(links):
    rows = links.participant_entities.to_pylist()
    return {row["participant_id"]: row["entity_id"] for row in rows}


def names(links):
    return sorted((row["name"], row["kind"]) for row in links.entities.to_pylist())


def linked(make, *participants):
    links = link_entities(make.table(*participants, of=Participant))
    return links, [entity_of(links)[p.participant_id] for p in participants]


def test_a_country_is_its_code_whatever_it_is_called(make):
    links, (one, two, other) = linked(
        make,
        make.participant("a", "the United States", "country", aliases=["Washington"], country="US"),
        make.participant("b", "U.S.", "country", country="US"),
        make.participant("b", "Georgia", "country", country="GE"),
    )
    assert one == two != other
    assert ("Georgia", "country") in names(links)


def test_a_name_is_one_whatever_its_case_accents_article_and_legal_form(make):
    _, found = linked(
        make,
        make.participant("a", "The Härtel Works Inc.", "organisation"),
        make.participant("b", "HARTEL WORKS", "organisation"),
        make.participant("c", "Härtel Works, Ltd", "organisation"),
        make.participant("d", "Härtel Werke", "organisation"),
    )
    assert len(set(found[:3])) == 1
    assert found[3] != found[0]


def test_a_name_of_two_kinds_is_two_entities(make):
    _, (state, country, person) = linked(
        make,
        make.participant("a", "Georgia", "place"),
        make.participant("b", "Georgia", "country", country="GE"),
        make.participant("c", "Georgia", "person"),
    )
    assert len({state, country, person}) == 3


def test_counted_groups_are_their_articles_own(make):
    _, (one, other, same) = linked(
        make,
        make.participant("a", "some 70 companies", "group"),
        make.participant("b", "some 70 companies", "group"),
        make.participant("a", "Some 70 companies", "group"),
    )
    assert one != other
    assert one == same


def test_a_short_name_joins_the_one_that_is_called_so(make):
    links, (full, short) = linked(
        make,
        make.participant(
            "a", "Japan External Trade Organization", "organisation", aliases=["JETRO", "the organization"]
        ),
        make.participant("b", "JETRO", "organisation"),
    )
    assert full == short
    assert names(links) == [("Japan External Trade Organization", "organisation")]
    rules = {row["participant_id"]: row["rule"] for row in links.participant_entities.to_pylist()}
    assert sorted(rules.values()) == ["acronym", "name"]
    aliases = [(row["alias"], row["rule"]) for row in links.entity_aliases.to_pylist()]
    assert ("JETRO", "acronym") in aliases
    assert ("the organization", "alias") in aliases


def test_a_short_name_that_two_are_called_joins_neither(make):
    _, found = linked(
        make,
        make.participant("a", "Anna Lindqvist", "person", aliases=["Lindqvist"]),
        make.participant("b", "Per Lindqvist", "person", aliases=["Lindqvist"]),
        make.participant("c", "Lindqvist", "person"),
    )
    assert len(set(found)) == 3


def test_a_pointing_word_is_no_name_to_join_by(make):
    _, (ministry, word) = linked(
        make,
        make.participant("a", "Ministry of Health", "organisation", aliases=["the ministry"]),
        make.participant("b", "ministry", "organisation"),
    )
    assert ministry != word


def test_a_participant_delivered_twice_counts_once(make):
    one = make.participant("a", "Aiko Mori", "person")
    links = link_entities(make.table(one, one))
    assert len(links.participant_entities) == len(links.entities) == 1


def test_no_participants_are_no_entities(make):
    links = link_entities(make.table(of=Participant))
    assert len(links.entities) == len(links.entity_aliases) == len(links.participant_entities) == 0


def test_the_order_of_arrival_changes_nothing(make):
    rows = [
        make.participant("a", "Japan External Trade Organization", "organisation", aliases=["JETRO"]),
        make.participant("b", "JETRO", "organisation", confidence=0.4),
        make.participant("c", "Jetro", "organisation", country="JP"),
        make.participant("d", "Aiko Mori", "person", aliases=["Mori"]),
        make.participant("e", "Mori", "person"),
        make.participant("e", "Japan", "country", country="JP"),
        make.participant("f", "Tokyo", "country", country="JP"),
    ]
    expected = link_entities(make.table(*rows))
    order = random.Random(20)  # noqa: S311 - orders of arrival, no secret
    for _ in range(20):
        order.shuffle(rows)
        assert link_entities(make.table(*rows)) == expected
