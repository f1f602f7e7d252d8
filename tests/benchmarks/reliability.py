"""How often figures, participants and events are right at each confidence they state: `make reliability GOLD=DIR [FIT=1]`.

FIT=1 counts the classes of confidence anew and rewrites their tables in the product. Cross-validated: what a text's rows
would have stated had the table been counted on other texts only, which is what unseen text may expect. Events state what was
learned from invented articles (make train-events), so theirs is shown as it is.
"""

import argparse
import math
import random
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import mean

from event_reliability import judge_events
from judged_figures import Judged, judge_figures
from participant_reliability import judge_participants
from rich.console import Console
from rich.table import Table

from extract.facts.figures.confidence import class_of, smooth
from extract.facts.language_model import LanguageModel, load_language_model

_FACTS = Path(__file__).parents[2] / "extract/facts"
# Most rows state more than .8: bins are narrower there.
_EDGES = (0.0, 0.3, 0.5, 0.7, 0.8, 0.9, 0.95, 1.0)

_FOLDS, _DEALS = 10, 10

# What was stated, and whether it came true.
Statement = tuple[float, bool]
Counts = dict[str, tuple[int, int]]
ClassOf = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Sort:
    """A sort of facts whose confidence is counted.

    table: the file of its counts. source: the table's first line, `{total}` rows. class_of: the class of a method.
    judge: the judged rows of a folder.
    """

    name: str
    table: Path
    source: str
    class_of: ClassOf
    judge: Callable[[Path, LanguageModel], list[Judged]]


FIGURES = Sort(
    "figures",
    _FACTS / "figures/data/confidence.csv",
    "# How many figures of each class were right, value and unit, of {total} read from annotated news. "
    "Counted by make reliability FIT=1.",
    class_of,
    judge_figures,
)
PARTICIPANTS = Sort(
    "participants",
    _FACTS / "data/participant_confidence.csv",
    "# How many participants of each class were expected, with their kind, of {total} read from annotated news. "
    "Counted by make reliability FIT=1.",
    str,
    judge_participants,
)


def count_classes(judged: Iterable[Judged], class_of: ClassOf) -> Counts:
    """Class to right and read, sorted by class."""
    read: Counter[str] = Counter()
    right: Counter[str] = Counter()
    for row in judged:
        read[class_of(row.method)] += 1
        right[class_of(row.method)] += row.is_right
    return {name: (right[name], read[name]) for name in sorted(read)}


def cross_validate(judged: Sequence[Judged], class_of: ClassOf) -> list[list[Statement]]:
    """What each row would state by the rows of other texts: texts are dealt into folds, several times over."""
    texts: dict[str, list[Judged]] = {}
    for row in judged:
        texts.setdefault(row.text_id, []).append(row)
    return [_deal(texts, class_of, random.Random(seed)) for seed in range(_DEALS)]  # noqa: S311 - the same folds on every run


def _deal(texts: dict[str, list[Judged]], class_of: ClassOf, draw: random.Random) -> list[Statement]:
    names = draw.sample(sorted(texts), len(texts))
    stated: list[Statement] = []
    for fold in range(_FOLDS):
        others = count_classes(
            (each for at, name in enumerate(names) if at % _FOLDS != fold for each in texts[name]), class_of
        )
        held_out = [each for name in names[fold::_FOLDS] for each in texts[name]]
        stated += [(smooth(others, class_of(row.method)), row.is_right) for row in held_out]
    return stated


def sort_into_bins(stated: Iterable[Statement]) -> list[list[Statement]]:
    """The statements of each bin, its upper edge excluded but for 1."""
    bins: list[list[Statement]] = [[] for _ in _EDGES[1:]]
    for confidence, is_right in stated:
        bins[sum(confidence >= edge for edge in _EDGES[1:-1])].append((confidence, is_right))
    return bins


def calibration_error(stated: Sequence[Statement]) -> float:
    """Expected calibration error: the mean distance, over rows, between what a bin states and what came true in it."""
    return sum(abs(sum(p - right for p, right in each)) for each in sort_into_bins(stated)) / max(len(stated), 1)


def brier_score(stated: Sequence[Statement]) -> float:
    """Mean squared distance of what was stated from what came true, 0 at best."""
    return sum((p - right) ** 2 for p, right in stated) / max(len(stated), 1)


def error_by_chance(stated: Sequence[Statement]) -> float:
    """The calibration error that statements which are all true would show, since few rows fall into a bin."""
    variances = (sum(p * (1 - p) for p, _ in each) for each in sort_into_bins(stated))
    return sum(math.sqrt(2 / math.pi * variance) for variance in variances) / max(len(stated), 1)


def print_table(name: str, title: str, deals: Sequence[Sequence[Statement]]) -> None:
    """Bins of all deals together, then the errors of a deal, on average."""
    table = Table("stated confidence", name, "mean stated", "share right", title=title, title_justify="left")
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
    print(f"Brier score {brier:.4f} ({always * (1 - always):.4f} if all {name} stated {always:.3f})\n")


def write_counts(path: Path, source: str, counts: Counts) -> None:
    """Rewrites the table of classes with its source line."""
    total = sum(read for _, read in counts.values())
    lines = [
        source.format(total=total),
        "class,right,read",
        *(f"{name},{right},{read}" for name, (right, read) in counts.items()),
    ]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def report(sort: Sort, judged: Sequence[Judged], *, is_fit: bool) -> None:
    """Prints both tables of a sort of facts; rewrites its counts where it is to be fitted."""
    stated = [(row.confidence, row.is_right) for row in judged]
    if is_fit:
        counts = count_classes(judged, sort.class_of)
        write_counts(sort.table, sort.source, counts)
        stated = [(smooth(counts, sort.class_of(row.method)), row.is_right) for row in judged]
        print(f"{sort.table.name}: {len(counts)} classes from {len(judged)} {sort.name}", file=sys.stderr)
    print_table(sort.name, f"As the {sort.name} state it", [stated])
    deals = cross_validate(judged, sort.class_of)
    print_table(sort.name, f"Cross-validated: {_FOLDS} folds of texts, {_DEALS} times", deals)


def main() -> None:
    """Read, judge, print; rewrite the tables where asked to."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="annotated texts: figures/ and facts/")
    parser.add_argument("--fit", action="store_true", help="rewrite the tables of classes")
    options = parser.parse_args()
    if not options.folder.is_dir():
        raise SystemExit(f"{options.folder} is no folder")
    print(f"reading the texts of {options.folder}", file=sys.stderr, flush=True)
    model = load_language_model()
    for sort in (FIGURES, PARTICIPANTS):
        judged = sort.judge(options.folder, model)
        if not judged:
            raise SystemExit(f"no {sort.name} were read from the texts of {options.folder}")
        report(sort, judged, is_fit=options.fit)
    events = judge_events(options.folder, model)
    print_table("events", "As the events state it", [[(row.confidence, row.is_right) for row in events]])


if __name__ == "__main__":
    main()
