"""Daybook turns news pages into a warehouse of what the news reports."""

__version__ = "0.1.0"
