"""Spans of the calendar: a day, week, month, quarter, season, year, decade or century, and their ISO names.

The names are those of TIMEX3 (TimeML 1.2.1, ISO 24617-1, section "value"): 2025-W27, 2025-W27-WE, 2024-Q3, 2019-FA, 199, 16.
"""

import calendar
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

PRECISIONS = {
    "day": "day",
    "week": "week",
    "weekend": "week",
    "month": "month",
    "quarter": "quarter",
    "season": "quarter",
    "half": "year",
    "year": "year",
    "decade": "decade",
    "century": "decade",
}
SEASON_MONTHS = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}  # meteorological seasons of the northern hemisphere
_PAST_WEIGHT = 4
_MONTHS = {"month": 1, "quarter": 3, "season": 3, "half": 6, "year": 12, "decade": 120, "century": 1200}


@dataclass(frozen=True, slots=True)
class Period:
    """A span of whole days, both ends inclusive. `unit` is a key of PRECISIONS."""

    unit: str
    first: date
    last: date

    @property
    def value(self) -> str:
        """The ISO name of the period."""
        year, month = self.first.year, self.first.month
        week = self.first.isocalendar()
        names = {
            "day": self.first.isoformat(),
            "week": f"{week.year:04d}-W{week.week:02d}",
            "weekend": f"{week.year:04d}-W{week.week:02d}-WE",
            "month": f"{year:04d}-{month:02d}",
            "quarter": f"{year:04d}-Q{(month + 2) // 3}",
            "half": f"{year:04d}-H{(month + 5) // 6}",
            "season": f"{year:04d}-{_season_of(month)}",
            "year": f"{year:04d}",
            "decade": f"{year // 10:03d}",
            "century": f"{year // 100:02d}",
        }
        return names[self.unit]

    @property
    def precision(self) -> str:
        """The contract's word for the size of the period."""
        return PRECISIONS[self.unit]

    def holds(self, day: date) -> bool:
        """Whether the day lies in the period."""
        return self.first <= day <= self.last


def period_of(unit: str, day: date) -> Period | None:
    """The period of a unit that holds a day; null outside the years 1 to 9999."""
    try:
        if unit == "day":
            return Period(unit, day, day)
        if unit in ("week", "weekend"):
            monday = day - timedelta(days=day.weekday())
            return Period(unit, monday + timedelta(days=5 if unit == "weekend" else 0), monday + timedelta(days=6))
        months = _MONTHS[unit]
        # Winter begins in December of the year that names it, and holds the January and February after.
        offset = 1 if unit == "season" else 0
        first = (day.year * 12 + day.month - 1 + offset) // months * months - offset
        return Period(unit, _day_of_month(first), _day_of_month(first + months) - timedelta(days=1))
    except (ValueError, OverflowError):
        return None


def shift_period(period: Period, count: int) -> Period | None:
    """The period of the same unit that many units later (earlier where negative); null outside the years 1 to 9999."""
    try:
        if period.unit in ("day", "week", "weekend"):
            return period_of(period.unit, period.first + timedelta(days=count * (1 if period.unit == "day" else 7)))
        first = period.first.year * 12 + period.first.month - 1 + count * _MONTHS[period.unit]
        return period_of(period.unit, _day_of_month(first))
    except (ValueError, OverflowError):
        return None


def days_away(base: date | None, days: int) -> Period | None:
    """The day that many days after another; null without one, or outside the calendar."""
    try:
        return period_of("day", base + timedelta(days=days)) if base else None
    except OverflowError:
        return None


def make_day(year: int, month: int, day: int) -> Period | None:
    """A day, or null where the calendar has none."""
    try:
        return period_of("day", date(year, month, day))
    except ValueError:
        return None


def make_month(year: int, month: int) -> Period | None:
    """A month of a year."""
    day = make_day(year, month, 1)
    return period_of("month", day.first) if day else None


def make_years(unit: str, year: int) -> Period | None:
    """The year, decade or century that begins with a year."""
    day = make_day(year, 1, 1)
    return period_of(unit, day.first) if day else None


def nearest(candidates: list[Period], reference: date, tense: str) -> Period | None:
    """Of periods that differ in the year or week, the one meant: on or before the reference in the past, after it in the future.

    A period that holds the reference fits both. Without tense the nearest counts, the earlier of two as near. In the past
    one that lies ahead wins where it is four times nearer: "he set Nov. 10 as the deadline", written on Nov. 2.
    """
    if tense == "future":
        candidates = [p for p in candidates if p.holds(reference) or p.first > reference] or candidates
    weight = _PAST_WEIGHT if tense == "past" else 1

    def cost(period: Period) -> tuple[int, date]:
        return _distance(period, reference) * (weight if period.first > reference else 1), period.first

    return min(candidates, key=cost, default=None)


def in_years(reference: date, make: Callable[[int], Period | None]) -> list[Period]:
    """What a rule makes of the year of a day, the one before and the one after."""
    years = (reference.year - 1, reference.year, reference.year + 1)
    return [period for year in years if (period := make(year)) is not None]


def easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar (the anonymous algorithm in Meeus, Astronomical Algorithms, chapter 8)."""
    a, b, c = year % 19, year // 100, year % 100
    d = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    e = (32 + 2 * (b % 4) + 2 * (c // 4) - d - c % 4) % 7
    f = d + e - 7 * ((a + 11 * d + 22 * e) // 451) + 114
    return date(year, f // 31, f % 31 + 1)


def nth_weekday(year: int, month: int, weekday: int, count: int) -> date:
    """The n-th weekday of a month; the last where count is -1."""
    days = [
        date(year, month, day)
        for day in range(1, calendar.monthrange(year, month)[1] + 1)
        if date(year, month, day).weekday() == weekday
    ]
    return days[count - 1 if count > 0 else count]


def _distance(period: Period, day: date) -> int:
    return 0 if period.holds(day) else min(abs((period.first - day).days), abs((period.last - day).days))


def _day_of_month(months: int) -> date:
    return date(months // 12, months % 12 + 1, 1)


def _season_of(month: int) -> str:
    return next(name for name, first in SEASON_MONTHS.items() if (month - first) % 12 < 3)
