"""The time that a figure refers to: beside it, on its phrase, on its verb, alone in its clause; and what is never its time."""

from datetime import date

import pytest

from extract.facts.dates import find_dates
from extract.facts.figures import read_figures
from extract.facts.figures.periods import UNKNOWN, read_periods
from extract.facts.figures.periods.ended_spans import find_ended_span
from extract.facts.sentences import find_sentences

R = date(2025, 7, 4)  # a Friday


@pytest.fixture(scope="session")
def periods_of(language_model):
    """The figures of a text in order: their words to "first..last", "" where that side is open; null where unknown."""

    def read(text):
        (doc,) = language_model.read([text])
        sentences = find_sentences(doc)
        figures = read_figures(doc, sentences)
        periods = read_periods(doc, sentences, figures, find_dates(doc, sentences, R))
        assert len(periods) == len(figures)
        return {text[f.start : f.end]: _show(period) for f, period in zip(figures, periods, strict=True)}

    return read


def _show(period):
    return None if period == UNKNOWN else "..".join("" if day is None else day.isoformat() for day in period)


def year(number):
    return f"{number}-01-01..{number}-12-31"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The rate fell to 7% in 2020 from 9% in 2010.", {"7%": year(2020), "9%": year(2010)}),
        ("The firm sold 400 bikes last month and 300 in March.",
         {"400 bikes": "2025-06-01..2025-06-30", "300": "2025-03-01..2025-03-31"}),
        ("Exports were 5 million tons in May (April: 4 million tons).",
         {"5 million tons": "2025-05-01..2025-05-31", "4 million tons": "2025-04-01..2025-04-30"}),
        ("The town had 3,000 residents in 1990, 2,500 in 2000 and 1,200 in 2020.",
         {"3,000 residents": year(1990), "2,500": year(2000), "1,200": year(2020)}),
        ("Farmers lost 60 percent of the olive crop in 2022.", {"60 percent": year(2022)}),
    ],
)  # fmt: skip
def test_a_date_beside_a_figure_is_its_period(periods_of, text, expected):
    assert periods_of(text) == expected


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        ("Last year's 5% rise cost the town nothing.", "5%", year(2024)),
        ("Sales in 2018 were 40,000 boats.", "40,000 boats", year(2018)),
        ("A rise of 8 percent in June was reported on Thursday.", "8 percent", "2025-06-01..2025-06-30"),
        ("The average rent of a flat in May was 900 euros.", "900 euros", "2025-05-01..2025-05-31"),
    ],
)
def test_a_date_on_the_figures_phrase_or_item_is_its_period(periods_of, text, words, expected):
    assert periods_of(text)[words] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Sales rose 60% in 2018 to 3.9 million lamps, up from 2.4 million in 2017.",
         {"60%": year(2018), "3.9 million lamps": year(2018), "2.4 million": year(2017)}),
        ("Last week the flood killed about 30 people.", {"about 30 people": "2025-06-23..2025-06-29"}),
        ("In 2017, exports reached 5 million tons and imports fell to 2 million tons.",
         {"5 million tons": year(2017), "2 million tons": year(2017)}),
        ("Orders dropped in May, losing 5% to reach 300 units.",
         {"5%": "2025-05-01..2025-05-31", "300 units": "2025-05-01..2025-05-31"}),
        ("From May to June the firm sold 400 bikes.", {"400 bikes": "2025-05-01..2025-06-30"}),
    ],
)  # fmt: skip
def test_a_date_on_the_verb_is_the_period_of_what_the_verb_tells(periods_of, text, expected):
    assert periods_of(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The plan for 2019 includes 5 million euros for roads.", year(2019)),
        ("The results for June show 40 new clients.", "2025-06-01..2025-06-30"),
        ("Its programme for August offers 30 courses.", "2025-08-01..2025-08-31"),
    ],
)
def test_the_only_date_of_the_clause_is_the_period(periods_of, text, expected):
    assert next(iter(periods_of(text).values())) == expected


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        ("The bank lost 300 clients since March.", "300 clients", "2025-03-01.."),
        ("The city will build 500 homes by 2030.", "500 homes", "..2030-12-31"),
        ("Output fell 4% over the past five days.", "4%", "2025-06-29..2025-07-04"),
        ("Prices rose by 3.5 percent in the three months to March.", "3.5 percent", "2025-01-01..2025-03-31"),
        ("Output fell 2% in the year ended June 30.", "2%", "2024-07-01..2025-06-30"),
    ],
)
def test_open_ends_and_spans_keep_their_days(periods_of, text, words, expected):
    assert periods_of(text)[words] == expected


