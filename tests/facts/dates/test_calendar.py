"""Calendar names, ranges, clock times and what is no date, to values and days; what must never be invented."""

from datetime import date
from itertools import pairwise

import pytest


def days(first, last):
    def day(text):
        return date.fromisoformat(text) if text else None

    return day(first), day(last)


@pytest.mark.parametrize(
    ("text", "value", "ends"),
    [
        ("The deal was signed on July 4, 2023.", "2023-07-04", ("2023-07-04", "2023-07-04")),
        ("The deal was signed on Tuesday, 4 July 2023.", "2023-07-04", ("2023-07-04", "2023-07-04")),
        ("Updated 2023-07-04 14:05 by the desk.", "2023-07-04T14:05", ("2023-07-04", "2023-07-04")),
        ("The fair ran July 3-5.", "2025-07-03/2025-07-05", ("2025-07-03", "2025-07-05")),
        ("He ruled in 1914-18.", "1914/1918", ("1914-01-01", "1918-12-31")),
        ("It fell in the third quarter of 2024.", "2024-Q3", ("2024-07-01", "2024-09-30")),
        ("It rose in the first half of 2024.", "2024-H1", ("2024-01-01", "2024-06-30")),
        ("Fires burned in the summer of 2023.", "2023-SU", ("2023-06-01", "2023-08-31")),
        ("It opened last fall.", "2024-FA", ("2024-09-01", "2024-11-30")),
        ("It was built in the 1990s.", "199", ("1990-01-01", "1999-12-31")),
        ("It was painted in the 17th century.", "16", ("1600-01-01", "1699-12-31")),
        ("It closed over the weekend.", "2025-W26-WE", ("2025-06-28", "2025-06-29")),
        ("They met two months ago.", "2025-05", ("2025-05-01", "2025-05-31")),
        ("Output fell for the past five days.", "P5D", ("2025-06-29", "2025-07-04")),
        ("It had closed at the end of 2017.", "2017", ("2017-12-31", "2017-12-31")),
        ("They will decide by the end of the next decade.", "203", (None, "2039-12-31")),
        ("The crew was found Monday night.", "2025-06-30TNI", ("2025-06-30", "2025-06-30")),
        ("It opened on Christmas Eve.", "2024-12-24", ("2024-12-24", "2024-12-24")),
        ("The results of the first seven months of the year fell.", "2025-01/2025-07", ("2025-01-01", "2025-07-31")),
        ("The vote was not held until Thursday.", "2025-07-03", ("2025-07-03", "2025-07-03")),
        ("It burned for three weeks.", "P3W", (None, None)),
    ],
)  # fmt: skip
def test_calendar_names_and_spans(read_dates, text, value, ends):
    (span,) = read_dates(text)
    assert span.value == value
    assert (span.date_start, span.date_end) == days(*ends)


def test_both_ends_of_a_range_have_the_days_of_the_whole(read_dates):
    low, high = read_dates("The referendum ran from November 20, 2024 to January 5, 2025.")
    assert (low.value, high.value) == ("2024-11-20", "2025-01-05")
    assert (low.date_start, low.date_end) == (high.date_start, high.date_end) == days("2024-11-20", "2025-01-05")


def test_dateline_gives_its_date(read_dates):
    spans = read_dates("Seoul, July 3 (Jiji Press)--President Lee said Thursday that he is working on it.")
    assert [(s.text, s.value) for s in spans] == [("July 3", "2025-07-03"), ("Thursday", "2025-07-03")]


def test_clock_time_takes_the_day_of_its_sentence(read_dates):
    clock, day = read_dates("The blast occurred at about 10:35 a.m. local time on Thursday.")
    assert (clock.value, clock.precision, clock.kind) == ("2025-07-03T10:35", "minute", "time")
    assert clock.date_start == day.date_start == date(2025, 7, 3)


def test_a_clock_time_without_a_day_gets_none(read_dates):
    (clock,) = read_dates("The gates open at 9 a.m. and nobody waits.")
    assert (clock.value, clock.date_start, clock.precision) == ("T09:00", None, "none")


def test_earlier_and_later_count_from_the_date_named_before(read_dates):
    spans = read_dates(
        "The bank failed on March 3, 2009. Two days later its head resigned. A year earlier it had grown."
    )
    assert [s.value for s in spans] == ["2009-03-03", "2009-03-05", "2008"]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("He resigned Thursday.", "XXXX-WXX-4"),
        ("He resigned on July 3.", "XXXX-07-03"),
        ("He resigned last week.", "PAST_REF"),
        ("He resigned today.", "PRESENT_REF"),
        ("He will resign next year.", "FUTURE_REF"),
    ],
)
def test_without_a_reference_date_relative_words_give_no_days(read_dates, text, value):
    (span,) = read_dates(text, None)
    assert (span.value, span.date_start, span.date_end, span.precision) == (value, None, None, "none")


def test_a_whole_date_needs_no_reference(read_dates):
    (span,) = read_dates("He resigned on July 3, 2025.", None)
    assert (span.date_start, span.method) == (date(2025, 7, 3), "explicit")


@pytest.mark.parametrize(
    "text",
    [
        "She may win, and they march on.",
        "About 2000 people came and paid $1995 each.",
        "Sheffield Wednesday lost 3:1 to Leeds.",
        "The 35-year-old driver of a Boeing 787 was hurt.",
        "April Smith and Mr. June spoke.",
        "Black Friday sales fell.",
        "He met her on February 30.",
    ],
)
def test_what_is_no_date_is_not_read_as_one(read_dates, text):
    assert [span for span in read_dates(text) if span.date_start] == []


def test_an_ambiguous_numeric_date_gives_only_its_year(read_dates):
    (unsure,) = read_dates("Filed on 7/4/2024 in court.")
    (sure,) = read_dates("Filed on 13/4/2024 in court.")
    assert (unsure.value, sure.value) == ("2024", "2024-04-13")


@pytest.mark.parametrize("reference", [date(1, 1, 1), date(9999, 12, 31)])
def test_the_ends_of_the_calendar_do_not_crash(read_dates, reference):
    text = (
        "Last week, next century, 5,000 years ago, tomorrow, in the previous decade, last fall, on Easter, by July 4, "
        "earlier this week, the past 900 years, two quarters later, next Friday, the end of the century, in 30 weeks."
    )
    for span in read_dates(text, reference):
        assert text[span.start : span.end] == span.text


@pytest.mark.parametrize(
    "unit", ["May ", "last " * 3, "July 4 - ", "1999-", "12:30 ", "3 days ", "the ", "\n", "’", "1/"]
)
def test_long_odd_texts_are_read_in_bounded_time(read_dates, unit):
    spans = read_dates(unit * (20_000 // len(unit)))
    assert all(a.end <= b.start for a, b in pairwise(spans))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("It reopened two years later last Tuesday.", ["two years later", "last Tuesday"]),
        ("He left three days later this week, officials said.", ["three days later", "this week"]),
        ("A decade later in June the bridge fell.", ["A decade later", "June"]),
        ("He said later this week that it rained.", ["later this week"]),
    ],
)
def test_a_word_belongs_to_one_date(read_dates, text, words):
    assert [span.text for span in read_dates(text)] == words
