"""The whole facts step beside its own language model on the same texts in one run: `make bench-facts [ARTICLES=FILE.jsonl]`.

Rounds go A B A B and medians are compared. Shows the ratio, the peak memory of the process, and which part of our own rules
takes how much of their time. FILE.jsonl has articles as `daybook facts` reads them; without it the bundled pages are read.
"""

import argparse
import cProfile
import json
import pstats
import resource
from collections.abc import Callable, Sequence
from pathlib import Path

from bench_stages import ROOT, median_seconds
from rich.console import Console
from rich.table import Table

from extract.articles.extract import extract_articles
from extract.facts.json_lines import parse_article_line
from extract.facts.language_model import load_language_model
from extract.facts.read import ArticleText, read_articles
from extract.pages.files import find_pages, read_page
from extract.pipeline.reading import article_text

# The function that is a part's door: its own time and that of all it calls is the part's.
_PARTS = {
    "sentences": "find_sentences",
    "figures": "read_figures",
    "dates": "find_dates",
    "names": "find_names",
    "participants": "read_participants",
    "events and roles": "read_events",
    "statements": "find_statements",
    "rows": "make_rows",
}


def main() -> None:
    """Measure and print both tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("articles", type=Path, nargs="?", help="articles as JSON lines")
    parser.add_argument("--copies", type=int, default=10, help="how often the articles are read in one round")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--json", type=Path, help="where to keep the figures")
    options = parser.parse_args()

    articles = _articles(options.articles) * options.copies
    model = load_language_model()
    ours: Callable[[], object] = lambda: list(read_articles(articles, model))  # noqa: E731 - the same call twice
    mine, bare = median_seconds(ours, lambda: list(model.read(one.text for one in articles)), options.rounds)
    table = Table("articles", "ours, s", "bare nlp.pipe, s", "ratio", "articles a second", "peak memory, MiB")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    table.add_row(
        str(len(articles)),
        f"{mine:.2f}",
        f"{bare:.2f}",
        f"{mine / bare:.2f}",
        f"{len(articles) / mine:.1f}",
        f"{peak:.0f}",
    )
    console = Console()
    console.print(table)
    shares = _shares(ours)
    parts = Table("part of the rules", "share of their time", "of the bare model's time")
    for part, share in shares.items():
        parts.add_row(part, f"{share:.0%}", f"{(mine / bare - 1) * share:.2f}")
    console.print(parts)
    if options.json:
        told = {"articles": len(articles), "ratio": round(mine / bare, 2), "shares": shares}
        options.json.write_text(json.dumps(told, indent=1) + "\n")


def _articles(path: Path | None) -> list[ArticleText]:
    if path is not None:
        return [parse_article_line(line) for line in path.read_text().splitlines() if line.strip()]
    pages = [read_page(found) for found in find_pages([ROOT / "tests/golden/pages"])]
    return [article_text(article) for page, body in pages for article in extract_articles(page, body).articles]


def _shares(work: Callable[[], object]) -> dict[str, float]:
    """How the time of our rules is spent, from a profile of one round, the largest share first."""
    profile = cProfile.Profile()
    profile.runcall(work)
    stats: dict[tuple[str, int, str], Sequence[float]] = pstats.Stats(profile).stats  # type: ignore[attr-defined]
    seconds = {
        part: sum(
            values[3] for (file, _, function), values in stats.items() if "extract/facts" in file and function == door
        )
        for part, door in _PARTS.items()
    }
    total = sum(seconds.values()) or 1.0
    return {part: round(spent / total, 3) for part, spent in sorted(seconds.items(), key=lambda pair: -pair[1])}


if __name__ == "__main__":
    main()
