"""The headline's event stands first; what is told early, plainly and with people and figures stands before what is not."""

from datetime import date

import pytest

from extract.contract.data import read_csv
from extract.facts.events.salience import MODELS, confidence_of, headline_score, key_chance
from extract.facts.read import ArticleText, find_spans, read_articles

REFERENCE = date(2025, 7, 3)
STORY = (
    "Rain fell on the harbour as Orbit Corp opened a shop in Oslo. Police arrested the banker Alice Berg on Monday. "
    "Norway praised the mayor of Bergen."
)


@pytest.fixture(scope="module")
def read(language_model):
    def read_text(text, title=None):
        (facts,) = read_articles([ArticleText("v", "a", title, text, REFERENCE, "en")], language_model)
        assert facts.error is None
        return facts.event_mentions

    return read_text


@pytest.mark.parametrize(
    ("title", "trigger"),
    [
        ("Police arrest banker in Oslo", "arrested"),
        ("Norway praises mayor", "praised"),
        ("Orbit opens first shop", "opened"),
    ],
)
def test_the_headline_says_which_event_is_first(read, title, trigger):
    first, *rest = read(STORY, title)
    assert (first.trigger_text, first.is_headline, first.salience) == (trigger, True, 1.0)
    assert not any(event.is_headline for event in rest)


def test_without_a_title_the_main_clause_of_the_lead_is_first(read):
    text = "Norway accused Orbit Corp of fraud during negotiations on a port. The talks began in May."
    assert read(text)[0].trigger_text == "accused"


def test_events_stand_by_falling_salience(read):
    saliences = [event.salience for event in read(STORY, "Police arrest banker")]
    assert saliences == sorted(saliences, reverse=True)


def test_what_is_said_in_general_is_less_likely_than_what_happened(read):
    events = {
        event.trigger_text: event for event in read(STORY + ' "If they protest, we listen to them all," she said.')
    }
    assert events["arrested"].confidence > events["protest"].confidence


def test_an_empty_text_has_no_events(read):
    assert read("") == ()


def test_a_chance_and_its_confidence_rise_together():
    chances = [0.0, 0.05, 0.3, 0.6, 0.95, 1.0]
    stated = [confidence_of(chance) for chance in chances]
    assert stated == sorted(stated)
    assert (stated[0], stated[-1]) == (0.0, 1.0)


def test_unknown_clues_weigh_nothing():
    assert key_chance({"no such clue": 5.0}) == key_chance({})
    assert headline_score({"no such clue": 5.0}, is_titled=True) == headline_score({}, is_titled=True)


def test_the_table_weighs_every_clue_that_is_read(language_model):
    (doc,) = language_model.read([STORY])
    found = find_spans(ArticleText("v", "a", "Police arrest banker", STORY, REFERENCE, "en"), doc)
    weighed = {row["clue"] for row in read_csv("event_salience", "extract.facts.data")}
    assert {clue for event in found.events for clue in event.clues} <= weighed


def test_every_model_has_learned():
    assert len({headline_score({"early": 1.0}, is_titled=titled) for titled in (True, False)}) == len(MODELS) - 1
    assert key_chance({"dated": 1.0}) > key_chance({"quoted": 1.0})
