"""How often figures are right at each confidence they state: `make reliability GOLD=DIR [FIT=1]`.

FIT=1 counts the classes of confidence anew and rewrites their table in the product. Cross-validated: what a text's figures
would have stated had the table been counted on other texts only, which is what unseen text may expect.
"""

import argparse
import math
import random
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from statistics import mean

from judged_figures import Judged, judge_figures
from rich.console import Console
from rich.table import Table

from extract.facts.figures.confidence import class_of, smooth
from extract.facts.language_model import load_language_model

CONFIDENCE = Path(__file__).parents[2] / "extract/facts/figures/data/confidence.csv"
# Most figures state more than .8: bins are narrower there.
_EDGES = (0.0, 0.3, 0.5, 0.7, 0.8, 0.9, 0.95, 1.0)

_FOLDS, _DEALS = 10, 10

# What was stated, and whether it came true.
Statement = tuple[float, bool]
Counts = dict[str, tuple[int, int]]


def count_classes(judged: Iterable[Judged]) -> Counts:
    """Class to right and read, sorted by class."""
    read: Counter[str] = Counter()
    right: Counter[str] = Counter()
    for figure in judged:
        read[class_of(figure.method)] += 1
        right[class_of(figure.method)] += figure.is_right
    return {name: (right[name], read[name]) for name in sorted(read)}


def cross_validate(judged: Sequence[Judged]) -> list[list[Statement]]:
    """What each figure would state by the figures of other texts: texts are dealt into folds, several times over."""
    texts: dict[str, list[Judged]] = {}
    for figure in judged:
        texts.setdefault(figure.text_id, []).append(figure)
    return [_deal(texts, random.Random(seed)) for seed in range(_DEALS)]  # noqa: S311 - the same folds on every run


def _deal(texts: dict[str, list[Judged]], draw: random.Random) -> list[Statement]:
    names = draw.sample(sorted(texts), len(texts))
    stated: list[Statement] = []
    for fold in range(_FOLDS):
        others = count_classes(each for at, name in enumerate(names) if at % _FOLDS != fold for each in texts[name])
        held_out = [each for name in names[fold::_FOLDS] for each in texts[name]]
        stated += [(smooth(others, class_of(figure.method)), figure.is_right) for figure in held_out]
    return stated


def sort_into_bins(stated: Iterable[Statement]) -> list[list[Statement]]:
    """The statements of each bin, its upper edge excluded but for 1."""
    bins: list[list[Statement]] = [[] for _ in _EDGES[1:]]
    for confidence, is_right in stated:
        bins[sum(confidence >= edge for edge in _EDGES[1:-1])].append((confidence, is_right))
    return bins


def calibration_error(stated: Sequence[Statement]) -> float:
    """Expected calibration error: the mean distance, over figures, between what a bin states and what came true in it."""
    return sum(abs(sum(p - right for p, right in each)) for each in sort_into_bins(stated)) / max(len(stated), 1)


def brier_score(stated: Sequence[Statement]) -> float:
    """Mean squared distance of what was stated from what came true, 0 at best."""
    return sum((p - right) ** 2 for p, right in stated) / max(len(stated), 1)


def error_by_chance(stated: Sequence[Statement]) -> float:
    """The calibration error that statements which are all true would show, since few figures fall into a bin."""
    variances = (sum(p * (1 - p) for p, _ in each) for each in sort_into_bins(stated))
    return sum(math.sqrt(2 / math.pi * variance) for variance in variances) / max(len(stated), 1)


def print_table(title: str, deals: Sequence[Sequence[Statement]]) -> None:
    """Bins of all deals together, then the errors of a deal, on average."""
    table = Table("stated confidence", "figures", "mean stated", "share right", title=title, title_justify="left")
    bins = sort_into_bins(each for deal in deals for each in deal)
    for low, high, each in zip(_EDGES, _EDGES[1:], bins, strict=False):
        if each:
            shares = (sum(values) / len(each) for values in zip(*each, strict=True))
            count = len(each) / len(deals)
            table.add_row(f"{low:.2f} - {high:.2f}", f"{count:.0f}", *(f"{share:.3f}" for share in shares))
    Console(width=100).print(table)
    error, chance, brier = (mean(map(of, deals)) for of in (calibration_error, error_by_chance, brier_score))
    always = mean(is_right for _, is_right in deals[0])
    print(f"expected calibration error {error:.3f} (by chance alone {chance:.3f})")
    print(f"Brier score {brier:.4f} ({always * (1 - always):.4f} if every figure stated {always:.3f})\n")


def write_counts(path: Path, counts: Counts) -> None:
    """Rewrites the table of classes with its source line."""
    total = sum(read for _, read in counts.values())
    lines = [
        f"# How many figures of each class were right, value and unit, of {total} read from annotated news. "
        "Counted by make reliability FIT=1.",
        "class,right,read",
        *(f"{name},{right},{read}" for name, (right, read) in counts.items()),
    ]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def main() -> None:
    """Read, judge, print; rewrite the table where asked to."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="annotated texts: figures/ and facts/")
    parser.add_argument("--fit", action="store_true", help=f"rewrite {CONFIDENCE.name}")
    options = parser.parse_args()
    if not options.folder.is_dir():
        raise SystemExit(f"{options.folder} is no folder")
    print(f"reading the texts of {options.folder}", file=sys.stderr, flush=True)
    judged = judge_figures(options.folder, load_language_model())
    if not judged:
        raise SystemExit(f"no figure was read from the texts of {options.folder}")
    stated = [(figure.confidence, figure.is_right) for figure in judged]
    if options.fit:
        counts = count_classes(judged)
        write_counts(CONFIDENCE, counts)
        stated = [(smooth(counts, class_of(figure.method)), figure.is_right) for figure in judged]
        print(f"{CONFIDENCE.name}: {len(counts)} classes from {len(judged)} figures", file=sys.stderr)
    print_table("As the figures state it", [stated])
    print_table(f"Cross-validated: {_FOLDS} folds of texts, {_DEALS} times", cross_validate(judged))


if __name__ == "__main__":
    main()
