import random
import re
from copy import copy
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from extract.contract.derive import arrow_table
from extract.contract.keys import hash_id
from extract.contract.tables import EventMention, EventMerge, Figure, StoryArticle
from extract.linking.figures import link_figures

PEOPLE = {"unit": "person", "unit_head": "person"}
MONEY = {"unit": "EUR", "unit_head": "EUR", "kind": "money"}


class Told:
    """Sentences with their numbers, and the event each hangs on: `event` names it across articles."""

    def __init__(self, make):
        self.make = make
        self.figures, self.mentions, self.merges, self.articles = [], {}, {}, {}

    def number(self, article, sentence, text, *, event=None, story="story", version="v", start=0, day=None, **said):
        """A figure of the words `text` of a sentence. event: (type, trigger, event id)."""
        mention_id = None
        if event is not None:
            type_, trigger, event_id = event
            mention_id = hash_id(article, version, *event)
            self.mentions[mention_id] = (article, version, type_, trigger, day)
            self.merges[mention_id] = EventMerge(
                event_mention_id=mention_id, event_id=event_id, rule="headline", score=0.9
            )
        self.articles[article] = story
        place = sentence.index(text)
        value = Decimal(re.sub(r"[^\d.]", "", text)) if re.search(r"\d", text) else Decimal(said.pop("value"))
        base = {
            "unit": None, "unit_head": None, "kind": "count", "item": None, "item_head": None, "trend": "none",
            "qualifier": "exact",
        } | said  # fmt: skip
        figure = Figure(
            article_version_id=f"{article}-{version}", article_id=article, sentence_index=0, char_start=start,
            char_end=start + len(sentence), evidence=sentence, is_evidence_cut=False, confidence=0.9, method="test",
            model_version="1", figure_id=hash_id(article, version, start + place), figure_start=start + place,
            figure_end=start + place + len(text), figure_text=text, value=value, event_mention_id=mention_id, **base,
        )  # fmt: skip
        self.figures.append(figure)
        return figure

    def rows(self):
        mentions = [
            replace(
                self.make.mention(article, type_, trigger, version=version), event_mention_id=mention_id, date_start=day
            )
            for mention_id, (article, version, type_, trigger, day) in self.mentions.items()
        ]
        stories = [
            StoryArticle(article_id=a, story_id=s, rule="text", score=1.0, block="b") for a, s in self.articles.items()
        ]
        return link_figures(
            arrow_table(Figure, self.figures),
            arrow_table(EventMention, mentions),
            arrow_table(EventMerge, list(self.merges.values())),
            arrow_table(StoryArticle, stories),
        ).to_pylist()

    def series(self):
        """Sets of (article, value) that are one series, with its measure."""
        by_id = {figure.figure_id: figure for figure in self.figures}
        found = {}
        for row in self.rows():
            figure = by_id[row["figure_id"]]
            found.setdefault((row["measure"], row["series_id"]), []).append((figure.article_id, int(figure.value)))
        return sorted((measure, sorted(points)) for (measure, _), points in found.items())


@pytest.fixture
def told(make):
    return Told(make)


FLOOD = ("HARM", "died", "flood")


