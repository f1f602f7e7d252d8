"""Runs every file of a folder of hostile inputs through reading and sandboxed extraction: each must end as articles or a reject.

    python tests/faults/hostile.py DIR

Prints how they ended, the slowest, and the most memory a worker held; exit code 1 where one vanished or passed a limit.
"""

import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from extract.pipeline.reading_pages import read_pages
from extract.pipeline.sandbox import ExtractedPage, ReadPage, extract_pages, open_workers
from extract.settings import load_settings

# A worker is killed at its deadline; on a busy machine that takes a moment more.
SECONDS_OVER = 1.0
# What a worker holds before it has a page: Python, parsers, the language model.
START_BYTES = 300 * 2**20


@dataclass(frozen=True)
class Ended:
    file: Path
    outcome: str
    read_seconds: float
    seconds: float
    peak_rss_bytes: int


def run_folder(folder: Path) -> list[Ended]:
    """How each file of the folder ended, whatever its name ends with; an archive ends once for each page and each loss."""
    files: list[Path] = []
    read_seconds: list[float] = []

    def read() -> Iterator[ReadPage]:
        for file in list_files(folder):
            pages, _ = read_pages([file])
            began = time.monotonic()
            for page in pages:
                files.append(file)
                read_seconds.append(time.monotonic() - began)
                yield page
                began = time.monotonic()

    with open_workers(load_settings()) as workers:
        pages = enumerate(extract_pages(workers, read()))
        return [_ended(files[number], page, read_seconds[number]) for number, page in pages]


def list_files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def _ended(file: Path, page: ExtractedPage, read_seconds: float) -> Ended:
    outcome = page.refused.reason if page.refused else "articles" if page.articles else ""
    return Ended(file, outcome, read_seconds, page.seconds, page.peak_rss_bytes)


def find_broken_limits(ended: list[Ended], files: list[Path]) -> list[str]:
    """What must not be: inputs that vanished, took too long or too much."""
    settings = load_settings()
    most_seconds = settings.extract_seconds + SECONDS_OVER
    most_bytes = settings.extract_memory_mb * 1_000_000 + START_BYTES
    broken = [f"{one.file}: neither an article nor a reject" for one in ended if not one.outcome]
    broken += [f"{file}: no outcome" for file in sorted(set(files) - {one.file for one in ended})]
    broken += [f"{one.file}: {one.seconds:.1f} s" for one in ended if one.seconds > most_seconds]
    broken += [f"{one.file}: {one.read_seconds:.1f} s to read" for one in ended if one.read_seconds > most_seconds]
    broken += [f"{one.file}: {one.peak_rss_bytes:,} bytes" for one in ended if one.peak_rss_bytes > most_bytes]
    return broken


def main() -> int:
    if len(sys.argv) != 2 or not Path(sys.argv[1]).is_dir():
        print(__doc__, file=sys.stderr)
        return 2
    folder = Path(sys.argv[1])
    files = list_files(folder)
    ended = run_folder(folder)
    print(f"{len(files)} files, {len(ended)} pages")
    for outcome, number in Counter(one.outcome or "neither" for one in ended).most_common():
        print(f"  {number:5}  {outcome}")
    print("slowest: seconds to extract, most memory of the worker")
    for one in sorted(ended, key=lambda one: -one.seconds)[:5]:
        print(
            f"  {one.seconds:5.2f}  {one.peak_rss_bytes / 2**20:5.0f} MiB  {one.outcome}  {one.file.relative_to(folder)}"
        )
    peak = max((one.peak_rss_bytes for one in ended), default=0)
    slowest = max((one.read_seconds for one in ended), default=0.0)
    print(f"most memory of a worker {peak / 2**20:.0f} MiB, slowest to read {slowest:.2f} s")
    broken = find_broken_limits(ended, files)
    for line in broken:
        print(f"BROKEN {line}")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
