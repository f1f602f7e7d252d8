"""Merges that were drawn by chance and read: how many are right, by rule and by the score that linking gave them.

`judged_merges.csv` says how they were drawn and judged. Those of which no reader could tell count for nothing.
"""

import csv
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from rich.console import Console
from rich.table import Table

JUDGED = Path(__file__).with_suffix(".csv")
# Scores from each on, up to the one before.
BINS = (0.9, 0.8, 0.7, 0.0)


def read_judged() -> list[dict[str, str]]:
    """The rows: what (event or entity), draw, one, other, kind, rule, score, verdict (yes, no, cannot), why."""
    with JUDGED.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(line for line in file if not line.startswith("# ")))


def shares(rows: Iterable[dict[str, str]]) -> dict[tuple[str, str], Counter[str]]:
    """(what, subset) to the number of each verdict: all, then by rule, then by score."""
    found: dict[tuple[str, str], Counter[str]] = {}
    for row in sorted(rows, key=lambda row: (row["what"], row["rule"], float(row["score"]))):
        low = next(low for low in BINS if float(row["score"]) >= low)
        for subset in ("all", f"rule {row['rule']}", f"score from {low}"):
            found.setdefault((row["what"], subset), Counter())[row["verdict"]] += 1
    return dict(sorted(found.items()))


def precision(verdicts: Counter[str]) -> float | None:
    """Right ones of those that can be told; None where none can."""
    told = verdicts["yes"] + verdicts["no"]
    return verdicts["yes"] / told if told else None


def print_judged() -> None:
    """The table."""
    table = Table("merges read", "which", "right", "wrong", "cannot tell", "precision")
    for (what, subset), verdicts in shares(read_judged()).items():
        right = precision(verdicts)
        table.add_row(
            what, subset, *(str(verdicts[verdict]) for verdict in ("yes", "no", "cannot")),
            "" if right is None else f"{right:.2f}",
        )  # fmt: skip
    Console(width=100).print(table)


if __name__ == "__main__":
    print_judged()
