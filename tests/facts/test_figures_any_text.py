"""Figures on texts no one wrote: never a crash, bounded time, and every number that we print is read back."""

from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from extract.contract.data import read_csv
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


_ONES = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"),
    *("ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
_TENS = ["_", "_", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_SCALES = ((10**12, "trillion"), (10**9, "billion"), (10**6, "million"), (1000, "thousand"), (100, "hundred"))


def in_words(value: int, joiner: str) -> str:
    """A whole number as it is said: "two hundred and five thousand three hundred"; joiner is "and" or nothing."""
    for scale, name in _SCALES:
        if value >= scale:
            head, rest = divmod(value, scale)
            link = f" {joiner} " if joiner and 0 < rest < 100 else " "
            return f"{in_words(head, joiner)} {name}" + (link + in_words(rest, joiner) if rest else "")
    if value < 20:
        return _ONES[value]
    ten, one = divmod(value, 10)
    return _TENS[ten] + (f"-{_ONES[one]}" if one else "")


@_PROPERTY
@given(value=st.integers(2, 10**13), joiner=st.sampled_from(["and", ""]))
def test_a_number_in_words_is_read_back(language_model, value, joiner):
    (figure,) = read(language_model, f"The bill came to {in_words(value, joiner)} dollars.")
    assert (figure.value, figure.unit) == (value, "USD")


@_PROPERTY
@given(low=st.integers(1, 998), more=st.integers(1, 900), joiner=st.sampled_from([" to ", "-", "–", " - "]))
def test_a_range_keeps_both_ends(language_model, low, more, joiner):
    (figure,) = read(language_model, f"It takes {low}{joiner}{low + more} kg of sand.")
    assert (figure.value, figure.value_high, figure.unit) == (low, low + more, "kilogram")


@_PROPERTY
@given(whole=st.integers(1, 40), part=st.sampled_from(["1/2", "1/4", "3/4", "1/3", "2/3", "5/8"]))
def test_a_mixed_fraction_is_read_back(language_model, whole, part):
    over, under = part.split("/")
    (figure,) = read(language_model, f"The board is {whole} {part} inches wide.")
    assert figure.value == whole + (Decimal(over) / Decimal(under)).quantize(Decimal("1e-9"))


def _forms(column):
    rows = read_csv("units", "extract.facts.figures.data")
    return [(row["unit"], form) for row in rows for form in row[column].split("|") if form]


def _misread(language_model, cases, value):
    """The cases (unit, sentence) that are not read as one figure of that value and unit; all parsed at once."""
    docs = language_model.read([sentence for _, sentence in cases])
    found = [[(f.value, f.unit) for f in read_figures(doc, find_sentences(doc))] for doc in docs]
    return [(case, figures) for case, figures in zip(cases, found, strict=True) if figures != [(value, case[0])]]


def test_every_currency_sign_is_read_before_an_amount(language_model):
    cases = [
        (unit, f"The council paid {prefix}3.5 million for it.")
        for unit, prefix in _forms("prefixes")
        if unit != "magnitude"
    ]
    assert len(cases) > 90
    assert not _misread(language_model, cases, Decimal(3_500_000))


def test_every_unit_word_is_read_after_a_number(language_model):
    # "12.5 times" and "12.5 fold" say a count of occasions or a multiple, by what follows.
    cases = [
        (unit, f"The gauge showed 12.5 {word} on Monday.")
        for unit, word in _forms("words")
        if unit not in ("time", "multiple")
    ]
    assert len(cases) > 380
    assert not _misread(language_model, cases, Decimal("12.5"))


@pytest.mark.promise(23)
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


@pytest.mark.promise(23)
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
    "text",
    ["12," * 33_000, "1,234," * 17_000, "1 to 2 " * 3_000, "half 1/2 " * 3_000, "$" * 100_000],
    ids=["numbers", "thousands", "ranges", "fractions", "signs"],
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


def test_every_unit_of_the_list_with_an_si_unit_converts():
    rows = [row for row in read_csv("units", "extract.facts.figures.data") if row["pint_unit"]]
    assert len(rows) > 80
    for row in rows:
        converted = convert_to_si(Decimal(2), unit_named(row["unit"]))
        assert (converted or 0) > 0, row["unit"]
