"""Confidence is a share that was counted: of a figure's own class, leaning on its parents where that was seldom seen."""

from itertools import product

import pytest

from extract.contract.columns import FIGURE_KINDS
from extract.contract.data import read_csv
from extract.facts.figures import read_figures
from extract.facts.figures.confidence import class_of, rate, smooth
from extract.facts.sentences import find_sentences

FORMS = ("digits", "words", "fraction", "vague", "multiple", "occasions")
METHODS = [
    f"{form}.{kind}{ending}"
    for form, kind, ending in product(FORMS, (*FIGURE_KINDS, "bare"), ("", ".inherited"))
]  # fmt: skip
ROWS = read_csv("confidence", "extract.facts.figures.data")
COUNTS = {"own.plain.money": (90, 100), "own.plain.bare": (1, 10), "inherited.plain.money": (3, 10)}


def test_every_way_of_reading_has_a_probability_of_three_decimals():
    for method in METHODS:
        assert 0 < rate(method) < 1, method
        assert rate(method) == round(rate(method), 3)


def test_bare_number_is_less_sure_than_one_with_a_unit():
    for kind in ("percent", "money", "count", "length"):
        assert rate("digits.bare") < rate(f"digits.{kind}"), kind


@pytest.mark.parametrize(
    ("method", "class_name"),
    [
        ("digits.money", "own.plain.money"),
        ("words.count.inherited", "inherited.plain.count"),
        ("vague.count", "own.derived.count"),
        ("fraction.fraction", "own.derived.reckoned"),
        ("digits.duration", "own.plain.measure"),
        ("digits.bare", "own.plain.bare"),
        ("digits.money.ranged.inherited", "inherited.plain.money"),
        ("digits", "own.plain.measure"),
        ("", "own.derived.measure"),
    ],
)
def test_class_says_where_the_unit_stood_then_the_number_then_what_it_counts(method, class_name):
    assert class_of(method) == class_name


def test_class_without_figures_has_its_parents_share():
    assert smooth(COUNTS, "own.plain.percent") == pytest.approx(smooth(COUNTS, "own.plain"))
    assert smooth(COUNTS, "own.derived.percent") == pytest.approx(smooth(COUNTS, "own"))
    # (94 + 1) of (120 + 2): all figures, with one right and one wrong added.
    assert smooth(COUNTS, "elsewhere.plain.money") == pytest.approx(95 / 122)


def test_nothing_counted_is_even_odds():
    assert smooth({}, "own.plain.money") == 0.5


def test_class_whose_name_begins_with_another_s_is_not_counted_in_it():
    counts = {"own.plain.money": (0, 50), "own.plain.moneyed": (50, 50)}
    assert smooth(counts, "own.plain.money") < 0.1
    assert smooth(counts, "own.plain.moneyed") > 0.9


def test_share_of_a_class_outweighs_its_parents_as_figures_are_seen():
    few, many = ({"own.plain.money": (90, 100), "own.plain.bare": (0, read)} for read in (1, 40))
    assert 0.05 < smooth(many, "own.plain.bare") < 0.15 < smooth(few, "own.plain.bare") < smooth(few, "own.plain.money")


def test_counted_classes_are_those_the_reader_can_give():
    assert {row["class"] for row in ROWS} <= {class_of(method) for method in METHODS}
    assert len({row["class"] for row in ROWS}) == len(ROWS)


def test_no_more_figures_were_right_than_read():
    assert all(0 <= int(row["right"]) <= int(row["read"]) > 0 for row in ROWS)


@pytest.mark.parametrize(
    ("sentence", "class_name"),
    [
        ("The fair drew 300 guests.", "own.plain.count"),
        ("The tower is twenty metres tall.", "own.plain.measure"),
        ("The ticket costs $30.", "own.plain.money"),
        ("Sales fell 3 per cent.", "own.plain.percent"),
        ("The index closed at 4,577.", "own.plain.bare"),
        ("Dozens of guests left early.", "own.derived.count"),
        ("Half of the guests left early.", "own.derived.reckoned"),
        ("Sales doubled in the spring.", "own.derived.reckoned"),
        ("The choir sang for 300 guests, compared with 40 in the spring.", "inherited.plain.count"),
    ],
)
def test_what_the_reader_says_of_its_method_is_understood(language_model, sentence, class_name):
    (doc,) = language_model.read([sentence])
    figures = read_figures(doc, find_sentences(doc))
    assert class_of(figures[-1].method) == class_name
