"""Ages and printed dates: which line is one, and which local day it means."""

from datetime import UTC, date, datetime

import pytest

from extract.articles.ages import PublishedTime, read_age

# 20:48 of 3 July in UTC: what counts from the local day and what from UTC differ.
CAPTURED = datetime.fromisoformat("2025-07-04T05:48:00+09:00")


def read(text: str) -> PublishedTime:
    time = read_age(text, CAPTURED)
    assert time is not None
    return time


@pytest.mark.parametrize(
    ("text", "published", "precision"),
    [
        ("2 hours ago", "2025-07-04T03:48+09:00", "hour"),
        ("6 hours ago", "2025-07-03T23:48+09:00", "hour"),
        ("an hour ago", "2025-07-04T04:48+09:00", "hour"),
        ("12 hrs ago", "2025-07-03T17:48+09:00", "hour"),
        ("30 minutes ago", "2025-07-04T05:18+09:00", "minute"),
        ("Updated 5 mins ago", "2025-07-04T05:43+09:00", "minute"),
        ("today", "2025-07-04", "day"),
        ("Yesterday", "2025-07-03", "day"),
        ("2 days ago", "2025-07-02", "day"),
        ("3 weeks ago", "2025-06-13", "day"),
        ("· 2 hours ago ·", "2025-07-04T03:48+09:00", "hour"),
    ],
)
def test_an_age_counts_back_from_the_local_time_of_capture(text: str, published: str, precision: str) -> None:
    time = read(text)
    assert (time.published, time.precision, time.origin) == (published, precision, "age")


def test_the_local_day_and_the_moment_of_an_age_may_lie_on_different_dates() -> None:
    time = read("2 hours ago")
    assert time.day == date(2025, 7, 4)
    assert time.moment == datetime(2025, 7, 3, 18, 48, tzinfo=UTC)


def test_an_age_in_days_claims_no_moment() -> None:
    assert read("2 days ago").moment is None


@pytest.mark.parametrize(
    "text", ["Jul 3, 2025", "3 July 2025", "2025-07-03", "Thursday, July 3, 2025", "Published: July 3, 2025"]
)
def test_a_printed_date_is_a_day(text: str) -> None:
    time = read(text)
    assert (time.published, time.day, time.moment, time.origin) == ("2025-07-03", date(2025, 7, 3), None, "text")


@pytest.mark.parametrize(
    "text",
    [
        *(
            "3 juillet 2025",
            "le 3 juillet 2025",
            "3 de julio de 2025",
            "3. Juli 2025",
            "3 luglio 2025",
            "3 de julho de 2025",
        ),
        *("3 juli 2025", "3.7.2025", "2025/07/03", "2025.7.3", "2025年7月3日", "03-Jul-2025", "Thu 3 Jul 2025 10:00"),
        *(
            "10:20, Jul 3, 2025",
            "10.20 am, 3 July 2025",
            "Jul 3, 2025 - 10:20",
            "Posted on July 3, 2025",
            "Jul 3",
            "3 July",
        ),
        *("Thu, Jul 3", "Thursday, 3 July", "ieri", "ontem", "gisteren", "avant-hier 10:00"),
    ],
)
def test_days_are_read_in_the_ways_of_several_countries(text: str) -> None:
    day = read(text).day
    assert day == (date(2025, 7, 2) if text.startswith("avant") else date(2025, 7, 3))


def test_a_day_without_a_year_is_the_last_one() -> None:
    assert [read(text).day for text in ("Dec 24", "5 July", "6 July")] == [
        date(2024, 12, 24),
        date(2025, 7, 5),
        date(2024, 7, 6),
    ]


@pytest.mark.parametrize(
    ("text", "published"),
    [
        ("12:51 GMT", "2025-07-03T12:51+00:00"),
        ("Last updated 21:30 GMT", "2025-07-02T21:30+00:00"),
        ("Updated: 04:10", "2025-07-04T04:10+09:00"),
        ("Published 22:00", "2025-07-03T22:00+09:00"),
    ],
)
def test_a_labelled_time_of_day_is_the_last_before_the_capture(text: str, published: str) -> None:
    assert read(text).published == published


@pytest.mark.parametrize("text", ["3 ore fa", "há 3 horas", "3 uur geleden", "vor drei Stunden", "hace tres horas"])
def test_ages_are_read_in_several_languages(text: str) -> None:
    assert read(text).published == "2025-07-04T02:48+09:00"


def test_a_printed_time_with_its_zone_is_a_moment() -> None:
    time = read("Jul 3, 2025 19:48 (JST)")
    assert time.published == "2025-07-03T19:48+09:00"
    assert time.moment == datetime(2025, 7, 3, 10, 48, tzinfo=UTC)


def test_a_printed_time_without_zone_is_a_day() -> None:
    assert read("July 3, 2025 at 7:48 pm").published == "2025-07-03"


@pytest.mark.parametrize("text", ["Jul 6, 2025", "July 3, 2026", "February 30, 2025"])
def test_a_date_that_cannot_be_or_lies_ahead_gives_no_day(text: str) -> None:
    time = read_age(text, CAPTURED)
    assert time is None or time.day is None


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Sun",
        "mi",
        "16:24",
        "in 2 hours",
        "for 3 days",
        "May",
        "It happened 2 hours ago",
        "2 hours ago, police said",
        "Jul 3, 2025 was a Thursday",
        "July",
        "ago",
        "12",
    ],
)
def test_a_line_that_says_more_is_no_time(text: str) -> None:
    assert read_age(text, CAPTURED) is None


@pytest.mark.parametrize(
    "text", ["3 weeks ago", "40 months ago", "Yesterday", "2 hours ago", "12:51 GMT", "2025-07-04"]
)
@pytest.mark.parametrize("captured", ["0001-01-01T01:00:00+00:00", "9999-12-31T22:00:00+00:00"])
def test_a_time_outside_the_calendar_is_unknown(text: str, captured: str) -> None:
    time = read_age(text, datetime.fromisoformat(captured))
    assert time is None or time.day is None or date(1, 1, 1) <= time.day <= date(9999, 12, 31)
