"""Entities of a made-up world whose truth is known, linked and scored: `make bench-linking [BENCH_ARGS=--million]`.

Two sizes take turns, round by round, so that a noisy machine disturbs both alike; the medians of their CPU seconds make the
ratio, which must not pass 13 from 10,000 mentions to 100,000. Exit 1 where it does, or where F1 of pairs at 100,000 mentions is
below 0.90: of all mentions, and of those that are neither countries, which are easy, nor groups.
Last comes how many merges of real articles were right that were drawn by chance and read (`judged_merges.csv`).
"""

import argparse
import json
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path

import numpy as np
import pyarrow as pa
from judged_merges import print_judged
from linking_world.generate import Mentions, generate
from linking_world.scores import Score, score, worst
from rich.console import Console
from rich.table import Table

from extract.linking.entities.link import link_entities

ROOT = Path(__file__).parents[2]
SMALL, LARGE, MILLION = 10_000, 100_000, 1_000_000
F1_FLOOR, RATIO_CEILING = 0.90, 13.0
BOUND = ("all", "no countries, groups")
GROWTH = (5_000, 10_000, 20_000, 50_000, 100_000)


@dataclass(slots=True)
class Run:
    """One linker on one set of mentions."""

    linker: str
    size: int
    found: np.ndarray
    seconds: list[float] = field(default_factory=list)
    cpu_seconds: list[float] = field(default_factory=list)
    peak_mib: float = 0.0
    note: str = ""

    @property
    def cpu(self) -> float:
        """Median."""
        return statistics.median(self.cpu_seconds)


def found_by(ids: pa.Array, rows: list[str], entities: list[str]) -> np.ndarray:
    """The found entity of each mention as a number; -1, -2, ... for mentions that got none."""
    entity_of = dict(zip(rows, entities, strict=True))
    numbers: dict[str, int] = {}
    return np.array(
        [
            numbers.setdefault(entity_of[row], len(numbers)) if row in entity_of else -1 - at
            for at, row in enumerate(ids.to_pylist())
        ],
        dtype=np.int64,
    )


