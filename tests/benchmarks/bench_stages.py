"""Each stage beside what a user would take instead, on the same input in one run: `make bench`.

Rounds go A B A B and medians of CPU seconds are compared, so that a noisy machine disturbs both alike. Seconds are this
machine's; the ratio is the figure to keep. The pages are made up (`news_pages.py`), one article each.

news-please is not among them: what it needs does not come as wheels alone. Its bodies are those of newspaper and readability.
"""

import argparse
import json
import re
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import newspaper
import readability
import spacy
import trafilatura
from figure_readers import Daybook, Quantulum3
from news_pages import write_news_pages
from rich.console import Console
from rich.table import Table

from extract.articles.charset import decode_body
from extract.articles.extract import extract_articles
from extract.contract.tables import Page
from extract.facts.installed_models import DEFAULT_MODEL, model_folder
from extract.facts.language_model import load_language_model
from extract.facts.read import read_articles
from extract.pages.files import find_pages, read_page
from extract.pipeline.reading import article_text

ROOT = Path(__file__).parents[2]
# Sentences for quantulum3 are those with a digit, cut without a parser.
_SENTENCE_END, _DIGIT = re.compile(r"(?<=[.!?])\s+"), re.compile(r"\d")
QUANTULUM3 = ROOT / ".venv-bench" / "bin" / "python"

Work = Callable[[], object]
# Does the work; the CPU seconds that it took.
Timed = Callable[[], float]


@dataclass(frozen=True, slots=True)
class Stage:
    """What is compared: `number` of `unit`, read by us and by `beside`."""

    name: str
    number: int
    unit: str
    beside: str
    ours: Timed
    bare: Timed


def timed(work: Work) -> Timed:
    """The work with a clock of this process's CPU seconds."""

    def run() -> float:
        start = time.process_time()
        work()
        return time.process_time() - start

    return run


def median_seconds(ours: Work, bare: Work, rounds: int) -> tuple[float, float]:
    """Median CPU seconds of both, measured in turns; one round of each before counts for nothing."""
    return medians(timed(ours), timed(bare), rounds)


def medians(ours: Timed, bare: Timed, rounds: int) -> tuple[float, float]:
    """The same of what says itself how long it took."""
    times = [(ours(), bare()) for _ in range(rounds + 1)][1:]
    mine, theirs = (statistics.median(column) for column in zip(*times, strict=True))
    return mine, theirs


def main() -> None:
    """Measure, print the table, keep the JSON."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=100, help="made-up pages that are read in one round")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seed", type=int, default=7, help="of the made-up pages")
    parser.add_argument("--json", type=Path, help="where to keep the figures")
    options = parser.parse_args()

    table = Table("stage", "input", "beside", "ours, CPU ms each", "theirs", "ratio")
    figures = []
    for stage in _stages(options.pages, options.seed):
        mine, theirs = medians(stage.ours, stage.bare, options.rounds)
        each = [round(1000 * seconds / stage.number, 2) for seconds in (mine, theirs)]
        figures.append(
            {
                "stage": stage.name, "beside": stage.beside, "unit": stage.unit, "number": stage.number,
                "ours_ms": each[0], "theirs_ms": each[1], "ratio": round(mine / theirs, 2),
            }
        )  # fmt: skip
        table.add_row(stage.name, f"{stage.number} {stage.unit}", stage.beside, *map(str, each), f"{mine / theirs:.2f}")
    Console().print(table)
    if options.json:
        options.json.write_text(json.dumps(figures, indent=1) + "\n")


def _stages(count: int, seed: int) -> list[Stage]:
    pages = _pages(count, seed)
    html = [decode_body(body).text for _, body in pages]
    articles = [article_text(article) for page, body in pages for article in extract_articles(page, body).articles]
    texts = [article.text for article in articles]
    ours, theirs = load_language_model(), spacy.load(model_folder(DEFAULT_MODEL))
    extracted = timed(lambda: [extract_articles(page, body) for page, body in pages])
    others: dict[str, Work] = {
        "trafilatura, with metadata": lambda: [trafilatura.bare_extraction(one, with_metadata=True) for one in html],
        "newspaper4k": lambda: [_with_newspaper(one) for one in html],
        "readability-lxml": lambda: [readability.Document(one).summary() for one in html],
    }
    stages = [Stage("articles", len(html), "pages", name, extracted, timed(work)) for name, work in others.items()]
    read, piped = timed(lambda: list(read_articles(articles, ours))), timed(lambda: list(theirs.pipe(texts)))
    stages.append(Stage("facts", len(articles), "articles", "spaCy, all components", read, piped))
    return stages + _figure_stages(
        [line for text in texts for line in _SENTENCE_END.split(text) if _DIGIT.search(line)]
    )


def _pages(count: int, seed: int) -> list[tuple[Page, bytes]]:
    with tempfile.TemporaryDirectory(prefix="bench-stages-") as name:
        write_news_pages(Path(name) / "pages", count, seed)
        return [read_page(found) for found in find_pages([Path(name) / "pages"])]


def _with_newspaper(html: str) -> object:
    article = newspaper.Article("https://example.org/story", fetch_images=False)
    article.download(input_html=html)
    article.parse()
    return article.text


def _figure_stages(sentences: Sequence[str]) -> list[Stage]:
    """Beside quantulum3, where its environment is set up; it answers in a process of its own and says how long it took."""
    if not QUANTULUM3.exists():
        return []
    ours, theirs = Daybook(), Quantulum3(QUANTULUM3)
    whole, rules = (lambda: ours.read(sentences).seconds), (lambda: ours.read(sentences).rule_seconds)
    return [
        Stage(name, len(sentences), "sentences", "quantulum3", mine, lambda: theirs.read(sentences).seconds)
        for name, mine in (("figures, with the language model", whole), ("figures, rules alone", rules))
    ]


if __name__ == "__main__":
    main()
