"""Words of time to days: every line of the table that the product promises, and what must never be invented."""

from datetime import date
from itertools import pairwise

import pytest

from extract.contract.columns import DATE_METHODS, DATE_PRECISIONS
from extract.facts.dates import find_dates
from extract.facts.sentences import find_sentences

R = date(2025, 7, 4)  # a Friday


@pytest.fixture(scope="session")
def read_dates(language_model):
    def read(text, reference=R):
        (doc,) = language_model.read([text])
        return find_dates(doc, find_sentences(doc), reference)

    return read


def days(first, last):
    def day(text):
        return date.fromisoformat(text) if text else None

    return day(first), day(last)


@pytest.mark.parametrize(
    ("text", "words", "value", "ends"),
    [
        # a day, month or year
        ("The minister resigned Thursday.", "Thursday", "2025-07-03", ("2025-07-03", "2025-07-03")),
        ("The minister resigned on Friday.", "Friday", "2025-07-04", ("2025-07-04", "2025-07-04")),
        ("She will visit Seoul on Thursday.", "Thursday", "2025-07-10", ("2025-07-10", "2025-07-10")),
        ("The court will extend the Wednesday deadline.", "Wednesday", "2025-07-09", ("2025-07-09", "2025-07-09")),
        ("The trial opens Monday.", "Monday", "2025-07-07", ("2025-07-07", "2025-07-07")),
        ("The talks are scheduled for Tuesday.", "Tuesday", "2025-07-08", ("2025-07-08", "2025-07-08")),
        ("They plan to meet on Sunday.", "Sunday", "2025-07-06", ("2025-07-06", "2025-07-06")),
        ("He said Thursday that they would meet.", "Thursday", "2025-07-03", ("2025-07-03", "2025-07-03")),
        ("The July 20 election gives Japan limits.", "July 20", "2025-07-20", ("2025-07-20", "2025-07-20")),
        ("He took office on June 4.", "June 4", "2025-06-04", ("2025-06-04", "2025-06-04")),
        ("The plant closed in June.", "June", "2025-06", ("2025-06-01", "2025-06-30")),
        ("The plant will reopen in January.", "January", "2026-01", ("2026-01-01", "2026-01-31")),
        ("They signed it in 1998.", "1998", "1998", ("1998-01-01", "1998-12-31")),
        ("They signed the 1998 joint declaration.", "1998", "1998", ("1998-01-01", "1998-12-31")),
        # last night
        ("The bridge fell last night.", "last night", "2025-07-03TNI", ("2025-07-03", "2025-07-04")),
        # this week and its parts
        ("They pledged support earlier this week.", "earlier this week", "2025-W27", ("2025-06-30", "2025-07-04")),
        ("It meets later this month.", "later this month", "2025-07", ("2025-07-04", "2025-07-31")),
        ("They will vote this week.", "this week", "2025-W27", ("2025-06-30", "2025-07-06")),
        ("Crews are fighting the fire this week.", "this week", "2025-W27", ("2025-06-30", None)),
        ("Crews found two bodies this week.", "this week", "2025-W27", ("2025-06-30", "2025-07-04")),
        # other weeks, months and decades
        ("The two met later in June.", "later in June", "2025-06", ("2025-06-01", "2025-06-30")),
        ("The two met last week.", "last week", "2025-W26", ("2025-06-23", "2025-06-29")),
        ("It is due in the early 2020s.", "early 2020s", "202", ("2020-01-01", "2023-12-31")),
        # open ends
        ("Beijing has required licences since April.", "April", "2025-04", ("2025-04-01", None)),
        ("Japan will from January attempt to extract it.", "January", "2026-01", ("2026-01-01", None)),
        ("It will lay off staff beginning this week.", "this week", "2025-W27", ("2025-07-04", None)),
        ("The strike will last until Monday.", "Monday", "2025-07-07", (None, "2025-07-07")),
        ("They must leave by 2030.", "2030", "2030", (None, "2030-12-31")),
        # words that give no days
        ("Prices have risen in recent years.", "recent years", "PAST_REF", (None, None)),
        ("Farmers have protested for weeks.", "weeks", "PXW", (None, None)),
        ("A decision will come soon.", "soon", "FUTURE_REF", (None, None)),
    ],
)  # fmt: skip
def test_words_give_the_days_that_the_table_promises(read_dates, text, words, value, ends):
    (span,) = read_dates(text)
    assert (span.text.removeprefix("the "), span.value) == (words, value)
    assert (span.date_start, span.date_end) == days(*ends)
    assert text[span.start : span.end] == span.text
    assert span.precision in DATE_PRECISIONS
    assert (span.precision == "none") == (ends == (None, None))
    assert span.method in DATE_METHODS


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