@pytest.mark.parametrize(
    ("sentence", "number", "event", "measure"),
    [
        ("At least 14 people died in Talmar.", ("14 people", PEOPLE), ("HARM", "died"), "dead"),
        ("The flood killed 17 people.", ("17 people", PEOPLE), ("ATTACK", "killed"), "dead"),
        ("The toll rises to 17.", ("17", {**PEOPLE, "item": "toll", "item_head": "toll"}), ("RESULT", "rises"), "dead"),
        ("They put the number of dead at 14.", ("14", {"kind": "other", "item": "number of dead"}), None, "dead"),
        ("The flood left 14 dead.", ("14", PEOPLE), ("OTHER", "left"), "dead"),
        ("The storm claimed 23 lives.", ("23 lives", {"unit": "life", "unit_head": "life"}), ("HARM", "claimed"), "dead"),
        ("17 deaths were reported.", ("17 deaths", {"unit": "death", "unit_head": "death"}), ("STATE", "told"), "dead"),
        ("More than 60 were injured.", ("60", PEOPLE), ("HARM", "died"), "injured"),
        ("It killed 12 and wounded 45.", ("45", PEOPLE), ("HARM", "wounded"), "injured"),
        ("Six of 80 people are still missing.", ("80 people", PEOPLE), ("OTHER", "left"), "missing"),
        ("Police arrested 31 people.", ("31 people", PEOPLE), ("DETAIN", "arrested"), "arrested"),
        ("Some 340 residents were evacuated.", ("340 residents", PEOPLE), ("DEPLOY", "left"), "evacuated"),
        ("9,000 people took part.", ("9,000 people", PEOPLE), ("MEET", "took part"), "attended"),
        ("48 homes were destroyed.", ("48 homes", {"unit": "home", "unit_head": "home"}), ("HARM", "ruined"), "destroyed"),
        ("Damage was put at 400 euros.", ("400 euros", {**MONEY, "item": "Damage"}), ("HARM", "Damage"), "cost"),
        ("It won by 210 votes.", ("210 votes", {"unit": "vote", "unit_head": "vote"}), ("ELECT", "won"), "votes"),
        ("Profit was 5 euros.", ("5 euros", {**MONEY, "item": "Profit", "item_head": "profit"}), None, "profit"),
        ("The navy saw 23 boats.", ("23 boats", {"unit_head": "boat", "item": "navy", "item_head": "navy"}), None, "boat"),
        ("Brandt, 66, died.", ("66", {"unit_head": "year_old", "kind": "age", "item": "Brandt"}), ("HARM", "died"), "age"),
        ("She survived two nights.", ("two nights", {"value": 2, "unit_head": "night"}), ("HARM", "survived"), "night"),
        ("3 villages were damaged.", ("3 villages", {"unit_head": "village"}), ("HARM", "damaged"), "damaged"),
        ("Brandt fell 9 m.", ("9 m", {"kind": "length", "item": "Ilse Brandt", "item_head": "brandt"}), None, "length"),
        ("A storm hit, killing 12.", ("12", PEOPLE), ("DISASTER", "hit"), "dead"),
        ("The trial of 2 men accused of killing Brandt.", ("2 men", {"unit_head": "man"}), ("ATTACK", "killing"), "man"),
        ("190 homes are without power.", ("190 homes", {"unit_head": "customer"}), ("OTHER", "spent"), "without power"),
        ("Police shot 12 people in a crowd.", ("12 people", PEOPLE), ("ATTACK", "killed"), "dead"),
        ("The firm paid 5 euros.", ("5 euros", {**MONEY, "item": None}), ("TRADE", "paid"), "paid"),
    ],
)  # fmt: skip
def test_the_measure_is_read_from_unit_item_words_beside_and_event(told, sentence, number, event, measure):
    text, said = number
    told.number("a", sentence, text, event=event and (*event, "e"), **said)
    assert [found for found, _ in told.series()] == [measure]


def test_a_number_beside_a_second_one_is_not_counted_by_its_words(told):
    sentence = "The quake injured 230 people and killed 12."
    told.number("a", sentence, "230 people", event=("HARM", "injured", "e1"), **PEOPLE)
    told.number("a", sentence, "12", event=("ATTACK", "killed", "e2"), **PEOPLE)
    assert told.series() == [("dead", [("a", 12)]), ("injured", [("a", 230)])]


def test_one_death_toll_over_time_and_sources_is_one_series(told):
    told.number("a", "At least 14 people died in Talmar.", "14 people", event=FLOOD, qualifier="at_least", **PEOPLE)
    told.number("b", "The flood killed 17 people.", "17 people", event=("ATTACK", "killed", "flood"), **PEOPLE)
    told.number("c", "The toll rises to 19.", "19", event=("RESULT", "rises", "rise"), item="toll", **PEOPLE)
    told.number(
        "d", "The flood claimed 19 lives.", "19 lives", event=("HARM", "claimed", "x"), unit="life", unit_head="life"
    )
    assert told.series() == [("dead", [("a", 14), ("b", 17), ("c", 19), ("d", 19)])]
    rules = {row["rule"] for row in told.rows()}
    assert rules == {"event", "same_value"}


def test_another_story_event_or_year_is_another_series(told):
    told.number("a", "14 people died.", "14 people", event=FLOOD, day=date(2025, 9, 17), **PEOPLE)
    told.number("b", "14 people died.", "14 people", event=("HARM", "died", "other"), story="two", **PEOPLE)
    told.number("c", "3 people died.", "3 people", event=("HARM", "died", "crash"), **PEOPLE)
    told.number("c", "In 1994 the toll was 14.", "14", item="toll", start=90, **PEOPLE)
    told.number("d", "14 people died then.", "14 people", event=("HARM", "died", "old"), day=date(1994, 1, 1), **PEOPLE)
    assert [points for _, points in told.series()] == [[("a", 14)], [("b", 14)], [("c", 3)], [("c", 14), ("d", 14)]]


def test_parts_are_series_of_their_own(told):
    whole = "The flood killed 17 people, among them 5 children."
    told.number("a", whole, "17 people", event=FLOOD, **PEOPLE)
    told.number("a", whole, "5 children", event=FLOOD, unit="child", unit_head="child")
    told.number("b", "71 were treated, 8 of them in intensive care, and 19 people died.", "8", event=FLOOD, **PEOPLE)
    told.number("c", "Divers found 3 more bodies.", "3 more bodies", event=FLOOD, unit="body", unit_head="body")
    told.number("c", "19 people died.", "19 people", event=FLOOD, start=90, **PEOPLE)
    found = told.series()
    assert ("dead", [("a", 17), ("c", 19)]) in found
    assert len(found) == 4


