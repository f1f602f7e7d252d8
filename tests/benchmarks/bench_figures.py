"""Figures read by us beside quantulum3, scores and speed in one run: `make bench-figures [SENTENCES=DIR]`.

DIR holds sets: files of JSON lines, {"id", "sentence", "quantities": [{"value", "value_high"?, "unit"?, "start"?, "end"?}]}, and,
where they have a scorer of their own, its command `score.py ANNOTATED READ --json`. Without DIR sixty bundled sentences are
read. The readers take turns, round by round, and medians are compared, so that a noisy machine disturbs both alike; times are
CPU seconds.
"""

import argparse
import json
import statistics
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from figure_readers import Daybook, Quantulum3, Reader, Reading
from figure_scores import Score, score
from figure_sets import FigureSet, read_sets
from rich.console import Console
from rich.table import Table

ROOT = Path(__file__).parents[2]


def measure(which: FigureSet, readers: Sequence[Reader], rounds: int) -> dict[str, list[Reading]]:
    """The readings of one set by reader, a round each; readers take turns."""
    readings: dict[str, list[Reading]] = {reader.name: [] for reader in readers}
    texts = [sentence.text for sentence in which.sentences]
    for number in range(1, rounds + 1):
        for reader in readers:
            print(f"{which.name}: round {number} of {rounds}, {reader.name}", file=sys.stderr, flush=True)
            readings[reader.name].append(reader.read(texts))
    return readings


def score_of(which: FigureSet, reading: Reading) -> Score:
    """The scores of one round: the readers give the same answers in each."""
    rows = zip(which.sentences, reading.quantities, strict=True)
    return score(which, {sentence.id: quantities for sentence, quantities in rows})


def _rate(count: int, seconds: Sequence[float]) -> float:
    return count / max(statistics.median(seconds), 1e-9)


def _share(value: float | None) -> str:
    return "-" if value is None else f"{100 * value:.1f}"


def _rows(which: FigureSet, readings: dict[str, list[Reading]]) -> list[tuple[str, Score, float, int]]:
    """A line a reader: name, scores, sentences a second, failures; ours twice, since quantulum3 tags and parses nothing."""
    count, rows = len(which.sentences), []
    for name, rounds in readings.items():
        scores, failed = score_of(which, rounds[0]), rounds[0].failed
        if name == Daybook.name:
            rows.append((f"{name}, figures layer", scores, _rate(count, [r.rule_seconds for r in rounds]), failed))
        if rounds[0].as_ranges is not None:
            told = Reading(rounds[0].as_ranges, 0, 0)
            rows.append((f"{name}, changes as ranges", score_of(which, told), 0, failed))
        label = f"{name}, with parsing" if name == Daybook.name else name
        rows.append((label, scores, _rate(count, [r.seconds for r in rounds]), failed))
    return rows


def main() -> None:
    """Measure, print the table, keep the JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sentences", type=Path, nargs="?", help="a folder of sets; default: the bundled sentences")
    parser.add_argument("--rounds", type=int, default=3, help="how often each reader reads each set")
    parser.add_argument("--other", type=Path, default=ROOT / ".venv-bench/bin/python", help="quantulum3's Python")
    parser.add_argument("--json", type=Path, help="where to keep the figures")
    options = parser.parse_args()
    if options.rounds < 1:
        raise SystemExit("--rounds: one at least")

    sets = read_sets(options.sentences)
    ours = Daybook()
    scores_named = ("value", "+bound", "+unit", "+item: shared word, same")
    table = Table("set", "reader", *scores_named, "false alarms, %", "sentences a CPU-s", "failed")
    figures: dict[str, dict[str, object]] = {}
    with Quantulum3(options.other) as other:
        for which in sets:
            empty = sum(not sentence.quantities for sentence in which.sentences)
            title = f"{which.name} ({len(which.sentences)}, {empty} empty)"
            for name, scores, speed, failed in _rows(which, measure(which, (ours, other), options.rounds)):
                items = f"{_share(scores.item_relaxed_f1)}/{_share(scores.item_strict_f1)}"
                shares = (_share(scores.value_f1), _share(scores.bound_f1), _share(scores.unit_f1), items)
                pace = f"{speed:,.0f}" if speed else ""
                table.add_row(
                    title, name, *shares, _share(scores.false_alarms), pace, str(failed), end_section=name == other.name
                )
                figures.setdefault(which.name, {})[name] = {
                    **asdict(scores),
                    "sentences_per_cpu_second": round(speed, 1),
                }
                title = ""
    Console(width=150).print(table)
    print(f"quantulum3 {other.version}{''.join(f'; it says: {note}' for note in other.notes)}")
    print(
        '"Changes as ranges": "from 5 to 7" told as one range, "hundreds" as 100 to 1,000, as some sets are annotated.'
    )
    print("A false alarm: a figure in a sentence that has none. quantulum3's ranges are given as their two ends.")
    if options.json:
        options.json.write_text(json.dumps(figures, indent=1) + "\n")


if __name__ == "__main__":
    main()
