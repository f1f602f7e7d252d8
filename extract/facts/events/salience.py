"""Weighs an event's clues: how likely it is one that a reader would list, and how likely the headline's.

Two logistic models of one weight a clue, learned from the articles in `tests/training` by `make train-events`; the table
`event_salience.csv` holds them, so that a row's place can be explained by hand.
"""

import math
from collections.abc import Mapping
from functools import cache

from extract.contract.data import read_csv

CONSTANT = "constant"


def key_chance(clues: Mapping[str, float]) -> float:
    """The probability that an event with these clues is one that annotators would list."""
    return 1 / (1 + math.exp(-weigh(clues, "listed")))


def headline_score(clues: Mapping[str, float]) -> float:
    """A number that is highest for the headline's event of an article; it has no unit."""
    return weigh(clues, "headline")


def weigh(clues: Mapping[str, float], model: str) -> float:
    """The sum of the clues by their weights in a model, listed or headline; an unknown clue weighs nothing."""
    weights = _weights()[model]
    return weights.get(CONSTANT, 0.0) + sum(value * weights.get(clue, 0.0) for clue, value in clues.items())


@cache
def _weights() -> dict[str, dict[str, float]]:
    rows = read_csv("event_salience", "extract.facts.data")
    return {model: {row["clue"]: float(row[model]) for row in rows} for model in ("listed", "headline")}
