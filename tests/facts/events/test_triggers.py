"""Triggers: which words name an event, of which type, and where the same word names another or none."""

import pytest

from extract.contract.columns import EVENT_TYPES
from extract.contract.data import read_csv
from extract.facts.events.triggers import find_triggers

TABLES = ("event_triggers", "event_senses")


@pytest.fixture(scope="module")
def triggers(language_model):
    def find(text):
        (doc,) = language_model.read([text])
        return {text[one.start : one.end]: one for one in find_triggers(doc, [])}

    return find


@pytest.mark.parametrize(
    ("text", "words", "kind"),
    [
        ("Shares of Orbit Corp closed at 41 dollars.", "closed", "RESULT"),
        ("Norway closed its border on Monday.", "closed", "RESTRICT"),
        ("Sales were lower in May.", "were lower", "RESULT"),
        ("Output reached 20 million tonnes last year.", "reached", "RESULT"),
        ("The two sides reached a settlement.", "reached a settlement", "AGREE"),
        ("The club fired its coach.", "fired", "DEPART"),
        ("Soldiers fired missiles at the port.", "fired missiles", "ATTACK"),
        ("A flood killed nine farmers.", "killed", "HARM"),
        ("Gunmen killed nine farmers.", "killed", "ATTACK"),
        ("The firm paid $3 million for the mill.", "paid", "TRADE"),
        ("An old man was found dead at home.", "found dead", "HARM"),
        ("The council released a report on schools.", "released", "LAUNCH"),
        ("The council released two prisoners.", "released prisoners", "RESCUE"),
        ("Farmers blocked a road near Lille.", "blocked", "PROTEST"),
    ],
)
def test_words_beside_a_verb_choose_its_type(triggers, text, words, kind):
    found = triggers(text)
    assert kind in {one.type for one in found.values()}
    assert any(one.type == kind and phrase.split()[0] == words.split()[0] for phrase, one in found.items())


@pytest.mark.parametrize(
    ("text", "words", "kind"),
    [
        ("Rebels launched an attack on the port.", "attack", "ATTACK"),
        ("An inquiry was opened.", "inquiry", "JUSTICE"),
        ("Police opened an investigation.", "investigation", "JUSTICE"),
        ("The envoys resumed negotiations.", "negotiations", "MEET"),
        ("The navy launched a rescue operation.", "rescue operation", "RESCUE"),
    ],
)
def test_verb_that_only_begins_its_object_leaves_the_event_to_it(triggers, text, words, kind):
    found = triggers(text)
    assert [(phrase, one.type) for phrase, one in found.items()] == [(words, kind)]


def test_announced_deal_is_the_deal_alone(triggers):
    assert list(triggers("Orbit Corp announced a partnership agreement.")) == ["agreement"]


@pytest.mark.parametrize(
    "text", ["The firm met its target.", "The film drew a large crowd.", "She lost weight.", "He broke the rules."]
)
def test_a_verb_of_another_sense_names_no_event(triggers, text):
    assert triggers(text) == {}


def test_a_far_particle_leaves_the_verb_alone(triggers):
    found = triggers("Orbit Corp paid the old owners of the mill handsomely for their land.")
    assert "for" not in found


@pytest.mark.parametrize("table", TABLES)
def test_every_row_has_a_type_of_the_28(table):
    types = {row["type"] for row in read_csv(table, "extract.facts.data")}
    assert types - {"-"} <= set(EVENT_TYPES)


def test_no_lemma_stands_twice_in_the_table():
    keys = [(row["lemma"].lower(), row["pos"]) for row in read_csv("event_triggers", "extract.facts.data")]
    assert sorted(key for key in set(keys) if keys.count(key) > 1) == []