def test_places_told_side_by_side_are_parts(told):
    sentence = "It killed 17 people in Talmar and 5 in Brede."
    told.number("a", sentence, "17 people", event=FLOOD, **PEOPLE)
    told.number("a", sentence, "5", event=FLOOD, **PEOPLE)
    told.number("b", "18 people died in Talmar.", "18 people", event=FLOOD, **PEOPLE)
    told.number("c", "22 people died.", "22 people", event=FLOOD, **PEOPLE)
    assert told.series() == [
        ("dead", [("a", 5)]), ("dead", [("a", 17), ("b", 18)]), ("dead", [("c", 22)]),
    ]  # fmt: skip


def test_a_noun_of_its_own_is_the_total_unless_an_article_tells_both(told):
    arrest = ("DETAIN", "arrested", "raid")
    told.number("a", "Police arrested 31 people.", "31 people", event=arrest, **PEOPLE)
    told.number(
        "b", "Police arrested 34 protesters.", "34 protesters", event=arrest, unit="protester", unit_head="protester"
    )
    assert told.series() == [("arrested", [("a", 31), ("b", 34)])]
    told.number("b", "Police arrested 40 people.", "40 people", event=arrest, start=90, **PEOPLE)
    assert told.series() == [("arrested", [("a", 31), ("b", 40)]), ("arrested", [("b", 34)])]


def test_an_earlier_count_is_a_point_of_the_series(told):
    rise = ("RESULT", "rose", "rise")
    sentence = "The toll rose to 17, up from 14."
    before = told.number("a", sentence, "14", event=rise, item="toll", **PEOPLE)
    told.number("a", sentence, "17", event=rise, item="toll", change_from_figure_id=before.figure_id, **PEOPLE)
    assert told.series() == [("dead", [("a", 14), ("a", 17)])]
    rules = {row["figure_id"]: row["rule"] for row in told.rows()}
    assert rules[before.figure_id] == "earlier_value"


@pytest.mark.parametrize(
    ("sentence", "item"),
    [("Profit rose to 5 euros from 4 euros a year earlier.", "Profit"), ("Deaths rose to 5 from 4 last year.", "toll")],
)  # fmt: skip
def test_the_number_of_another_time_is_no_earlier_count(told, sentence, item):
    said = {**MONEY, "item": item, "item_head": item.lower()} if item == "Profit" else {**PEOPLE, "item": item}
    unit = " euros" if item == "Profit" else ""
    before = told.number("a", sentence, f"4{unit}", **said)
    told.number("a", sentence, f"5{unit}", change_from_figure_id=before.figure_id, **said)
    assert [len(points) for _, points in told.series()] == [1, 1]


def test_a_figure_in_a_second_unit_is_no_member(told):
    first = told.number("a", "Damage of 75 euros (88 dollars).", "75 euros", item="Damage", **MONEY)
    told.number(
        "a", "Damage of 75 euros (88 dollars).", "88 dollars", item="Damage", alternative_of_figure_id=first.figure_id,
        kind="money", unit="USD", unit_head="USD",
    )  # fmt: skip
    assert [row["figure_id"] for row in told.rows()] == [first.figure_id]


def test_a_share_is_not_a_count(told):
    told.number("a", "90 people died.", "90 people", event=FLOOD, **PEOPLE)
    told.number("b", "90 percent died.", "90 percent", event=FLOOD, unit="percent", unit_head="percent", kind="percent")
    assert len(told.series()) == 2


def test_what_is_measured_of_one_item_with_one_value_is_one_number(told):
    quarter = {"period_start": date(2025, 4, 1), "period_end": date(2025, 6, 30)}
    last = {"period_start": date(2024, 4, 1), "period_end": date(2024, 6, 30)}
    said = {**MONEY, "item_head": "profit"}
    told.number("a", "Profit was 50 euros.", "50 euros", item="Profit", **quarter, **said)
    told.number("b", "Quarterly profit was 50 euros.", "50 euros", item="Quarterly profit", **said)
    told.number("c", "Profit was 50 euros.", "50 euros", item="Profit", story="two", **said)
    told.number("d", "Brandt's profit was 50 euros.", "50 euros", item="Brandt's profit", story="three", **said)
    told.number("e", "Norvik's profit was 50 euros.", "50 euros", item="Norvik's profit", story="three", **said)
    told.number("f", "Profit was 50 euros.", "50 euros", item="Profit", story="four", **quarter, **said)
    told.number("g", "Profit was 50 euros.", "50 euros", item="Profit", story="four", **last, **said)
    assert sorted(len(points) for _, points in told.series()) == [1, 1, 1, 1, 1, 2]


