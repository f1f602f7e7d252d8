"""Eight readers on ten million facts, during loads and five publishes: `make bench-serving [BENCH_ARGS=...]`.

A home is made whose warehouse holds so many facts of a made-up world (event mentions, roles in them, participants, figures,
statements), built whole, checked and published. Then eight processes read it as dashboards do, half of them with a connection
for each query, half with one that they keep until they see a new file. Meanwhile a thousand more articles are loaded, checked,
linked, built, checked and published, as often as publishes are asked for. Exit 1 on any error: a query that fails, a
publication after a newer one, counts that do not hold together, a reader that missed a publish. The 95th percentile of all
queries is told beside its goal.
"""

import argparse
import json
import os
import shutil
import sys
import tempfile
import time
from dataclasses import asdict, dataclass
from pathlib import Path

import duckdb
from bench_warehouse import MORE, Home, say
from rich.console import Console
from serving_readers.answers import Answers
from serving_readers.start import Readers, reading
from warehouse_world.made import BATCH_ARTICLES
from warehouse_world.steps import ADDITION, measure

GOAL_SECONDS = 0.2
FACTS = ("event_mentions", "event_participants", "participants", "figures", "statements")
# 3 mentions, 4 roles, 4 participants, 10 figures and a statement; one article in 50 takes the place of an earlier one.
_FACTS_AN_ARTICLE = 21.5


@dataclass(frozen=True, slots=True)
class Plan:
    """What is measured. quiet: seconds before the first load. hurried: seconds of reading without a pause, before all else."""

    readers: Readers
    publishes: int
    quiet: float
    hurried: float
    nice: int


def main() -> None:
    """Make the home, read it while it is published, print the tables."""
    options = _options()
    folder = options.keep or Path(tempfile.mkdtemp(prefix="bench-serving-"))
    readers = Readers(options.readers, options.pause, options.threads, options.seed)
    try:
        home = make_home(folder, options.facts, options.seed)
        plan = Plan(readers, options.publishes, options.quiet, options.hurried, options.nice)
        hurried, answers = read_while_published(home, plan)
        console = Console(width=120)
        console.print(holdings(home))
        if hurried:
            seconds = f"p50 {hurried.percentile(50) * 1000:.0f} ms, p95 {hurried.percentile(95) * 1000:.0f} ms"
            console.print(f"Without a pause: {len(hurried) / plan.hurried:.1f} queries a second, {seconds}")
        is_well = report(console, answers, plan, hurried.errors() if hurried else [])
    finally:
        if not options.keep:
            shutil.rmtree(folder, ignore_errors=True)
    sys.exit(0 if is_well else 1)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--facts", type=int, default=10_000_000, help="rows of facts in the warehouse")
    parser.add_argument("--readers", type=int, default=8)
    parser.add_argument("--publishes", type=int, default=5)
    parser.add_argument(
        "--pause", type=float, default=1.5, help="seconds between two queries of a reader, a third more or less"
    )
    parser.add_argument("--threads", type=int, default=2, help="threads of a reader")
    parser.add_argument("--nice", type=int, default=0, help="how far loading gives way to readers, as `nice` has it")
    parser.add_argument("--quiet", type=float, default=60, help="seconds of reading before the first load")
    parser.add_argument(
        "--hurried", type=float, default=20, help="seconds of reading without a pause, before; 0 for none"
    )
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument(
        "--keep", type=Path, metavar="DIR", help="folder of the home, which stays there and is read again"
    )
    return parser.parse_args()


def make_home(folder: Path, facts: int, seed: int) -> Home:
    """A home with so many facts, published; one that is there already is taken as it is."""
    path = folder / "home"
    if (path / "published" / "daybook.duckdb").exists():
        return Home(path, articles_of(path), seed)
    home = Home(path, -(-facts // int(_FACTS_AN_ARTICLE * MORE)) * MORE, seed)
    home.build_first(are_linked=False)
    return home


def articles_of(home: Path) -> int:
    """How many articles the batches of a home have."""
    return BATCH_ARTICLES * sum(1 for _ in (home / "batches" / "discover").iterdir())


def read_while_published(home: Home, plan: Plan) -> tuple[Answers | None, Answers]:
    """Read without a pause, if that is asked for; then with pauses: alone, beside loads and publishes, alone again."""
    folder, hurried = home.path / "answers", None
    if plan.hurried:
        with reading(home.path, folder, plan.readers.without_pause()):
            began = [(time.time(), "quiet")]
            time.sleep(plan.hurried)
        hurried = Answers.read(folder, began)
    with reading(home.path, folder, plan.readers):
        os.nice(plan.nice)
        began = [(time.time(), "quiet")]
        time.sleep(plan.quiet)
        for number in range(plan.publishes):
            first = articles_of(home.path)
            for step in ADDITION:
                began.append((time.time(), step))
                cost = measure(step, home.path, first, first + MORE, home.seed)
                say(f"publish {number + 1} of {plan.publishes}, {step}: {cost.cpu:.1f} CPU s, {cost.seconds:.1f} s")
        began.append((time.time(), "quiet"))
        # Each reader has to come to its next query.
        time.sleep(max(plan.quiet / 4, 10))
    return hurried, Answers.read(folder, began)


def holdings(home: Home) -> str:
    """What the published file holds."""
    with duckdb.connect(str(home.path / "published" / "daybook.duckdb"), read_only=True) as connection:
        rows = {name: connection.execute(f"select count(*) from marts.{name}").fetchall()[0][0] for name in FACTS}
    counts = ", ".join(f"{name} {count:,}" for name, count in rows.items())
    return f"{sum(rows.values()):,} facts ({counts}), {home.megabytes('published/daybook.duckdb'):,.0f} MB published"


def report(console: Console, answers: Answers, plan: Plan, earlier: list) -> bool:
    """Print the tables; whether nothing went wrong. earlier: errors before them."""
    console.print(answers.by_step(), answers.by_query())
    errors = [*earlier, *answers.errors()]
    for error in errors[:10]:
        console.print(json.dumps(asdict(error)))
    seen = answers.generations()
    late = [reader for reader, numbers in seen.items() if len(numbers) != plan.publishes + 1]
    for reader in late:
        console.print(f"Reader {reader} saw the generations {seen[reader]}: not {plan.publishes} publishes")
    p95 = answers.percentile(95)
    seen_as = ", ".join(f"{numbers[0]} to {numbers[-1]}" for numbers in seen.values())
    console.print(
        f"{len(answers):,} queries of {len(seen)} readers, {len(errors)} errors; generations seen by each: {seen_as}\n"
        f"p95 {p95 * 1000:.0f} ms; goal: below {GOAL_SECONDS * 1000:.0f} ms, {'reached' if p95 < GOAL_SECONDS else 'not reached'}"
    )
    return not errors and not late


if __name__ == "__main__":
    main()
