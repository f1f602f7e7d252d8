"""What clues weigh, and the probability that they add up to."""

import math
from functools import cache

from extract.contract.data import read_csv


@cache
def weights() -> dict[str, float]:
    """Clue to its weight in natural log-odds."""
    return {row["clue"]: float(row["log_odds"]) for row in read_csv("entity_weights", "extract.linking.data")}


def probability(log_odds: float) -> float:
    """The probability that log-odds stand for, three decimals."""
    return round(1 / (1 + math.exp(-max(-30.0, min(30.0, log_odds)))), 3)
