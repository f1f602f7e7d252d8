"""What a thousand more articles cost a warehouse of 1,000, 10,000 and 100,000: `make bench-warehouse [BENCH_ARGS=...]`.

For each size a home is made whose warehouse holds so many articles of a made-up world, built whole, checked and published. Then
the sizes take turns, round by round: a thousand more articles are loaded, checked, linked, built, checked and published. Medians
of CPU seconds are compared. Exit 1 where load, build or the gates cost at the largest size over 15 percent more than at the
smallest; the copies that grow with the warehouse, and linking, are told apart from that.
"""

import argparse
import json
import shutil
import statistics
import sys
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path

from rich.console import Console
from rich.table import Table
from warehouse_world.steps import ADDITION, Cost, measure

SIZES, MORE, CEILING = (1_000, 10_000, 100_000), 1_000, 1.15
# Each is held against its own cost at the smallest size.
FLAT: Mapping[str, tuple[str, ...]] = {
    "load": ("load",),
    "build": ("build",),
    "gates": ("check_batches", "check_marts"),
    "load, build and gates": ("load", "check_batches", "build", "check_marts"),
}
APART: Mapping[str, tuple[str, ...]] = {
    "copy of the build": ("open",),
    "links": ("link",),
    "copy for readers": ("publish",),
}
# Raw tables, the build, its copy as candidate and two published files, as measured.
_BYTES_AN_ARTICLE = 40_000


@dataclass(slots=True)
class Home:
    """A warehouse of one size and what it cost: the first build, and each addition."""

    path: Path
    size: int
    seed: int
    first: dict[str, Cost] = field(default_factory=dict)
    additions: list[dict[str, Cost]] = field(default_factory=list)

    def build_first(self, *, are_linked: bool) -> None:
        """Make the warehouse and build it whole."""
        if not (self.path / "warehouse").exists():
            self.first["base"] = self._measure("base", 0, self.size)
        steps = (
            ("link_really", "build", "check_marts", "publish") if are_linked else ("build", "check_marts", "publish")
        )
        for step in steps:
            self.first[step] = self._measure(step, 0, self.size)

    def add(self, *, are_linked: bool) -> None:
        """Load, check, link, build, check and publish a thousand more articles."""
        first = self.size + MORE * len(self.additions)
        costs = {
            step: self._measure("link_really" if step == "link" and are_linked else step, first, first + MORE)
            for step in ADDITION
        }
        self.additions.append(costs)

    def _measure(self, step: str, first: int, last: int) -> Cost:
        cost = measure(step, self.path, first, last, self.seed)
        say(f"{self.size:>9,} articles, {step}: {cost.cpu:.1f} CPU s, {cost.seconds:.1f} s, {cost.peak_mb:,.0f} MB")
        return cost

    def median(self, steps: Iterable[str], what: str = "cpu") -> float:
        """Median over the additions of what steps took together."""
        return statistics.median(sum(getattr(costs[step], what) for step in steps) for costs in self.additions)

    def megabytes(self, name: str) -> float:
        """Size of a file of the home."""
        path = self.path / name
        return path.stat().st_size / 1e6 if path.exists() else 0.0


def say(words: str) -> None:
    """Tell how far it is, apart from the table."""
    print(words, file=sys.stderr, flush=True)


