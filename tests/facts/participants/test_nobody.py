"""Descriptions of who was named, of what is built, owned or spoken of, and of where something is add nobody."""

import pytest

from extract.facts.figures import read_figures
from extract.facts.participants import read_participants
from extract.facts.sentences import find_sentences


@pytest.fixture
def everyone(parse):
    """The kinds of all of a text, bystanders too, by their names."""

    def read(text):
        doc = parse(text)
        return {
            one.name: one.kind
            for one in read_participants(doc, read_figures(doc, find_sentences(doc)), with_bystanders=True)
        }

    return read


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Ana Ruiz left. The 38-year-old painter praised the mayor.", "painter"),
        ("Peru protested on Monday. The Peruvian president quit.", "president"),
        ("A group of 12 sculptors praised Ana Ruiz.", "group of 12 sculptors"),
        ("Peru agreed to set up a bank.", "bank"),
        ("The union praised its school on Monday.", "school"),
        ("Peru and Chile held talks on the remote island.", "island"),
        ("Peru will pay for a new airport.", "airport"),
        ("Peru banned phones in schools on Monday.", "schools"),
        ("The rebels met in a remote village.", "village"),
        ("Orbit employs 3,200 workers in Lima.", "workers"),
    ],
)
def test_what_adds_nobody(everyone, text, word):
    assert not any(word in name for name in everyone(text))


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("A 38-year-old painter praised the mayor.", "38-year-old painter", "group"),
        ("A Peruvian president quit.", "Peruvian president", "group"),
        ("A group of sculptors praised Ana Ruiz.", "group of sculptors", "group"),
        ("Rebels attacked a bank.", "bank", "group"),
        ("Rebels launched an attack on the remote island.", "remote island", "place"),
        ("Peru sent aid for a remote village.", "remote village", "place"),
        ("Rebels exploded bombs in a remote village.", "remote village", "place"),
    ],
)
def test_who_is_met_first_or_reached_may_take_part(everyone, text, name, kind):
    assert everyone(text).get(name) == kind


def test_an_institution_is_an_organisation(everyone):
    assert everyone("Rebels attacked a foreign embassy.")["foreign embassy"] == "organisation"


def test_where_people_are_is_no_part_of_their_name(everyone):
    assert "opposition leader" in everyone("Police arrested an opposition leader in Lima.")
