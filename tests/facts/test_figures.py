"""What is read as a figure, with which value, bounds, unit and links, and what is not."""

import sys
from collections.abc import Callable
from decimal import Decimal
from types import FrameType

import pytest

from extract.contract.columns import FIGURE_KINDS, QUALIFIERS, TRENDS
from extract.facts.figures import FigureSpan, read_figures
from extract.facts.sentences import find_sentences


@pytest.fixture(scope="session")
def figures_of(language_model):
    def read(text: str) -> list[FigureSpan]:
        (doc,) = language_model.read([text])
        return read_figures(doc, find_sentences(doc))

    return read


@pytest.fixture(scope="session")
def only_figure(figures_of):
    def read(text: str) -> FigureSpan:
        (figure,) = figures_of(text)
        return figure

    return read


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        ("Some 70 companies came to Oslo.", "Some 70 companies", ("70", "about", "company", "count")),
        ("About 200 people marched.", "About 200 people", ("200", "about", "person", "count")),
        ("The fund lost $12.9bn.", "$12.9bn", ("12900000000", "exact", "USD", "money")),
        ("The club paid four million pounds.", "four million pounds", ("4000000", "exact", "GBP", "money")),
        ("The bridge cost C$3.4 million.", "C$3.4 million", ("3400000", "exact", "CAD", "money")),
        ("It was sold for 88 billion yen.", "88 billion yen", ("88000000000", "exact", "JPY", "money")),
        ("A ticket costs RM25.50.", "RM25.50", ("25.5", "exact", "MYR", "money")),
        ("Almost two-thirds of the votes were counted.", "Almost two-thirds", ("0.666666667", "about", "fraction", "fraction")),
        ("Output is 92% of demand.", "92%", ("92", "exact", "percent", "percent")),
        ("Rates stayed under 6 per cent.", "under 6 per cent", ("6", "less_than", "percent", "percent")),
        ("The bank moved by 25 basis points.", "25 basis points", ("25", "exact", "basis_point", "percent")),
        ("Crews dug out 35 metric tons of mud.", "35 metric tons", ("35", "exact", "tonne", "mass")),
        ("The strike lasted around three weeks.", "around three weeks", ("3", "about", "week", "duration")),
        ("The fire burned 1,250 hectares.", "1,250 hectares", ("1250", "exact", "hectare", "area")),
        ("The gusts reached 120 km/h.", "120 km/h", ("120", "exact", "kilometre/hour", "speed")),
        ("It was 38 degrees Celsius in Seville.", "38 degrees Celsius", ("38", "exact", "celsius", "temperature")),
        ("The plant makes 30.8 GW.", "30.8 GW", ("30.8", "exact", "gigawatt", "energy")),
        ("A 15-year-old girl won.", "15-year-old", ("15", "exact", "year_old", "age")),
        ("Dozens of houses burned.", "Dozens of houses", ("24", "at_least", "house", "count")),
        ("Thousands of workers walked out.", "Thousands of workers", ("2000", "at_least", "worker", "count")),
        ("Up to forty-five boats were lost.", "Up to forty-five boats", ("45", "at_most", "boat", "count")),
        ("No fewer than 12 judges resigned.", "No fewer than 12 judges", ("12", "at_least", "judge", "count")),
        ("More than half a million voters left.", "More than half a million voters", ("500000", "more_than", "voter", "count")),
        ("They need 30 volunteers or more.", "30 volunteers or more", ("30", "at_least", "volunteer", "count")),
        ("The 27-nation bloc agreed.", "27-nation", ("27", "exact", "nation", "count")),
        ("Exports doubled in spring.", "doubled", ("2", "exact", "multiple", "multiple")),
        ("She won the cup five times.", "five times", ("5", "exact", "time", "count")),
        ("The walk took two and a half hours.", "two and a half hours", ("2.5", "exact", "hour", "duration")),
        ("One in five pupils skips breakfast.", "One in five", ("0.2", "exact", "fraction", "fraction")),
        ("It lost -4.5% in May.", "-4.5%", ("-4.5", "exact", "percent", "percent")),
        ("Three hundred and twelve miners came up.", "Three hundred and twelve miners", ("312", "exact", "miner", "count")),
    ],
)  # fmt: skip
def test_a_figure_has_its_words_value_qualifier_and_unit(only_figure, text, words, expected):
    figure = only_figure(text)
    assert (text[figure.start : figure.end], figure.value_high) == (words, None)
    assert (f"{figure.value:f}", figure.qualifier, figure.unit, figure.kind) == expected


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        ("Tariffs may rise to 30 to 35 percent.", "30 to 35 percent", (30, 35, "percent")),
        ("The plants make 30-600 MW each.", "30-600 MW", (30, 600, "megawatt")),
        ("It costs between $5 million and $7 million.", "$5 million and $7 million", (5_000_000, 7_000_000, "USD")),
        ("He needs 5 to 7 million euros.", "5 to 7 million euros", (5_000_000, 7_000_000, "EUR")),
        ("The hall seats 242 to 330 guests.", "242 to 330 guests", (242, 330, "guest")),
        ("They expect 10%-12% more.", "10%-12%", (10, 12, "percent")),
    ],
)
def test_range_keeps_low_and_high(only_figure, text, words, expected):
    figure = only_figure(text)
    assert text[figure.start : figure.end] == words
    assert (figure.value, figure.value_high, figure.unit) == expected


