"""The command line `daybook`: filters, one command a step, and what a person asks of a home."""

from extract.cli.main import main

__all__ = ["main"]