def test_what_a_figure_is_compared_with_has_not_the_time_of_their_item(periods_of):
    assert periods_of("Sales in May were 400 boats, compared with 300 boats.") == {
        "400 boats": "2025-05-01..2025-05-31",
        "300 boats": None,
    }


def test_dates_in_a_row_are_told_apart_by_respectively_only(periods_of):
    assert periods_of("Revenue fell 5% and 6% in 2017 and 2018, respectively.") == {"5%": year(2017), "6%": year(2018)}
    assert periods_of("Revenue fell 5% and 6% in 2017 and 2018.") == {"5%": None, "6%": None}


def test_a_figure_and_its_restatement_have_one_period(periods_of):
    assert periods_of("The crew drilled 5,500 metres (3.4 miles) in 2016.") == {
        "5,500 metres": year(2016),
        "3.4 miles": year(2016),
    }


@pytest.mark.parametrize(
    "text",
    [
        # without a date there is none: the day of publication is not filled in
        "About 200 people marched through Oslo.",
        "The fund is worth 3 billion euros.",
        "Prices have risen 5% in recent years.",
        # when something was said
        "He said Thursday that 200 people died.",
        "Officials on Tuesday confirmed 20 cases of measles.",
        "The ministry announced on Monday that 40 schools will close.",
        # what it is compared with
        "Exports rose 5% on last year to 3 million tons.",
        "Sales grew 5% from a year ago to $3 billion.",
        "Orders were 7% lower than in 2019.",
        # the time of another verb, of a name, or of another figure
        "The company, founded in 1998, employs 500 people.",
        "March futures on copper fell 2 percent.",
        "The club sacked its coach in May after 5 years in charge.",
        # an age beside a name is that of today
        "Ana Silva, 45, was born to fishers and left Porto in 1998.",
        "The captain, 61, joined the club in 2001.",
        # the part of the year that is meant was said in an earlier sentence
        "Profit was $2 million in the same period last year.",
        # durations say how long, not when
        "She ran for 3 hours.",
        "The strike lasted three weeks.",
    ],
)
def test_what_is_no_period_of_the_figure_is_not_filled_in(periods_of, text):
    found = periods_of(text)
    assert found
    assert set(found.values()) == {None}


def test_a_figures_own_words_are_not_its_period(periods_of):
    assert periods_of("Output fell over the past five days.") == {"five days": None}
    assert periods_of("Prices rose in the three months to March.") == {"three months": None}


def test_an_earlier_value_dated_after_the_later_one_is_a_misreading_of_both(periods_of):
    assert periods_of("The price fell from 9 euros in 2020 to 7 euros in 2010.") == {"9 euros": None, "7 euros": None}


@pytest.mark.parametrize(
    ("before", "last", "expected"),
    [
        ("in the two weeks to ", date(2025, 7, 4), ("two weeks", date(2025, 6, 21))),
        ("in the year ended ", date(2024, 2, 29), ("year", date(2023, 3, 1))),
        ("for the 12 months through ", date(2024, 12, 31), ("12 months", date(2024, 1, 1))),
        ("in the quarter ending on ", date(2025, 7, 30), ("quarter", date(2025, 4, 28))),
        ("in the last month to ", date(1, 1, 1), None),
        ("the road to ", date(2025, 7, 4), None),
    ],
)
def test_a_span_that_a_date_ends_begins_so_long_before(before, last, expected):
    found = find_ended_span(before + "then", 0, len(before), last)
    assert found == (None if expected is None else (before.index(expected[0]), expected[1]))


@pytest.mark.parametrize("count", ["zero", "0"])
def test_a_span_of_no_months_is_no_period(periods_of, count):
    found = periods_of(f"Profit rose 5% in the {count} months to June 30, 2025.")
    assert all(period is None or period.split("..")[0] <= period.split("..")[1] for period in found.values())