@pytest.mark.parametrize(
    "text",
    [
        "The law was passed in 1998 and again on July 20, 2004.",
        "It happened on 9 May, a Friday.",
        "The train left at 7:45 and arrived at 9 p.m.",
        "She finished third in the 60th race.",
        "The airline flies the Boeing 787 and the Airbus A350.",
        "Leaders of the Group of Seven met in Rome.",
        "He cited Article 5 of the treaty.",
        "No one knew which one was lost.",
        "Call 555-867-5309 for help.",
        "The match ended 2-2.",
        "COVID-19 spread again in the 2010s.",
        "The two countries have signed.",
        "The S&P 500 fell.",
        "See Section 427, Row 21.",
        "Version 10.0.0.1 was released on 2019-09-01.",
    ],
)
def test_dates_times_ordinals_and_names_are_no_figures(figures_of, text):
    assert [text[f.start : f.end] for f in figures_of(text)] == []


@pytest.mark.parametrize(
    ("text", "main", "restated"),
    [
        ("They dived to 5,500 meters (3.4 miles) in May.", "5,500 meters", "3.4 miles"),
        ("Each bag holds around two kilograms (4.4 pounds) of rice.", "around two kilograms", "4.4 pounds"),
        ("A coffee costs C$6 (US$4.46) there.", "C$6", "US$4.46"),
        ("The state paid 27 per cent, or RM1.66 million, of the bill.", "27 per cent", "RM1.66 million"),
    ],
)
def test_a_restatement_points_at_what_it_restates_and_inherits_its_bounds(figures_of, text, main, restated):
    first, second = figures_of(text)
    assert (text[first.start : first.end], text[second.start : second.end]) == (main, restated)
    assert (first.alternative_of, second.alternative_of) == (None, 0)
    assert second.qualifier == first.qualifier


def test_a_change_is_two_figures_and_the_later_points_at_the_earlier(figures_of):
    earlier, later = figures_of("His weight fell from 208 to 193 pounds.")
    assert (earlier.value, earlier.unit, later.value, later.unit) == (208, "pound", 193, "pound")
    assert (earlier.change_from, later.change_from) == (None, 0)
    later, earlier = figures_of("The rate decreased to 7.04% from 7.06%.")
    assert (later.value, later.change_from, earlier.change_from) == (Decimal("7.04"), 1, None)


def test_an_elided_unit_is_taken_from_the_neighbour(figures_of):
    first, second = figures_of("About 460 vehicles were stolen, compared with 63 a year earlier.")
    assert (first.unit, second.value, second.unit) == ("vehicle", 63, "vehicle")
    assert second.confidence < first.confidence


@pytest.mark.parametrize(
    ("text", "trend"),
    [
        ("Sales rose 4 percent.", "up"),
        ("Sales were up 4 percent.", "up"),
        ("Prices plunged by 12%.", "down"),
        ("The peak rises 5,500 metres.", "none"),
        ("The share is 12%.", "none"),
    ],
)
def test_trend_says_whether_the_thing_rose_or_fell(only_figure, text, trend):
    assert only_figure(text).trend == trend


