"""Draws the reports of one number over time: a dot each, a bar where it is a range, a sign for each source."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from extract.serving.report.axes import LEFT, PLOT_WIDTH, Tick, height_of, nice_ticks, value_ticks
from extract.serving.report.rows import SeriesReport
from extract.serving.report.wording import amount, short_day

# Sources that get a sign of their own; the rest share the last.
SIGNS = 5


@dataclass(frozen=True, slots=True)
class Dot:
    """One report: its place, the bar of its range (`low_y` to `high_y`), and `bound`: whether it may be more or less."""

    x: float
    y: float
    low_y: float
    high_y: float
    bound: str
    sign: int
    text: str


@dataclass(frozen=True, slots=True)
class SeriesPlot:
    """The reports of one number over time; a source's sign is its place in `sources`."""

    dots: list[Dot]
    x_ticks: list[Tick]
    y_ticks: list[Tick]
    sources: list[str]


def plot_series(reports: Sequence[SeriesReport]) -> SeriesPlot | None:
    """The plot of a number's reports; None where fewer than two have a day."""
    dated = sorted(
        ((report.reported_date, report) for report in reports if report.reported_date is not None),
        key=lambda one: (one[0], one[1].report_number),
    )
    if len(dated) < 2:
        return None
    first, last = dated[0][0], dated[-1][0]
    numbers = [float(number) for _, one in dated for number in (one.value, one.value_high) if number is not None]
    ticks = nice_ticks(min(numbers), max(numbers))
    sources = sorted({_source(one) for _, one in dated})
    day_width = PLOT_WIDTH / ((last - first).days + 1)
    dots = []
    for day, same_day in groupby(dated, key=lambda one: one[0]):
        reported = [one for _, one in same_day]
        for place, one in enumerate(reported, start=1):
            # Reports of one day stand side by side in it.
            x = LEFT + ((day - first).days + place / (len(reported) + 1)) * day_width
            dots.append(_dot(one, round(x, 1), min(sources.index(_source(one)), SIGNS - 1), ticks))
    return SeriesPlot(dots, _day_ticks(first, last), value_ticks(ticks), sources)


def _source(report: SeriesReport) -> str:
    return report.publisher_name or "unnamed source"


def _dot(report: SeriesReport, x: float, sign: int, ticks: list[float]) -> Dot:
    low = height_of(float(report.value), ticks)
    high = low if report.value_high is None else height_of(float(report.value_high), ticks)
    bound = {"at_least": "more", "more_than": "more", "at_most": "less", "less_than": "less"}.get(report.qualifier, "")
    told = f"{_source(report)}: {amount(report.value, report.value_high, report.qualifier)}"
    return Dot(x, round((low + high) / 2, 1), low, high, bound, sign, told)


def _day_ticks(first: date, last: date, most: int = 4) -> list[Tick]:
    days = (last - first).days + 1
    width = PLOT_WIDTH / days
    return [
        Tick(round(LEFT + (place + 0.5) * width, 1), short_day(first + timedelta(days=place)))
        for place in range(0, days, math.ceil(days / most))
    ]
