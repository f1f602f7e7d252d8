"""Bodies of pages against those people marked, beside the libraries they are read with: `make bench-articles PAGES=DIR`.

DIR holds sets, one a folder: gold.jsonl (`id`, `file`, `body`, `url`) and the pages it names, plain or gzipped. Without DIR the
repository's own golden pages are read. Every extractor has each page in turn, so that a noisy machine disturbs all alike; times
are CPU seconds with metadata, the memory of each is a process's own. The interval is a paired bootstrap over the pages.
"""

import argparse
import gc
import gzip
import json
import logging
import multiprocessing
import random
import resource
import statistics
import time
import warnings
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import cycle, islice
from pathlib import Path

from rich.console import Console
from rich.table import Table

from extract.articles.shingles import shingles_of
from extract.contract.keys import page_id
from extract.contract.tables import Page

ROOT = Path(__file__).parents[2]
BASE, OURS = "trafilatura default", "daybook"
_SEED, _ROUNDS = 7, 1000
# After every page of a real set: later than any of them was published.
_CAPTURED = "2030-01-01T00:00:00+00:00"

Read = Callable[[bytes, str | None], str]
# True positives, false positives and false negatives as shares of their sum.
Counts = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class GoldPage:
    """A page and the body that people marked; the page is read when it is asked for, so that a soak measures its reader alone."""

    path: Path
    body: str
    url: str | None

    @property
    def content(self) -> bytes:
        """The page's bytes."""
        content = self.path.read_bytes()
        return gzip.decompress(content) if self.path.suffix == ".gz" else content


def read_sets(folder: Path | None) -> dict[str, list[GoldPage]]:
    """The sets in a folder by name; the golden pages where there is none."""
    if folder is None:
        return {"golden": list(_golden_pages())}
    sets = {path.parent.name: list(_gold_pages(path)) for path in sorted(folder.glob("*/gold.jsonl"))}
    if not sets:
        raise SystemExit(f"{folder} holds no set: a set is a folder with gold.jsonl and the pages it names")
    return sets


def _gold_pages(gold: Path) -> Iterator[GoldPage]:
    for line in gold.read_text().splitlines():
        row = json.loads(line)
        if row.get("body"):
            yield GoldPage(gold.parent / row["file"], row["body"], row.get("url"))


def _golden_pages() -> Iterator[GoldPage]:
    golden = ROOT / "tests/golden"
    for article in json.loads((golden / "articles.json").read_text()):
        for name in article["pages"] if article["is_primary"] else ():
            if ".html" in name:
                yield GoldPage(golden / "pages" / name, article["text"], None)


def load_extractor(name: str) -> Read:
    """An extractor by its name: bytes and address in, body out; empty where it finds none."""
    warnings.simplefilter("ignore")
    logging.disable(logging.CRITICAL)
    if name == OURS:
        return _read_ours
    if name == "newspaper4k":
        return _newspaper()
    if name == "readability-lxml":
        return _readability()
    mode = name.removeprefix("trafilatura ")
    return _trafilatura({} if mode == "default" else {mode: True})


def _trafilatura(options: dict[str, bool]) -> Read:
    from trafilatura import bare_extraction

    def read(content: bytes, url: str | None) -> str:
        found = bare_extraction(content, url=url, with_metadata=True, include_comments=False, **options)
        return getattr(found, "text", None) or ""

    return read


def _newspaper() -> Read:
    import newspaper

    def read(content: bytes, url: str | None) -> str:
        article = newspaper.Article(url or "https://example.org/", fetch_images=False)
        article.download(input_html=content.decode(errors="replace"))
        article.parse()
        return article.text or ""

    return read


def _readability() -> Read:
    from lxml import html
    from readability import Document

    def read(content: bytes, url: str | None) -> str:
        return " ".join(html.fromstring(Document(content, url=url).summary()).itertext())

    return read


def _read_ours(content: bytes, url: str | None) -> str:
    from extract.articles.extract import extract_articles

    page = Page(
        page_id=page_id(content), page_uri=url or "page", captured=_CAPTURED,
        captured_at=datetime.fromisoformat(_CAPTURED).astimezone(UTC), media_type="text/html",
        length_bytes=len(content), url=url,
    )  # fmt: skip
    return next((article.text for article in extract_articles(page, content).articles if article.is_primary), "")


EXTRACTORS = (
    BASE, "trafilatura fast", "trafilatura favor_precision", "trafilatura favor_recall", "newspaper4k", "readability-lxml", OURS,
)  # fmt: skip


def read_all(
    sets: dict[str, list[GoldPage]],
) -> tuple[dict[str, dict[str, list[Counts]]], dict[str, float], dict[str, int]]:
    """Counts by extractor, set and page; CPU seconds by extractor; pages on which it failed."""
    extractors = {name: load_extractor(name) for name in EXTRACTORS}
    scores: dict[str, dict[str, list[Counts]]] = {name: {which: [] for which in sets} for name in EXTRACTORS}
    seconds = dict.fromkeys(EXTRACTORS, 0.0)
    failed = dict.fromkeys(EXTRACTORS, 0)
    for read in extractors.values():
        # What is imported and compiled at the first page counts for nobody.
        first = next(page for pages in sets.values() for page in pages)
        _quietly(read, first.content, first.url)
    for which, pages in sets.items():
        for page in pages:
            content = page.content
            for name, read in extractors.items():
                start = time.process_time()
                text = _quietly(read, content, page.url)
                seconds[name] += time.process_time() - start
                failed[name] += text is None
                scores[name][which].append(counts(page.body, text or ""))
    return scores, seconds, failed


