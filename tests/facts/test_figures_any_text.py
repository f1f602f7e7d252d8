"""Figures on texts no one wrote: never a crash, bounded time, and every number that we print is read back."""

from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from extract.facts.figures import read_figures
from extract.facts.figures.units import convert_to_si, unit_named
from extract.facts.sentences import find_sentences

_PROPERTY = settings(
    max_examples=150, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def read(language_model, text):
    (doc,) = language_model.read([text])
    return read_figures(doc, find_sentences(doc))


@_PROPERTY
@given(value=st.integers(1, 10**15), separator=st.sampled_from(["", ",", "\u00a0"]))
def test_a_printed_number_is_read_back(language_model, value, separator):
    (figure,) = read(language_model, f"The bill came to ${value:,}.".replace(",", separator))
    assert (figure.value, figure.unit) == (value, "USD")


@_PROPERTY
@given(value=st.decimals(min_value=Decimal("0.01"), max_value=Decimal(999), places=2), scale=st.sampled_from("mbt"))
def test_a_printed_share_and_a_scaled_amount_are_read_back(language_model, value, scale):
    by = {"m": 10**6, "b": 10**9, "t": 10**12}[scale]
    first, second = read(language_model, f"It was {value}% in May and €{value}{scale} in June.")
    assert (first.value, second.value) == (value, value * by)


@_PROPERTY
@given(st.text(st.sampled_from("0123456789,.-–/$€%½ abm tondozenhalf\n()°")))
def test_no_text_crashes_and_spans_stay_inside(language_model, text):
    for figure in read(language_model, text):
        assert 0 <= figure.start < figure.end <= len(text)


# What the grammar looks for, in any order: most sentences are nonsense, some end in the middle of a phrase.
_PIECES = """
two twenty hundred million half third quarter a an the of and or to from between in out per dozen dozens
doubled twice fold -fold about over more less than at least plus points percent dollars pounds metres kg
year-old aged 5 12.5 1,200 2019 3-1 7/8 ½ $ US$ € £ % ( ) , - – . ; : people ships vote May Section Boeing up
down rose fell
"""


@_PROPERTY
@given(st.lists(st.sampled_from(_PIECES.split()), max_size=14), st.sampled_from([" ", ""]))
def test_no_order_of_known_words_crashes(language_model, pieces, space):
    text = space.join(pieces)
    for figure in read(language_model, text):
        assert 0 <= figure.start < figure.end <= len(text)


@pytest.mark.parametrize("digits", ["9" * 29, "9" * 40, "9" * 5000, "1" + ",000" * 12])
def test_a_value_beyond_the_warehouse_is_no_figure(language_model, digits):
    for figure in read(language_model, f"The total was {digits} dollars and {digits} trillion euros."):
        assert abs(figure.value) < Decimal(10) ** 29


# At most five seconds each; a rule that asks each number about every other would take many minutes.
@pytest.mark.slow
@pytest.mark.timeout(150)
@pytest.mark.parametrize(
    "text", ["12," * 33_000, "1,234," * 17_000, "1 to 2 " * 7_000, "half 1/2 " * 3_000, "$" * 100_000]
)
def test_a_long_line_of_numbers_takes_bounded_time(language_model, text):
    (doc,) = language_model.read([text])
    for figure in read_figures(doc, find_sentences(doc)):
        assert 0 <= figure.start < figure.end <= len(text)


def test_units_that_have_an_si_unit_convert_to_it():
    assert convert_to_si(Decimal(3), unit_named("tonne")) == 3000
    assert convert_to_si(Decimal(2), unit_named("square_kilometre")) == 2_000_000
    assert convert_to_si(Decimal(90), unit_named("kilometre/hour")) == 25
    assert convert_to_si(Decimal(5), unit_named("USD")) is None