def main() -> None:
    """Measure, print the table, keep the JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=list(SIZES), help="articles in the warehouse")
    parser.add_argument("--rounds", type=int, default=3, help="how often a thousand more are added to each")
    parser.add_argument(
        "--links", choices=("made", "real"), default="made", help="who links: the made-up world, or `link`"
    )
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--keep", type=Path, help="folder for the homes, which stay there")
    parser.add_argument("--json", type=Path, help="where to keep the figures")
    options = parser.parse_args()

    folder = options.keep or Path(tempfile.mkdtemp(prefix="bench-warehouse-"))
    folder.mkdir(parents=True, exist_ok=True)
    try:
        _require_space(folder, sum(options.sizes))
        homes = [Home(folder / f"{size}", size, options.seed) for size in options.sizes]
        is_flat = compare(homes, options.rounds, are_linked=options.links == "real")
        if options.json:
            options.json.write_text(json.dumps([figures(home) for home in homes], indent=1) + "\n")
    finally:
        if not options.keep:
            shutil.rmtree(folder, ignore_errors=True)
    sys.exit(0 if is_flat else 1)


def compare(homes: list[Home], rounds: int, *, are_linked: bool) -> bool:
    """Measure the homes in turns and print what they took; whether the largest is no dearer than the smallest."""
    for home in homes:
        home.build_first(are_linked=are_linked)
    for _ in range(rounds):
        for home in homes:
            home.add(are_linked=are_linked)
    console = Console(width=120)
    console.print(first_table(homes), more_table(homes))
    dearer = [f"{name} {growth(homes, steps):.2f}" for name, steps in FLAT.items() if growth(homes, steps) > CEILING]
    console.print(f"Not flat (over {CEILING}): {', '.join(dearer)}" if dearer else f"All flat within {CEILING}.")
    return not dearer


def growth(homes: list[Home], steps: Iterable[str]) -> float:
    """How many times as dear steps are at the last size as at the first."""
    steps = tuple(steps)
    return homes[-1].median(steps) / homes[0].median(steps)


def first_table(homes: list[Home]) -> Table:
    """The first build, whole, and the files."""
    table = Table("the whole warehouse", *(f"{home.size:,}" for home in homes), title="CPU seconds / seconds / peak MB")
    for step, name in (("base", "written by SQL"), ("link_really", "linked"), ("build", "full build"),
                       ("check_marts", "gate, whole"), ("publish", "copy for readers")):  # fmt: skip
        if any(step in home.first for home in homes):
            table.add_row(name, *(_cell(home.first.get(step)) for home in homes))
    for name in ("warehouse/build.duckdb", "published/daybook.duckdb"):
        table.add_row(f"{name}, MB", *(f"{home.megabytes(name):,.0f}" for home in homes))
    return table


def more_table(homes: list[Home]) -> Table:
    """What an addition costs, flat parts and the others."""
    table = Table(f"{MORE:,} articles more", *(f"{home.size:,}" for home in homes), "last / first",
                  title="medians of CPU seconds / seconds / peak MB")  # fmt: skip
    parts = {**FLAT, "of these, check_batches": ("check_batches",), "of these, check_marts": ("check_marts",), **APART}
    for name, steps in parts.items():
        cells = [Cost(home.median(steps, "seconds"), home.median(steps), _peak(home, steps)) for home in homes]
        table.add_row(name, *map(_cell, cells), f"{growth(homes, steps):.2f}")
    return table


def _peak(home: Home, steps: Iterable[str]) -> float:
    return max(costs[step].peak_mb for costs in home.additions for step in steps)


def _cell(cost: Cost | None) -> str:
    return "" if cost is None else f"{cost.cpu:,.1f} / {cost.seconds:,.1f} / {cost.peak_mb:,.0f}"


def figures(home: Home) -> dict[str, object]:
    """What a home cost, for a file."""
    return {
        "articles": home.size,
        "first": {step: asdict(cost) for step, cost in home.first.items()},
        "additions": [{step: asdict(cost) for step, cost in costs.items()} for costs in home.additions],
        "build_mb": round(home.megabytes("warehouse/build.duckdb"), 1),
        "published_mb": round(home.megabytes("published/daybook.duckdb"), 1),
    }


def _require_space(folder: Path, articles: int) -> None:
    needed, free = articles * _BYTES_AN_ARTICLE, shutil.disk_usage(folder).free
    say(f"needs about {needed / 1e9:.1f} GB in {folder}, {free / 1e9:.1f} GB are free")
    if needed > free:
        sys.exit(f"{folder} has too little room: --keep DIR on a larger disk, or fewer --sizes")


if __name__ == "__main__":
    main()
