"""Draws when events happen: a bar for each day, or for each week, month, year where they lie far apart."""

import math
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from extract.serving.report.axes import BASE, LEFT, PLOT_WIDTH, Tick, height_of, nice_ticks, value_ticks
from extract.serving.report.rows import DayCount

# Bars that can be told apart on a phone.
MOST_BARS = 45
# How far from the reports of it an event still belongs to the same picture.
AROUND_DAYS = 45


@dataclass(frozen=True, slots=True)
class Bar:
    """The events of a step; `planned_height` of the bar's height is planned or possible."""

    x: float
    width: float
    y: float
    height: float
    planned_height: float
    label: str
    event_count: int
    planned_count: int


@dataclass(frozen=True, slots=True)
class Timeline:
    """Events by day, week, month …; `outside_count` begin too early or too late to be drawn."""

    bars: list[Bar]
    x_ticks: list[Tick]
    y_ticks: list[Tick]
    step: str
    outside_count: int


@dataclass(frozen=True, slots=True)
class _Step:
    """A measure of time: the number of the step that a day lies in, and what a step is called."""

    name: str
    number: Callable[[date], int]
    label: Callable[[int], str]


def _day_label(number: int) -> str:
    day = date.fromordinal(number)
    return f"{day.day} {day:%b} {day.year}"


_STEPS = (
    _Step("day", date.toordinal, _day_label),
    # Day 1 was a Monday.
    _Step("week", lambda day: (day.toordinal() - 1) // 7, lambda number: _day_label(number * 7 + 1)),
    _Step(
        "month",
        lambda day: day.year * 12 + day.month - 1,
        lambda number: f"{date(2000, number % 12 + 1, 1):%b} {number // 12}",
    ),
    _Step("year", lambda day: day.year, str),
    _Step("decade", lambda day: day.year // 10, lambda number: f"{number}0s"),
    _Step("century", lambda day: day.year // 100, lambda number: f"{number}00s"),
    _Step("millennium", lambda day: day.year // 1000, lambda number: f"{number}000s"),
)


def plot_timeline(days: Sequence[DayCount], around: tuple[date, date] | None) -> Timeline | None:
    """The events by their first day; None where all begin on one.

    around: first and last day of the reports. Where most events begin near them, only those are drawn: one look back at 1998
    would make all bars too thin to see.
    """
    drawn = _near(days, around)
    if len(drawn) < 2:
        return None
    step = next(step for step in _STEPS if step.number(drawn[-1].day) - step.number(drawn[0].day) < MOST_BARS)
    events, planned = Counter[int](), Counter[int]()
    for one in drawn:
        events[step.number(one.day)] += one.event_count
        planned[step.number(one.day)] += one.planned_count
    first, last = step.number(drawn[0].day), step.number(drawn[-1].day)
    ticks = [tick for tick in nice_ticks(0, max(events.values())) if tick == int(tick)]
    width = PLOT_WIDTH / (last - first + 1)
    bars = [
        _bar(step.label(number), LEFT + (number - first) * width, width, (events[number], planned[number]), ticks)
        for number in sorted(events)
    ]
    every = math.ceil((last - first + 1) / 4)
    x_ticks = [
        Tick(round(LEFT + (number - first + 0.5) * width, 1), step.label(number))
        for number in range(first, last + 1, every)
    ]
    outside = sum(one.event_count for one in days) - sum(one.event_count for one in drawn)
    return Timeline(bars, x_ticks, value_ticks(ticks), step.name, outside)


def _near(days: Sequence[DayCount], around: tuple[date, date] | None) -> list[DayCount]:
    if around is None:
        return list(days)
    early, late = around[0].toordinal() - AROUND_DAYS, around[1].toordinal() + AROUND_DAYS
    near = [one for one in days if early <= one.day.toordinal() <= late]
    is_most = sum(one.event_count for one in near) * 2 >= sum(one.event_count for one in days)
    return near if is_most else list(days)


def _bar(label: str, x: float, width: float, counts: tuple[int, int], ticks: list[float]) -> Bar:
    events, planned = counts
    height, planned_height = (round(BASE - height_of(count, ticks), 1) for count in counts)
    # Far apart from its neighbours where there is room; never wider than a finger.
    drawn = min(max(width - 2, 1.0), 40.0)
    return Bar(
        x=round(x + (width - drawn) / 2, 1),
        width=round(drawn, 1),
        y=round(BASE - height, 1),
        height=height,
        planned_height=planned_height,
        label=label,
        event_count=events,
        planned_count=planned,
    )
