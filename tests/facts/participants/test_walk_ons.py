"""Described people, forces and places without a name: participants only where an event gives them a role."""

import pytest

from extract.facts.figures import read_figures
from extract.facts.participants import read_participants
from extract.facts.participants.walk_ons import kind_of_unnamed
from extract.facts.sentences import find_sentences


@pytest.fixture
def unnamed(parse):
    """The kinds of the unnamed of a text by their names."""

    def read(text):
        doc = parse(text)
        found = read_participants(doc, read_figures(doc, find_sentences(doc)), with_bystanders=True)
        return {one.name: one.kind for one in found if one.only_in_events}

    return read


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("A Peruvian official praised Ana Ruiz.", "Peruvian official", "group"),
        ("The deputy governor of the coastal region quit.", "deputy governor of the coastal region", "group"),
        ("A prominent journalist was killed.", "prominent journalist", "group"),
        ("A rebel group based in Chad attacked Ana Ruiz.", "rebel group based in Chad", "group"),
        ("Norwegian warships shelled the coast.", "Norwegian warships", "group"),
        ("Rebels seized a strategic village.", "strategic village", "place"),
    ],
)
def test_a_description_is_a_name_without_its_article(unnamed, text, name, kind):
    assert unnamed(text).get(name) == kind


@pytest.mark.parametrize(
    "text",
    [
        "The official left.",  # points back
        "The retail giant left.",  # one that was named
        "Hikers were rescued by helicopter.",  # how, not who
        "Orbit sold two old jets.",  # a vehicle acts or is nobody
        "The big table broke.",
    ],
)
def test_what_points_back_and_things_are_nobody(unnamed, text):
    assert not any(name in text and kind == "group" for name, kind in unnamed(text).items() if "ikers" not in name)


def test_the_title_of_a_name_is_nobody_else(unnamed):
    assert "mayor" not in " ".join(unnamed("The new mayor, Ana Ruiz, left. The mayor Petr Novak stayed."))


def test_without_bystanders_there_are_none(parse):
    doc = parse("A tall stranger praised Ana Ruiz in Oslo.")
    assert [one.name for one in read_participants(doc, [])] == ["Ana Ruiz"]


@pytest.mark.parametrize(
    ("noun", "kind"),
    [("soldier", "group"), ("warship", "vehicle"), ("village", "place"), ("table", None), ("head", None)],
)
def test_nouns_for_the_unnamed(noun, kind):
    assert kind_of_unnamed(noun) == kind


@pytest.mark.parametrize(
    ("text", "name", "alias"),
    [
        ("About 40 Serbian nurses were arrested.", "About 40 Serbian nurses", "Serbian nurses"),
        (
            "Two people familiar with the deal spoke.",
            "Two people familiar with the deal",
            "people familiar with the deal",
        ),
        ("Okoro's supporters blocked the road.", "supporters", "Okoro's supporters"),
    ],
)
def test_a_group_is_also_called_without_its_number_or_with_its_owner(read, text, name, alias):
    assert alias in read(text)[name].aliases


def test_a_bare_number_of_people_has_no_other_name(read):
    assert read("About 30 people were arrested.")["About 30 people"].aliases == ()
