"""How sure a figure is: the share of figures read in the same way whose value and unit were right in annotated news.

A class is a path of three steps: whether the unit is the figure's `own` or `inherited` from another; whether the number is
`plain` (digits, words) or `derived` (a fraction, dozens, doubled); and what it counts (`money`, `bare`). A step that was seldom
seen leans on the one before it, the first on all figures.
"""

from collections.abc import Mapping
from functools import cache

from extract.contract.data import read_csv

_PLAIN = ("digits", "words")
# Kinds that are judged alone; what is measured in metres, hours or degrees is judged together, there are too few of each.
_GROUPS = {
    "bare": "bare",
    "count": "count",
    "money": "money",
    "percent": "percent",
    "fraction": "reckoned",
    "multiple": "reckoned",
}
_MEASURE = "measure"
# So many figures of the step before count beside a step's own. 2 foretell texts held out as well, but trust ten right ones more.
_PRIOR_FIGURES = 5

Counts = Mapping[str, tuple[int, int]]


@cache
def rate(method: str) -> float:
    """The probability, three decimals, that a figure read by a method ("digits.money", "words.count.inherited") is right."""
    return round(smooth(_counts(), class_of(method)), 3)


def class_of(method: str) -> str:
    """The class of a method: "own.plain.money", "inherited.plain.count"; a kind that is unknown is judged as a measure."""
    form, kind, *rest = f"{method}.".split(".")
    steps = (
        "inherited" if "inherited" in rest else "own",
        "plain" if form in _PLAIN else "derived",
        _GROUPS.get(kind, _MEASURE),
    )
    return ".".join(steps)


def smooth(counts: Counts, class_name: str) -> float:
    """The share of a class that is right, between 0 and 1 exclusive; a class without figures has its parent's.

    counts: class to how many of its figures were right and how many were read.
    """
    right, read = _sum(counts, "")
    share = (right + 1) / (read + 2)
    steps = class_name.split(".")
    for depth in range(1, len(steps) + 1):
        right, read = _sum(counts, ".".join(steps[:depth]) + ".")
        share = (right + _PRIOR_FIGURES * share) / (read + _PRIOR_FIGURES)
    return share


def _sum(counts: Counts, prefix: str) -> tuple[int, int]:
    within = [pair for name, pair in counts.items() if f"{name}.".startswith(prefix)]
    return sum(right for right, _ in within), sum(read for _, read in within)


@cache
def _counts() -> dict[str, tuple[int, int]]:
    rows = read_csv("confidence", "extract.facts.figures.data")
    return {row["class"]: (int(row["right"]), int(row["read"])) for row in rows}
