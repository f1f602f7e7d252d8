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

from extract.errors import PageError
from extract.pages.files import find_pages, read_page
from extract.pipeline.sandbox import ExtractedPage, ReadPage, extract_pages, open_workers
from extract.settings import load_settings

# A worker is killed at its deadline; on a busy machine that takes a moment more.
SECONDS_OVER = 1.0
# What a worker holds before it has a page: Python, parsers, the language model.
START_BYTES = 300 * 2**20


@dataclass(frozen=True)
class Ended:
    name: str
    outcome: str
    detail: str
    read_seconds: float
    seconds: float
    peak_rss_bytes: int


def run_folder(folder: Path) -> list[Ended]:
    """How each file of the folder ended, whatever its name ends with."""
    settings = load_settings()
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    read_seconds: list[float] = []

    def read() -> Iterator[ReadPage]:
        for page in find_pages(files):
            began = time.monotonic()
            try:
                done = ReadPage(page.page_uri, *read_page(page))
            except PageError as error:
                done = ReadPage(page.page_uri, refused=error)
            read_seconds.append(time.monotonic() - began)
            yield done

    with open_workers(settings) as workers:
        return [
            _ended(folder, page, read_seconds[number]) for number, page in enumerate(extract_pages(workers, read()))
        ]


def _ended(folder: Path, page: ExtractedPage, read_seconds: float) -> Ended:
    name = str(Path(page.read.page_uri).relative_to(folder)) if "://" not in page.read.page_uri else page.read.page_uri
    if page.refused:
        outcome, detail = page.refused.reason, str(page.refused)
    else:
        outcome, detail = ("articles" if page.articles else "neither"), f"{len(page.articles)}"
    return Ended(name, outcome, detail, read_seconds, page.seconds, page.peak_rss_bytes)


def find_broken_limits(ended: list[Ended], expected: int) -> list[str]:
    """What must not be: inputs that vanished, took too long or too much."""
    settings = load_settings()
    most_seconds = settings.extract_seconds + SECONDS_OVER
    most_bytes = settings.extract_memory_mb * 1_000_000 + START_BYTES
    broken = [f"{one.name}: neither an article nor a reject" for one in ended if one.outcome in ("neither", "")]
    broken += [f"{one.name}: {one.seconds:.1f} s" for one in ended if max(one.seconds, one.read_seconds) > most_seconds]
    broken += [f"{one.name}: {one.peak_rss_bytes:,} bytes" for one in ended if one.peak_rss_bytes > most_bytes]
    if len(ended) != expected:
        broken.append(f"{expected} inputs, {len(ended)} outcomes")
    return broken


def main() -> int:
    if len(sys.argv) != 2 or not Path(sys.argv[1]).is_dir():
        print(__doc__, file=sys.stderr)
        return 2
    folder = Path(sys.argv[1])
    ended = run_folder(folder)
    print(f"{len(ended)} inputs")
    for outcome, number in Counter(one.outcome for one in ended).most_common():
        print(f"  {number:5}  {outcome}")
    print("slowest, seconds to extract")
    for one in sorted(ended, key=lambda one: -one.seconds)[:5]:
        print(f"  {one.seconds:5.2f}  {one.peak_rss_bytes / 2**20:5.0f} MiB  {one.outcome}  {one.name}")
    peak = max((one.peak_rss_bytes for one in ended), default=0)
    slowest = max((one.read_seconds for one in ended), default=0.0)
    print(f"most memory of a worker {peak / 2**20:.0f} MiB, slowest to read {slowest:.2f} s")
    broken = find_broken_limits(ended, sum(path.is_file() for path in folder.rglob("*")))
    for line in broken:
        print(f"BROKEN {line}")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