def resident_mib() -> float:
    """Memory of this process now, MiB."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * 4096 / 2**20


@contextmanager
def peak_memory() -> Iterator[list[float]]:
    """Most memory above that at the start while the block runs, MiB, looked at twenty times a second."""
    peak, before, done = [0.0], resident_mib(), threading.Event()

    def watch() -> None:
        while not done.wait(0.05):
            peak[0] = max(peak[0], resident_mib() - before)

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        yield peak
    finally:
        done.set()
        watcher.join()


def link(mentions: Mentions, run: Run | None = None) -> Run:
    """Once more; the result of the first time stays."""
    with peak_memory() as peak:
        start, cpu_start = time.perf_counter(), time.process_time()
        links = link_entities(mentions.table)
        seconds, cpu_seconds = time.perf_counter() - start, time.process_time() - cpu_start
    if run is None:
        members = links.participant_entities
        columns = (members["participant_id"].to_pylist(), members["entity_id"].to_pylist())
        run = Run("Daybook", mentions.table.num_rows, found_by(mentions.table["participant_id"], *columns))
    run.seconds.append(seconds)
    run.cpu_seconds.append(cpu_seconds)
    run.peak_mib = max(run.peak_mib, peak[0])
    return run


def scores_of(mentions: Mentions, found: np.ndarray) -> dict[str, Score]:
    """By subset."""
    truth = mentions.entity
    subsets = {"all": None, "no countries, groups": mentions.is_of_interest, "hard": mentions.is_hard}
    subsets |= {kind: mentions.kind == kind for kind in ("person", "organisation", "place", "country", "group")}
    subsets |= {"namesakes": mentions.is_ambiguous & mentions.is_of_interest}
    subsets |= {
        f"form: {form}": (mentions.form == form) & mentions.is_of_interest
        for form in ("full", "variant", "short", "typo", "cut", "wrong kind")
    }
    return {name: score(truth, found, which) for name, which in subsets.items()}


def print_runs(runs: list[tuple[Run, dict[str, Score]]]) -> None:
    table = Table(
        "mentions", "linker", "subset", "of it", "pairs", "P", "R", "F1", "B3 P", "B3 R", "B3 F1", "CPU-s", "s", "MiB"
    )
    for run, scores in runs:
        lead = (f"{run.size:,}", run.linker)
        for number, (name, found) in enumerate(scores.items()):
            values = (found.precision, found.recall, found.f1, found.b3_precision, found.b3_recall, found.b3_f1)
            cost = (
                (f"{run.cpu:.1f}", f"{statistics.median(run.seconds):.1f}", f"{run.peak_mib:,.0f}")
                if number == 0
                else ("", "", "")
            )
            table.add_row(
                *(lead if number == 0 else ("", "")), name, f"{found.mentions:,}", f"{found.pairs:,}",
                *(f"{value:.3f}" for value in values), *cost, end_section=number == len(scores) - 1,
            )  # fmt: skip
    Console(width=150).print(table)


def print_misses(mentions: Mentions, found: np.ndarray, count: int) -> None:
    """What costs most pairs, groups aside."""
    at = np.flatnonzero(mentions.kind != "group")
    merged, parted = worst(mentions.entity[at], found[at], count)
    for title, misses in (("merged though different", merged), ("apart though the same", parted)):
        print(f"\n{title}: pairs, two of the mentions")
        for pairs, one, other in misses:
            print(f"  {pairs:7,}  " + "  |  ".join(_shown(mentions, int(at[row])) for row in (one, other)))


def _shown(mentions: Mentions, at: int) -> str:
    row = mentions.table.slice(at, 1).to_pylist()[0]
    told = [row[name] for name in ("description", "affiliation", "country_code") if row[name]]
    return f"{row['name']} [{row['kind']}, {mentions.form[at]}{''.join(', ' + text for text in told)}]"


def grow(seed: int) -> None:
    """Seconds by number of mentions, each twice, the sizes in turn."""
    worlds = {size: generate(size, seed) for size in GROWTH}
    runs: dict[int, Run] = {}
    for _ in range(2):
        for size, mentions in worlds.items():
            runs[size] = link(mentions, runs.get(size))
    for size, run in runs.items():
        best = min(run.cpu_seconds)
        print(f"{size:9,} mentions  {best:7.2f} CPU-s  {1e6 * best / size:6.1f} us each  {run.peak_mib:6,.0f} MiB")


def main() -> int:
    """Measure, print, keep the JSON; 1 where a bound is broken."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--million", action="store_true", help="a million mentions too")
    parser.add_argument("--splink", action="store_true", help="splink beside it")
    parser.add_argument("--growth", action="store_true", help="only the time by number of mentions")
    parser.add_argument("--rounds", type=int, default=3, help="how often the two sizes take turns")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--size", type=int, help="this many mentions alone, without bounds")
    parser.add_argument("--misses", type=int, default=0, help="show so many of the worst misses of the largest set")
    parser.add_argument("--other", type=Path, default=ROOT / ".cache/splink/bin/python", help="splink's Python")
    parser.add_argument("--json", type=Path, help="where to keep the figures")
    options = parser.parse_args()
    if options.rounds < 1:
        raise SystemExit("--rounds: one at least")
    if options.growth:
        grow(options.seed)
        return 0

    sizes = [options.size] if options.size else [SMALL, LARGE]
    worlds = {size: generate(size, options.seed) for size in sizes}
    runs: dict[int, Run] = {}
    for number in range(1, options.rounds + 1):
        for size, mentions in worlds.items():
            print(f"round {number} of {options.rounds}, {size:,} mentions", file=sys.stderr, flush=True)
            runs[size] = link(mentions, runs.get(size))
    if options.million and not options.size:
        worlds[MILLION] = generate(MILLION, options.seed)
        runs[MILLION] = link(worlds[MILLION])

    shown = [(run, scores_of(worlds[size], run.found)) for size, run in runs.items()]
    print_runs(shown)
    others = [run for size in sizes for run in _by_splink(worlds[size], options.other)] if options.splink else []
    if others:
        print_runs(others)
        print("\n".join(f"{run.linker}, {run.size:,}: {run.note}" for run, _ in others))
    if options.misses:
        largest = max(worlds)
        print_misses(worlds[largest], runs[largest].found, options.misses)
    if options.json:
        figures = [
            {"linker": run.linker, "mentions": run.size, "seconds": run.seconds, "cpu_seconds": run.cpu_seconds,
             "peak_mib": round(run.peak_mib),
             "scores": {name: asdict(found) for name, found in scores.items()}}
            for run, scores in (*shown, *others)
        ]  # fmt: skip
        options.json.write_text(json.dumps(figures, indent=1) + "\n")
    if options.size:
        return 0
    print_judged()
    return _verdict(runs, dict(zip(runs, (scores for _, scores in shown), strict=False)))


def _by_splink(mentions: Mentions, python: Path) -> list[tuple[Run, dict[str, Score]]]:
    """One run, or none where splink fails: its estimation may, on few mentions."""
    from splink_linker import link_by_splink

    size = mentions.table.num_rows
    print(f"splink, {size:,} mentions", file=sys.stderr, flush=True)
    try:
        other = link_by_splink(mentions, python)
    except subprocess.CalledProcessError as error:
        print(f"splink failed on {size:,} mentions: exit {error.returncode}")
        return []
    run = Run("splink", size, other.found, [other.seconds], [other.cpu_seconds], other.peak_mib, other.note)
    return [(run, scores_of(mentions, other.found))]


def _verdict(runs: dict[int, Run], scores: dict[int, dict[str, Score]]) -> int:
    """Says how the bounds are kept; the exit status."""
    ratio = runs[LARGE].cpu / runs[SMALL].cpu
    reached = {name: scores[LARGE][name].f1 for name in BOUND}
    print(f"CPU time of {LARGE:,} mentions to that of {SMALL:,}: {ratio:.1f}, at most {RATIO_CEILING:g}")
    for name, f1 in reached.items():
        print(f"F1 of pairs at {LARGE:,}, {name}: {f1:.3f}, at least {F1_FLOOR:.2f}")
    return 0 if ratio <= RATIO_CEILING and min(reached.values()) >= F1_FLOOR else 1


if __name__ == "__main__":
    sys.exit(main())
