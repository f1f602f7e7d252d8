"""Confidence of a participant is a share that was counted: of those read in the same way, how many were expected."""

from itertools import product

import pytest

from extract.contract.columns import PARTICIPANT_KINDS
from extract.contract.data import read_csv
from extract.facts.figures import read_figures
from extract.facts.participants import read_participants
from extract.facts.participants.confidence import method_of, rate
from extract.facts.sentences import find_sentences

WHAT = (*(kind for kind in PARTICIPANT_KINDS if kind != "group"), "counted", "uncounted")
METHODS = {
    method_of(what, name, is_described=is_described, is_acting=is_acting)
    for what, name, is_described, is_acting in product(WHAT, ("Vale", "Ada Vale"), (True, False), (True, False))
}
ROWS = read_csv("participant_confidence", "extract.facts.data")


@pytest.fixture
def participants(language_model):
    def read(text):
        (doc,) = language_model.read([text])
        return read_participants(doc, read_figures(doc, find_sentences(doc)))

    return read


def test_every_way_of_reading_has_a_probability_of_three_decimals():
    assert len(METHODS) == 36
    for method in METHODS:
        assert 0 < rate(method) < 1, method
        assert rate(method) == round(rate(method), 3)


def test_counted_classes_are_those_the_reader_can_give():
    assert {row["class"] for row in ROWS} <= METHODS
    assert len({row["class"] for row in ROWS}) == len(ROWS)
    assert {row["class"].split(".")[0] for row in ROWS} == set(WHAT)


def test_no_more_participants_were_right_than_read():
    assert all(0 <= int(row["right"]) <= int(row["read"]) > 0 for row in ROWS)


def test_class_that_was_never_counted_leans_on_the_step_before(monkeypatch):
    counts = {"person.full.acting": (18, 20), "person.word.mentioned": (1, 20), "place.word.acting": (1, 2)}
    monkeypatch.setattr("extract.facts.participants.confidence._counts", lambda: counts)
    unseen, full, word = (
        rate.__wrapped__(f"person.{rest}") for rest in ("full.mentioned", "full.acting", "word.mentioned")
    )
    # More like other full names than like single words, though less sure than where it was counted.
    assert word < 0.3
    assert 0.7 < unseen < full


@pytest.mark.parametrize(
    ("what", "name", "is_described", "is_acting", "method"),
    [
        ("person", "Ada Vale", True, True, "person.full.described"),
        ("person", "Vale", False, True, "person.word.acting"),
        ("organisation", "Orbit", False, False, "organisation.word.mentioned"),
        ("counted", "40 pilots", False, True, "counted.full.acting"),
        ("uncounted", "pilots ", True, False, "uncounted.word.described"),
    ],
)
def test_method_says_what_it_is_then_its_name_then_how_the_text_speaks_of_it(
    what, name, is_described, is_acting, method
):
    assert method_of(what, name, is_described=is_described, is_acting=is_acting) == method


def test_full_named_person_who_acts_is_surer_than_a_word_that_is_named_once_and_never_acts():
    assert rate("person.word.mentioned") < rate("person.full.acting")


@pytest.mark.parametrize("what", ["person", "organisation"])
def test_who_is_described_is_no_less_sure_than_who_is_only_mentioned(what):
    for form in ("full", "word"):
        assert rate(f"{what}.{form}.mentioned") <= rate(f"{what}.{form}.described"), form


def test_nobody_is_certain():
    assert max(map(rate, METHODS)) < 0.98


def test_described_and_acting_and_counted_participants_say_so(participants):
    text = (
        "Mayor Ingrid Solberg opened the harbour on Monday. France thanked Solberg. "
        "Some 40 pilots boycotted the ceremony, and dockers blocked the gate."
    )
    methods = {one.name: one.method for one in participants(text)}
    assert methods["Ingrid Solberg"] == "person.full.described"
    assert methods["France"] == "country.word.acting"
    assert methods["Some 40 pilots"] == "counted.full.acting"
    assert methods["dockers"] == "uncounted.word.acting"


def test_name_that_neither_acts_nor_is_described_is_only_mentioned(participants):
    (one,) = participants("The harbour was named after Ingrid Solberg.")
    assert (one.name, one.method) == ("Ingrid Solberg", "person.full.mentioned")


def test_reader_states_the_share_of_its_method(participants):
    found = participants("Ingrid Solberg opened the harbour. Some 40 pilots boycotted the ceremony.")
    assert [one.confidence for one in found] == [rate("person.full.acting"), rate("counted.full.acting")]
