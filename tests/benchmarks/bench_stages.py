"""Each stage beside the bare library it is built on, on the same input in one run: `make bench`.

Rounds go A B A B and medians are compared, so that a noisy machine disturbs both alike. Times are this machine's; the ratio is
the figure to keep.
"""

import argparse
import json
import statistics
import time
from collections.abc import Callable
from pathlib import Path

import trafilatura
from rich.console import Console
from rich.table import Table

from extract.articles.charset import decode_body
from extract.articles.extract import extract_articles
from extract.facts.language_model import load_language_model
from extract.facts.read import read_articles
from extract.pages.files import find_pages, read_page
from extract.pipeline.reading import article_text

ROOT = Path(__file__).parents[2]


def median_seconds(ours: Callable[[], object], bare: Callable[[], object], rounds: int) -> tuple[float, float]:
    """Median seconds of both, measured in turns; one round of each before counts for nothing."""
    times: tuple[list[float], list[float]] = ([], [])
    for number in range(rounds + 1):
        for which, work in enumerate((ours, bare)):
            start = time.perf_counter()
            work()
            if number:
                times[which].append(time.perf_counter() - start)
    return statistics.median(times[0]), statistics.median(times[1])


def main() -> None:
    """Measure, print the table, keep the JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--copies", type=int, default=10, help="how often the bundled pages are read in one round")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--json", type=Path, help="where to keep the figures")
    options = parser.parse_args()

    pages = [read_page(found) for found in find_pages([ROOT / "tests/golden/pages"])] * options.copies
    html = [(page, body) for page, body in pages if page.media_type == "text/html"]
    texts = [decode_body(body).text for _, body in html]
    articles = [article_text(article) for page, body in pages for article in extract_articles(page, body).articles]
    model = load_language_model()

    stages = {
        "articles": (
            len(html),
            "pages",
            "trafilatura.bare_extraction",
            lambda: [extract_articles(page, body) for page, body in html],
            lambda: [trafilatura.bare_extraction(text, with_metadata=True) for text in texts],
        ),
        "facts": (
            len(articles),
            "articles",
            "spaCy nlp.pipe, same components",
            lambda: list(read_articles(articles, model)),
            lambda: list(model.read(article.text for article in articles)),
        ),
    }
    table = Table("stage", "input", "ours, s", "bare, s", "ratio", "a second", "beside")
    figures = {}
    for stage, (number, unit, beside, ours, bare) in stages.items():
        mine, theirs = median_seconds(ours, bare, options.rounds)
        figures[stage] = {"ratio": round(mine / theirs, 2), f"{unit}_per_second": round(number / mine, 1)}
        table.add_row(
            stage,
            f"{number} {unit}",
            f"{mine:.2f}",
            f"{theirs:.2f}",
            f"{mine / theirs:.2f}",
            f"{number / mine:.1f}",
            beside,
        )
    Console().print(table)
    if options.json:
        options.json.write_text(json.dumps(figures, indent=1) + "\n")


if __name__ == "__main__":
    main()