@pytest.mark.parametrize(
    ("text", "item"),
    [
        ("Some 70 companies from both regions joined.", "regions"),
        ("He wants to raise tariffs on Brazil to 35 percent.", "tariffs on Brazil"),
        ("The country makes 92% of global refined output.", "global refined output"),
        ("The average price of a flat was $39,014.", "average price of a flat"),
    ],
)
def test_item_is_what_is_measured_in_the_words_of_the_text(only_figure, text, item):
    assert only_figure(text).item == item


def test_measures_have_an_si_value(only_figure):
    figure = only_figure("The trench is 3.4 miles deep.")
    assert (figure.unit, figure.value_si, figure.unit_si) == ("mile", 5471.7696, "m")
    warm = only_figure("It was 20 degrees Celsius.")
    assert (warm.value_si, warm.unit_si) == (293.15, "K")
    money = only_figure("It cost $5.")
    assert (money.value_si, money.unit_si) == (None, None)


def test_a_rate_keeps_both_units(figures_of):
    units = [figure.unit for figure in figures_of("Power sells at $0.06/kWh and oil at $80 a barrel.")]
    assert units == ["USD/kilowatt_hour", "USD/barrel"]


def test_every_figure_keeps_the_contract(figures_of, language_model):
    text = (
        "Ana Silva, 45, said 3 to 5 million people lost half of their savings of $2,000 a year.\n"
        "Losses more than doubled to €1.2bn (£1bn), 12 percentage points above the 10.5% of 2019."
    )
    figures = figures_of(text)
    (doc,) = language_model.read([text])
    sentences = {sentence.index: sentence for sentence in find_sentences(doc)}
    assert len(figures) == 9
    for figure in figures:
        sentence = sentences[figure.sentence_index]
        assert sentence.start <= figure.start < figure.end <= sentence.end
        assert (figure.kind in FIGURE_KINDS, figure.qualifier in QUALIFIERS, figure.trend in TRENDS) == (True,) * 3
        assert 0 <= figure.confidence <= 1
    assert [figure.start for figure in figures] == sorted(figure.start for figure in figures)


def test_a_second_change_of_a_sentence_is_its_own(figures_of):
    figures = figures_of("Shares rose from 5 to 7 euros in May and from 8 to 9 euros in June.")
    assert [figure.change_from for figure in figures] == [None, 0, None, 2]


def test_a_change_and_its_level_are_two_figures(figures_of):
    change, level = figures_of("Gold rose $14 an ounce to $2,665.10.")
    assert (change.value, level.value, change.value_high, level.value_high) == (14, Decimal("2665.1"), None, None)


def test_a_dash_apart_joins_no_thousands(figures_of):
    assert figures_of("He was fined 50 euros - 200,000 in all.")[0].value == 50


def lines_run(work: Callable[[], object]) -> int:
    """How many lines of Python run: a measure of time that is the same on every machine and every day."""
    count = 0

    def trace(_frame: FrameType, event: str, _value: object) -> Callable[..., object]:
        nonlocal count
        count += event == "line"
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        work()
    finally:
        sys.settrace(before)
    return count


@pytest.mark.slow
@pytest.mark.parametrize("text", [", ".join(map(str, range(3, 700))), "5% " * 700, "from 5 to 6 " * 350])
def test_time_of_one_long_list_is_linear(language_model, text):
    def lines(part):
        (doc,) = language_model.read([part])
        sentences = find_sentences(doc)
        return lines_run(lambda: read_figures(doc, sentences))

    # Twice the text, about twice the work: 4 times where each number asks every other.
    assert lines(text) < 2.5 * lines(text[: len(text) // 2])


@pytest.mark.parametrize("text", ["The server 192.168.100.101 failed.", "Phase 3 trials began in Leeds."])
def test_addresses_and_phases_are_no_figures(figures_of, text):
    assert figures_of(text) == []


def test_a_verb_numbers_nothing(only_figure):
    assert only_figure("The theatre will stage 20 shows.").unit == "show"
