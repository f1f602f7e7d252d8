"""Whose figure it is: the item as a participant of the article, and what is only something that a participant has."""

from decimal import Decimal

import pytest

from extract.facts.figure_entities import find_item_participants
from extract.facts.figures.spans import FigureSpan
from extract.facts.participants import ParticipantSpan
from extract.facts.read import ArticleText, read_articles


def figure(item, start=500):
    end = None if item is None else start + len(item)
    return FigureSpan(
        start=900, end=902, value=Decimal(5), value_high=None, qualifier="exact", unit="percent", unit_head="percent",
        kind="percent", unit_surface="%", value_si=None, unit_si=None, item=item, item_start=None if item is None else start,
        item_end=end, item_head=None if item is None else item.split()[-1].lower(), trend="none", alternative_of=None,
        change_from=None, sentence_index=0, confidence=0.9, method="test",
    )  # fmt: skip


def participant(name, *aliases, kind="organisation", mentions=((0, 5),)):
    return ParticipantSpan(name, kind, aliases, mentions, mentions[0][0], mentions[0][1])


ORBIT = participant("Orbit Motors Inc.", "Orbit", "OMI", "the carmaker")
UNION = participant("Harbour Workers Union", "the union")
BERG_A = participant("Alice Berg", "Berg", kind="person")
BERG_B = participant("Nils Berg", "Berg", kind="person", mentions=((40, 49), (500, 504)))


@pytest.mark.parametrize(
    "item",
    [
        *("Orbit", "OMI", "Orbit Motors Inc", "the carmaker", "carmaker", "Orbit's"),
        *("Orbit shares", "Orbit’s stock", "shares of Orbit", "Shares in Orbit Motors Inc."),
    ],
)
def test_an_item_that_is_a_name_or_its_shares_is_the_participant(item):
    assert find_item_participants([figure(item)], [UNION, ORBIT]) == [1]


@pytest.mark.parametrize(
    "item",
    [
        *("Orbit's revenue", "revenue of Orbit", "Orbit plants", "Orbital", "orbit", "members of the union"),
        *("shares", "shares of a carmaker rival", "a new Orbit", "Orbit and the union", None),
    ],
)
def test_what_a_participant_has_or_what_only_resembles_it_is_none(item):
    assert find_item_participants([figure(item)], [UNION, ORBIT]) == [None]


def test_a_name_that_two_bear_is_none_unless_the_item_is_a_mention_of_one():
    figures = [figure("Berg", start=700), figure("Berg", start=500)]
    assert find_item_participants(figures, [BERG_A, BERG_B]) == [None, 1]


def test_the_participant_of_an_item_is_a_row_of_the_same_article(language_model):
    text = "Shares fell in Tokyo. Orbit Motors lost 12 percent, and Halden Motors gained 3 percent."
    (facts,) = read_articles([ArticleText("v1", "a1", None, text)], language_model)
    names = {one.participant_id: one.name for one in facts.participants}
    found = {one.figure_text: names.get(one.item_participant_id) for one in facts.figures}
    assert found == {"12 percent": "Orbit Motors", "3 percent": "Halden Motors"}
