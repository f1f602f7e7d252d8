"""What the clues for two mentions being one event weigh, in log-odds."""

import math
from collections.abc import Mapping
from typing import TypeVar

from extract.contract.data import read_csv

Key = TypeVar("Key", str, tuple[str, str])
Vector = dict[str, float]
# Clue to what a mention has of it. Two mentions share a clue by the sum of the products of what both have.
Clues = dict[str, Vector]

WEIGHTS = {row["clue"]: float(row["weight"]) for row in read_csv("event_merge_weights", "extract.linking.data")}
BIAS = WEIGHTS["bias"]


def unit(weights: Mapping[str, float], length: float = 1.0) -> Vector:
    """The weights scaled to a vector of a length, so that two equal ones give length squared."""
    norm = math.sqrt(math.fsum(weight * weight for weight in weights.values()))
    return {key: weight * length / norm for key, weight in weights.items()} if norm else {}


def dot(one: Mapping[Key, float], other: Mapping[Key, float]) -> float:
    """The sum of products over what both have."""
    if len(other) < len(one):
        one, other = other, one
    found = 0.0
    for key, weight in one.items():
        if key in other:
            found += weight * other[key]
    return found


def probability(log_odds: float) -> float:
    """How often two mentions with these log-odds are one event, three decimals: clues speak together more than they know."""
    measured = WEIGHTS["score_base"] + WEIGHTS["score_slope"] * log_odds
    return round(1 / (1 + math.exp(-max(-30.0, min(30.0, measured)))), 3)
