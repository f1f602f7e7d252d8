"""Dates in texts that no one wrote: no crash, offsets that are the words, ends in order, and printed days that are read back."""

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from extract.contract.columns import DATE_METHODS, DATE_PRECISIONS

_PROPERTY = settings(
    max_examples=100, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
_WORDS = (
    *(
        "last",
        "next",
        "this",
        "earlier",
        "later",
        "early",
        "late",
        "the",
        "of",
        "in",
        "on",
        "since",
        "until",
        "by",
        "from",
    ),
    *(
        "to",
        "-",
        "/",
        ",",
        ".",
        "(",
        "and",
        "ago",
        "every",
        "past",
        "end",
        "half",
        "third",
        "fiscal",
        "week",
        "weekend",
    ),
    *("month", "quarter", "years", "decade", "century", "Monday", "Sunday", "May", "March", "July", "summer", "Easter"),
    *("today", "tonight", "morning", "noon", "1", "31", "30th", "1998", "2025", "9999", "0", "1990s", "10:35", "a.m."),
    *("two", "hundred", "3,000", "met", "will meet", "has met", "USA TODAY", "\n", "'s", "2025-02-30", "7/4/2024"),
)


@pytest.mark.promise(23)
@_PROPERTY
@given(
    words=st.lists(st.sampled_from(_WORDS), min_size=1, max_size=25),
    reference=st.one_of(st.none(), st.dates()),
)
def test_dates_of_any_words_are_ordered_slices_with_ends_in_order(read_dates, words, reference):
    text = " ".join(words)
    spans = read_dates(text, reference)
    assert all(text[span.start : span.end] == span.text != "" for span in spans)
    assert all(a.end <= b.start for a, b in pairwise(spans))
    for span in spans:
        assert span.date_start is None or span.date_end is None or span.date_start <= span.date_end
        assert (span.precision in DATE_PRECISIONS, span.method in DATE_METHODS) == (True, True)


@pytest.mark.promise(23)
@_PROPERTY
@given(text=st.text(max_size=60))
def test_any_characters_are_read(read_dates, text):
    assert all(text[span.start : span.end] == span.text for span in read_dates(text))


@_PROPERTY
@given(day=st.dates(date(1800, 1, 1), date(2099, 12, 31)), form=st.sampled_from(["{:%B} {}, {}", "{1} {0:%B} {2}"]))
def test_a_printed_day_is_read_back(read_dates, day, form):
    (span,) = read_dates(f"The treaty was signed on {form.format(day, day.day, day.year)}.")
    assert (span.date_start, span.date_end, span.value) == (day, day, day.isoformat())


@pytest.mark.parametrize(
    "text", ["She told USA TODAY that it rained.", "Photo: USA TODAY", "USA TODAY staff were there."]
)
def test_the_name_of_a_newspaper_is_no_day(read_dates, text):
    assert read_dates(text) == []
