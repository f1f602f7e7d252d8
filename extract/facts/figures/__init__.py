"""Figures: every number of a text that quantifies something, with its bounds, unit, and what it measures."""

from extract.facts.figures.reading import read_figures
from extract.facts.figures.spans import FigureSpan

__all__ = ["FigureSpan", "read_figures"]
