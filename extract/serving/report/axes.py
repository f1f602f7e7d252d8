"""The measures of a plot and its round numbers: pure functions from values to places on a drawing."""

import math
from dataclasses import dataclass

# Units of the drawing. It is as wide as a phone: there its letters stay as large as the page's. Room for an arrow at the top.
WIDTH, HEIGHT = 420.0, 200.0
LEFT, RIGHT, TOP, BOTTOM = 48.0, 14.0, 26.0, 26.0
BASE = HEIGHT - BOTTOM
# Below it, a step between two numbers cannot be told from none.
_SMALLEST = 1e-290
PLOT_WIDTH = WIDTH - LEFT - RIGHT


@dataclass(frozen=True, slots=True)
class Tick:
    """A line of the grid, and what is written at it."""

    at: float
    text: str


def nice_ticks(low: float, high: float, most: int = 5) -> list[float]:
    """Round numbers that take in both ends: 10, 12, 14, 16, 18. From 0 where the low end is under half of the high."""
    if 0 <= low < high / 2:
        low = 0.0
    # Nearer to each other than numbers of this size can be told apart.
    size = max(abs(low), abs(high))
    if high - low <= max(size * 1e-9, _SMALLEST):
        margin = size / 10 if size > _SMALLEST else 1
        low, high = low - margin, high + margin
    rough = (high - low) / (most - 1)
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(power * factor for factor in (1, 2, 2.5, 5, 10) if power * factor >= rough * 0.999)
    # A little off: what lies on a round number must not be taken for more than it.
    begin, end = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return [float(f"{place * step:.12g}") for place in range(begin, max(end, begin + 1) + 1)]


def height_of(value: float, ticks: list[float]) -> float:
    """How far up a value stands, from the top of the drawing: its y."""
    share = (value - ticks[0]) / (ticks[-1] - ticks[0])
    return round(BASE - share * (BASE - TOP), 1)


def value_ticks(ticks: list[float]) -> list[Tick]:
    """The lines of the grid with their numbers."""
    return [Tick(height_of(tick, ticks), compact(tick)) for tick in ticks]


def compact(value: float) -> str:
    """A number with few letters: 1.4bn, 250k."""
    for size, letters in ((1e12, "tn"), (1e9, "bn"), (1e6, "m"), (1e4, "k")):
        if abs(value) >= size:
            return f"{value / (1e3 if letters == 'k' else size):.4g}{letters}"
    return f"{value:.4g}" if abs(value) < 1e3 else f"{value:,.0f}"
