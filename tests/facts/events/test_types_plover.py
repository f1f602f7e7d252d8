"""PLOVER's types: finer than ours, by the word, by who does it, and by what is only wanted or to come."""

import pytest

from extract.contract.data import read_csv
from extract.facts.events.triggers import find_triggers

PLOVER = frozenset(
    {"AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "INVESTIGATE", "DEMAND", "REQUEST"}
    | {"DISAPPROVE", "ACCUSE", "REJECT", "THREATEN", "SANCTION", "PROTEST", "CRIME", "MOBILIZE", "COERCE", "ASSAULT"}
    | {"FIGHT"}
)


@pytest.fixture(scope="module")
def plover(language_model):
    def find(text):
        (doc,) = language_model.read([text])
        return [one.plover_type for one in find_triggers(doc, [])]

    return find


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Norway rejected the proposal.", "REJECT"),
        ("Norway donated blankets to the camp.", "AID"),
        ("Norway praised the mayor.", "SUPPORT"),
        ("Norway will help the refugees.", "AGREE"),
        ("Norway will ban the ships.", "THREATEN"),
        ("Norway lifted the curfew.", "CONCEDE"),
        ("Soldiers attacked the village.", "FIGHT"),
        ("A man attacked the guard.", "ASSAULT"),
        ("The rebels pulled out of the town.", "RETREAT"),
        ("The captain was charged.", "INVESTIGATE"),
    ],
)
def test_word_actor_and_tense_give_plovers_type(plover, text, kind):
    assert plover(text)[0] == kind


def test_what_is_announced_gives_the_announcement_its_type(plover):
    assert set(plover("Norway announced that it banned the ships.")) == {"SANCTION"}


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Norway demanded a meeting.", "DEMAND"),
        ("Norway refused to support the plan.", "REJECT"),
        ("Norway agreed to donate blankets.", "AGREE"),
        ("Norway threatened to sanction the firm.", "THREATEN"),
    ],
)
def test_what_is_only_wanted_or_refused_is_not_yet_done(plover, text, kind):
    assert set(plover(text)) == {kind}


def test_a_type_that_plover_lacks_has_none(plover):
    assert plover("Shares fell.") == [None]


@pytest.mark.parametrize("table", ["event_triggers", "event_senses"])
def test_the_tables_name_only_plovers_types(table):
    assert {row["plover"] for row in read_csv(table, "extract.facts.data")} - {""} <= PLOVER
