"""Events whose words no table has: finite verbs with somebody at them; what tells of no happening is none."""

import pytest

from extract.facts.events.triggers import find_triggers
from extract.facts.events.unlisted_triggers import find_unlisted_triggers


@pytest.fixture(scope="module")
def found(language_model):
    def find_words(text):
        (doc,) = language_model.read([text])
        triggers = find_unlisted_triggers(doc, find_triggers(doc, []))
        assert {one.type for one in triggers} <= {"OTHER"}
        return [text[one.start : one.end] for one in triggers]

    return find_words


def test_finite_verbs_with_a_subject_are_found(found):
    assert found("The troupe juggled torches in Lima, and Ana Ruiz will repaint the bridge.") == ["juggled", "repaint"]


def test_what_the_table_names_is_found_once(found):
    assert found("Police arrested Ana Ruiz.") == []


@pytest.mark.parametrize(
    "text",
    [
        "The bridge is old.",
        "She believes him.",
        "To juggle is hard.",
        "Orbit Corp employs 300 people.",
        "Norway hosted a forum that drew crowds.",
    ],
)
def test_being_thinking_and_infinitives_are_no_events(found, text):
    assert found(text) == []