def test_a_figure_of_nothing_has_no_series(told):
    told.number("a", "It took 3 hours.", "3 hours", unit="hour", unit_head="hour", kind="duration")
    assert told.rows() == []


def test_a_series_keeps_its_id_when_the_article_is_edited(told):
    told.number("a", "14 people died.", "14 people", event=FLOOD, **PEOPLE)
    (before,) = told.rows()
    told.number("a", "14 people died.", "14 people", event=FLOOD, version="w", start=300, **PEOPLE)
    rows = told.rows()
    assert {row["series_id"] for row in rows} == {before["series_id"]}
    assert (before["rule"], before["score"]) == ("alone", 1.0)


def random_story(told, order, story):
    for number in range(10):
        article = f"{story}{number}"
        for start in range(0, 400, 100):
            event, sentence, unit = order.choice(
                (
                    (("HARM", "died", f"{story}-flood"), "{} people died in Talmar.", "person"),
                    (("ATTACK", "killed", f"{story}-raid"), "A raid killed {} people.", "person"),
                    (("RESULT", "rose", f"{story}-rise"), "The toll rose to {} people.", "person"),
                    (("HARM", "died", f"{story}-flood"), "{} children among the dead.", "child"),
                    (None, "The number of dead was {} people.", "person"),
                )
            )
            value = order.choice((3, 12, 14, 17))
            text = f"{value} {'children' if unit == 'child' else 'people'}"
            item = "the dead" if event is None else None
            told.number(article, sentence.replace("{} children", text).replace("{} people", text), text, event=event,
                        story=story, start=start, unit=unit, unit_head=unit, item=item)  # fmt: skip


def test_the_order_of_arrival_changes_nothing(told):
    order = random.Random(20)  # noqa: S311 - orders of arrival, no secret
    random_story(told, order, "s")
    expected = told.rows()
    assert 1 < len({row["series_id"] for row in expected}) < len(expected) / 3
    for _ in range(20):
        order.shuffle(told.figures)
        told.merges = dict(order.sample(sorted(told.merges.items()), len(told.merges)))
        told.articles = dict(order.sample(sorted(told.articles.items()), len(told.articles)))
        again = copy(told)
        again.figures = [*told.figures, told.figures[0]]
        assert again.rows() == told.rows() == expected


def test_a_story_is_linked_by_its_own_figures_alone(make):
    one, other, both = Told(make), Told(make), Told(make)
    for story, alone in (("s", one), ("t", other)):
        for into in (alone, both):
            random_story(into, random.Random(5), story)  # noqa: S311 - invented rows, no secret
    apart = one.rows() + other.rows()
    assert both.rows() == sorted(apart, key=lambda row: row["figure_id"])


def test_many_reports_of_one_story_cost_no_square(make, growth):
    def reports(articles):
        told = Told(make)
        for number in range(articles):
            told.number(f"a{number}", f"The flood killed {number} people.", f"{number} people", **PEOPLE,
                        event=("HARM", "killed", f"e{number % 40}"))  # fmt: skip
            told.number(f"a{number}", "48 homes were destroyed.", "48 homes", unit="home", unit_head="home",
                        event=("HARM", "destroyed", f"h{number}"), start=99)  # fmt: skip
        return told

    # Eight times the reports: a square would be 64 times.
    assert growth(reports(250).rows, reports(2000).rows) < 20


def test_two_values_of_one_sentence_are_two_numbers(told):
    sentence = "It passed by 104 votes to 87."
    for article in "ab":
        for text in ("104 votes", "87"):
            told.number(article, sentence, text, event=("ELECT", "votes", "vote"), unit="vote", unit_head="vote")
    assert told.series() == [("votes", [("a", 87), ("b", 87)]), ("votes", [("a", 104), ("b", 104)])]


def test_two_values_that_one_article_gives_of_an_item_are_two_numbers(told):
    study = ("RESEARCH", "drilled", "study")
    said = {"unit": "year", "unit_head": "year", "kind": "duration", "item": "cores", "item_head": "core"}
    told.number("a", "The cores span 900 years.", "900 years", event=study, **said)
    told.number(
        "a", "Older cores span 400 years.", "400 years", event=study, start=50, **said | {"item": "older cores"}
    )
    told.number("b", "The cores span 900 years.", "900 years", event=study, **said)
    told.number("c", "The cores span 850 years.", "850 years", event=study, **said)
    assert told.series() == [("core", [("a", 400)]), ("core", [("a", 900), ("b", 900), ("c", 850)])]
