"""Whole rounds into one home for as long as asked, and what must not grow meanwhile: `make soak [MINUTES=20]`.

    python tests/faults/soak.py [--minutes 20] [--rounds N] [--pages 20] [--home FOLDER]

A round is `daybook run` in this process, as a worker that lives for long would do it: new pages are written, then every step
from reading them to publishing. Two other processes read over the swaps, one opens the file for each question, one keeps it open
until a newer one is there; each answer must be of one generation. After each round: memory of this process and of the largest
child, open descriptors, threads, logs (`.wal`), files that steps leave behind, generations, what readers hold. Exit code 1 where
the last third of the rounds holds more than the first by a margin, or a reader saw an error or a mixture.
"""

import argparse
import gc
import shutil
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, fields
from pathlib import Path
from statistics import median

import psutil
from soak_pages import write_pages
from soak_readers import Readers

from extract.pipeline import open_context, run
from extract.settings import load_settings

# Rounds before the first that counts: models are loaded, caches fill.
WARM_UP = 2
# What the last third may hold more than the first: share of it, and so much beside.
MARGINS = {
    "rss_mb": (0.10, 40), "child_mb": (0.15, 60), "descriptors": (0, 4), "threads": (0, 3), "children": (0, 1),
    "wal_bytes": (0, 0), "left_behind": (0, 0), "locks": (0, 0), "generations": (0, 1), "reader_mb": (0.25, 40),
    "reader_descriptors": (0, 3),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Round:
    """What there is after a round; megabytes are 10^6 bytes, reads are all so far."""

    seconds: float
    generation: int
    reads: int
    rss_mb: float
    child_mb: float
    descriptors: int
    threads: int
    children: int
    wal_bytes: int
    left_behind: int
    locks: int
    generations: int
    reader_mb: float
    reader_descriptors: int


@contextmanager
def watch_children() -> Iterator[list[float]]:
    """The most megabytes that one child held, looked at every quarter of a second: the list has one number."""
    most, done = [0.0], threading.Event()

    def look() -> None:
        while not done.wait(0.25):
            for child in psutil.Process().children(recursive=True):
                try:
                    if time.time() - child.create_time() < 1:
                        # A fork of this process that is about to become another program: what it holds is ours.
                        continue
                    most[0] = max(most[0], child.memory_info().rss / 1e6)
                except psutil.Error:
                    continue

    watcher = threading.Thread(target=look, daemon=True)
    watcher.start()
    yield most
    done.set()
    watcher.join()


def do_round(home: Path, number: int, pages: int, readers: Readers | None) -> Round:
    """Write pages, run every step, look at what there is."""
    inbox = home.parent / "inbox" / f"{number:05}"
    write_pages(inbox, number, pages)
    began = time.monotonic()
    with watch_children() as most:
        counts = run(open_context(load_settings(home=home)), [inbox], f"soak-{number:05}").as_dict()
    answers = readers.answers() if readers else []
    gc.collect()
    me = psutil.Process()
    every = [path for path in home.rglob("*") if path.is_file()]
    return Round(
        seconds=time.monotonic() - began,
        generation=counts["publish.generation"],
        reads=sum(answer[0] for answer in answers),
        rss_mb=me.memory_info().rss / 1e6,
        child_mb=most[0],
        descriptors=me.num_fds(),
        threads=me.num_threads(),
        children=len(me.children(recursive=True)),
        wal_bytes=sum(path.stat().st_size for path in every if path.name.endswith(".wal")),
        left_behind=sum(path.suffix in (".tmp", ".part", ".writing") or "candidate" in path.name for path in every),
        locks=sum("lock" in path.name for path in every),
        generations=sum("generations" in path.parts for path in every),
        reader_mb=max((answer[2] for answer in answers), default=0.0),
        reader_descriptors=max((answer[3] for answer in answers), default=0),
    )


def find_growth(rounds: list[Round]) -> list[str]:
    """What the last third of the rounds holds more of than the first, beyond its margin; medians, without the first rounds."""
    counted = rounds[WARM_UP:]
    third = max(1, len(counted) // 3)
    grown = []
    for name, (share, beside) in MARGINS.items():
        first, last = (median(getattr(one, name) for one in part) for part in (counted[:third], counted[-third:]))
        if last > first * (1 + share) + beside:
            grown.append(f"{name} grew from {first:,.0f} to {last:,.0f}")
    return grown


def soak(home: Path, pages: int, seconds: float, most_rounds: int) -> list[Round]:
    """Rounds until the time is over, or as many as asked for; prints a line for each."""
    names = [field.name for field in fields(Round)]
    print("round", *(f"{name:>{max(8, len(name))}}" for name in names), flush=True)
    rounds: list[Round] = []
    readers: Readers | None = None
    began = time.monotonic()
    try:
        while len(rounds) < most_rounds and time.monotonic() - began < seconds:
            rounds.append(do_round(home, len(rounds), pages, readers))
            readers = readers or Readers(home)
            cells = (f"{getattr(rounds[-1], name):>{max(8, len(name))},.0f}" for name in names)
            print(f"{len(rounds):>5}", *cells, flush=True)
    finally:
        if readers:
            readers.close()
    return rounds


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=20)
    parser.add_argument("--rounds", type=int, default=1_000_000, help="at most so many")
    parser.add_argument("--pages", type=int, default=20, help="new pages a round")
    parser.add_argument("--home", type=Path, help="where to work; by default a folder that is removed at the end")
    options = parser.parse_args()
    folder = options.home or Path(tempfile.mkdtemp(prefix="daybook-soak-"))
    try:
        rounds = soak(folder / "home", options.pages, options.minutes * 60, options.rounds)
    finally:
        if not options.home:
            shutil.rmtree(folder, ignore_errors=True)
    grown = find_growth(rounds)
    for line in grown:
        print(f"GREW {line}")
    print(f"{len(rounds)} rounds without growth" if not grown else f"{len(rounds)} rounds, {len(grown)} things grew")
    return 1 if grown or len(rounds) < WARM_UP + 3 else 0


if __name__ == "__main__":
    sys.exit(main())
