"""Periods: the time that a figure refers to, from the dates of its sentence."""

from extract.facts.figures.periods.dates import Period
from extract.facts.figures.periods.reading import UNKNOWN, read_periods

__all__ = ["UNKNOWN", "Period", "read_periods"]