def _quietly(read: Read, content: bytes, url: str | None) -> str | None:
    try:
        return read(content, url)
    except Exception:
        return None


def counts(gold: str, found: str) -> Counts:
    """What was found of a body, too much and missed, in runs of four words."""
    one, other = shingles_of(gold), shingles_of(found)
    shared = (one & other).total()
    too_much, missed = other.total() - shared, one.total() - shared
    total = shared + too_much + missed
    return (shared / total, too_much / total, missed / total) if total else (0.0, 0.0, 0.0)


def f1(pages: Sequence[Counts]) -> float:
    """F1 of the mean precision and the mean recall over pages, as scrapinghub/article-extraction-benchmark counts them."""
    precisions = [hit / (hit + extra) for hit, extra, _ in pages if hit + extra > 0]
    recalls = [hit / (hit + missed) for hit, _, missed in pages if hit + missed > 0]
    if not precisions or not recalls:
        return 0.0
    precision, recall = statistics.mean(precisions), statistics.mean(recalls)
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def interval(ours: Sequence[Counts], base: Sequence[Counts]) -> tuple[float, float]:
    """95 % of the differences between ours and the base when the pages are drawn again, the same for both."""
    draw = random.Random(_SEED)  # noqa: S311 - the same draws on every run are what is wanted
    differences = []
    for _ in range(_ROUNDS):
        drawn = [draw.randrange(len(ours)) for _ in ours]
        differences.append(f1([ours[n] for n in drawn]) - f1([base[n] for n in drawn]))
    differences.sort()
    return differences[int(0.025 * _ROUNDS)], differences[int(0.975 * _ROUNDS) - 1]


def measure_memory(name: str, pages: Sequence[GoldPage], number: int) -> dict[str, int]:
    """MiB of a process that reads this many pages, the set again and again: after 1,000, at the end, and at most."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(_soak, (name, list(pages), number))


def _soak(name: str, pages: list[GoldPage], number: int) -> dict[str, int]:
    read = load_extractor(name)
    found: dict[str, int] = {}
    for count, page in enumerate(islice(cycle(pages), number), 1):
        _quietly(read, page.content, page.url)
        if count in (min(1000, number), number):
            gc.collect()
            found["at_1k" if count == min(1000, number) and "at_1k" not in found else "at_end"] = _resident_mib()
    found.setdefault("at_end", found["at_1k"])
    return {**found, "peak": _peak_mib()}


def _resident_mib() -> int:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() // 2**20


def _peak_mib() -> int:
    # Not ru_maxrss: a process is born with its parent's.
    status = Path("/proc/self/status").read_text()
    return int(status.partition("VmHWM:")[2].split()[0]) // 1024


def main() -> None:
    """Measure, print the tables, keep the JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pages", type=Path, nargs="?", help="a folder of sets; default: the golden pages")
    parser.add_argument(
        "--soak", type=int, default=0, help="read so many pages in one process, the sets again and again"
    )
    parser.add_argument("--json", type=Path, help="where to keep the figures")
    options = parser.parse_args()

    sets = read_sets(options.pages)
    every = [page for pages in sets.values() for page in pages]
    scores, seconds, failed = read_all(sets)
    table = Table(
        "extractor",
        *(f"F1 {which} ({len(pages)})" for which, pages in sets.items()),
        "pages a CPU-s",
        "failed",
        "peak MiB",
    )
    figures: dict[str, object] = {}
    for name in EXTRACTORS:
        found = {which: f1(scores[name][which]) for which in sets}
        memory = measure_memory(name, every, len(every))
        rate = len(every) / seconds[name]
        table.add_row(
            name, *(f"{value:.3f}" for value in found.values()), f"{rate:.1f}", str(failed[name]), str(memory["peak"])
        )
        figures[name] = {
            "f1": found,
            "pages_per_cpu_second": round(rate, 1),
            "failed": failed[name],
            "peak_mib": memory["peak"],
        }
    Console(width=160).print(table)
    for which in sets:
        low, high = interval(scores[OURS][which], scores[BASE][which])
        figures[f"{OURS} - {BASE}, {which}"] = [low, high]
        print(
            f"{which}: {OURS} - {BASE} {f1(scores[OURS][which]) - f1(scores[BASE][which]):+.4f} [{low:+.4f}, {high:+.4f}]"
        )
    if options.soak:
        memory = measure_memory(OURS, every, options.soak)
        figures["soak"] = memory
        print(
            f"{OURS}, one process: {memory['at_1k']} MiB after 1,000 pages, {memory['at_end']} after {options.soak:,}"
        )
    if options.json:
        options.json.write_text(json.dumps(figures, indent=1) + "\n")


if __name__ == "__main__":
    main()
