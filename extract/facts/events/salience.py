"""Weighs an event's clues: how likely it is one that a reader would list, and how likely the headline's.

Three linear models of one weight a clue, learned from the articles in `tests/training` by `make train-events`; the table
`event_salience.csv` holds them, so that a row's place can be explained by hand.
"""

import math
from collections.abc import Mapping
from functools import cache

from extract.contract.data import read_csv

CONSTANT = "constant"
MODELS = ("listed", "headline", "untitled")
# Fitted to annotated pages of news sites (make reliability shows how well they hold).
_SLOPE, _SHIFT = 0.7, -0.45


def key_chance(clues: Mapping[str, float]) -> float:
    """The probability that an event with these clues is one that annotators would list."""
    return _sigmoid(weigh(clues, "listed"))


def confidence_of(chance: float) -> float:
    """The confidence that a chance stands for: real pages hold more events that nobody would list than invented ones."""
    return _sigmoid(_SLOPE * math.log(chance / (1 - chance)) + _SHIFT) if 0 < chance < 1 else chance


def _sigmoid(logit: float) -> float:
    return 1 / (1 + math.exp(-logit))


def headline_score(clues: Mapping[str, float], *, is_titled: bool) -> float:
    """A number that is highest for the headline's event of an article, or the main one of a text without title; no unit."""
    return weigh(clues, "headline" if is_titled else "untitled")


def weigh(clues: Mapping[str, float], model: str) -> float:
    """The sum of the clues by their weights in a model: listed, headline or untitled; an unknown clue weighs nothing."""
    weights = _weights()[model]
    return weights.get(CONSTANT, 0.0) + sum(value * weights.get(clue, 0.0) for clue, value in clues.items())


@cache
def _weights() -> dict[str, dict[str, float]]:
    """By model; one that the table does not have yet weighs nothing, so that it can be learned."""
    rows = read_csv("event_salience", "extract.facts.data")
    return {model: {row["clue"]: float(row.get(model) or 0) for row in rows} for model in MODELS}
