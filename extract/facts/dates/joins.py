"""Joins what is told in two pieces: a clock time and its day, the two ends of a range."""

import re
from dataclasses import replace
from datetime import date

from extract.facts.dates.surroundings import ReadDate

_BESIDE = re.compile(r",?\s{1,3}(?:on\s{1,3})?")
_OPENER = re.compile(r"\b(from|between)\s{1,3}(?:the\s{1,3})?$", re.IGNORECASE)
_LINK = re.compile(r"\s{0,3}(to|until|till|through|and|-|–|—)\s{0,3}(?:the\s{1,3})?", re.IGNORECASE)


def merge_clocks(text: str, read: list[ReadDate]) -> list[ReadDate]:
    """Makes one of a clock time and the day that follows it: "5 p.m. EST, Nov. 6"."""
    merged: list[ReadDate] = []
    for one in read:
        if merged and _is_day_of(text, merged[-1], one):
            merged[-1] = _merge(merged[-1], one)
        else:
            merged.append(one)
    return merged


def _is_day_of(text: str, clock: ReadDate, day: ReadDate) -> bool:
    period = day.reading.period
    is_clock = clock.rule in ("clock", "clock_24", "noon") and day.rule not in ("clock", "clock_24", "noon")
    return is_clock and bool(period and period.unit == "day" and _BESIDE.fullmatch(text[clock.end : day.start]))


def _merge(clock: ReadDate, day: ReadDate) -> ReadDate:
    period = day.reading.period
    at = clock.reading.value.partition("T")[2]
    value = f"{period.value}T{at}" if period else clock.reading.value
    reading = replace(day.reading, value=value, precision=clock.reading.precision, kind="time")
    if reading.precision == "none":
        reading = replace(reading, precision="minute" if not at.endswith(":00") else "hour")
    return replace(clock, end=day.end, reading=reading)


def join_ranges(text: str, read: list[ReadDate]) -> list[ReadDate]:
    """Gives both ends of "from May to June" the days of the whole."""
    joined = list(read)
    for i in range(len(read) - 1):
        if (days := _days_of_range(text, read[i], read[i + 1])) is not None:
            for at in (i, i + 1):
                joined[at] = replace(read[at], reading=replace(read[at].reading, first=days[0], last=days[1]))
    return joined


def _days_of_range(text: str, low: ReadDate, high: ReadDate) -> tuple[date, date] | None:
    """The days from the first of one date to the last of the next, where the words make them one range."""
    first, last = low.reading.period, high.reading.period
    if low.sentence is not high.sentence or first is None or last is None or first.first > last.first:
        return None
    # "to" with "the" and spaces is shorter than this.
    link = _LINK.fullmatch(text[low.end : high.start]) if high.start - low.end < 16 else None
    opener = _OPENER.search(text[max(0, low.start - 15) : low.start])
    word = opener[1].lower() if opener else ""
    if link is None or (link[1].lower() == "and") != (word == "between"):
        return None
    if not word and link[1].lower() in ("to", "until", "till") and first.unit != last.unit:
        return None
    return first.first, last.last
