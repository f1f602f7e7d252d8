"""Scores the library on the golden pages: `python tests/floors/score.py [--json | --misses]`.

Facts are read from the texts in articles.json, so that they do not depend on the extraction of bodies. Every metric is 0..1,
and more is better.
"""

import argparse
import json
import sys
from datetime import date
from pathlib import Path
from typing import Any

from articles import score_articles
from events import score_events
from figures import score_figures
from matching import Reading, Score
from participants import score_participants

from extract.articles.extract import extract_articles
from extract.contract.tables import Article, Fact
from extract.errors import DaybookError
from extract.facts.language_model import load_language_model
from extract.facts.read import ArticleFacts, ArticleText, read_articles
from extract.pages.files import find_pages, read_page

GOLDEN = Path(__file__).parents[1] / "golden"
FLOORS = Path(__file__).with_name("floors.json")


def measure() -> tuple[dict[str, float], list[str]]:
    """Every metric, sorted by name, and a line on everything that was missed."""
    expected = json.loads((GOLDEN / "articles.json").read_text("utf-8"))
    notes = [json.loads(line) for line in (GOLDEN / "annotations.jsonl").read_text("utf-8").splitlines()]
    scores, misses = score_articles(expected, _find_articles())
    fact_scores, fact_misses = _score_facts(expected, notes, _read_facts(expected))
    return dict(sorted((scores | fact_scores).items())), misses + fact_misses


def _find_articles() -> dict[str, list[Article]]:
    found: dict[str, list[Article]] = {}
    for offer in find_pages([GOLDEN / "pages"]):
        try:
            found[offer.path.name] = list(extract_articles(*read_page(offer)).articles)
        except DaybookError as error:
            # A page that is refused has no articles: it costs its share of every metric.
            print(f"{offer.path.name}: {error}", file=sys.stderr)
            found[offer.path.name] = []
    return found


def _read_facts(expected: list[dict[str, Any]]) -> list[ArticleFacts]:
    texts = [
        ArticleText(
            article_version_id=row["id"],
            article_id=row["id"],
            title=row["title"],
            text=row["text"],
            published_date=date.fromisoformat(row["published"]) if row["published"] else None,
            language="en",
        )
        for row in expected
    ]
    return list(read_articles(texts, load_language_model()))


def _score_facts(
    expected: list[dict[str, Any]], notes: list[dict[str, Any]], facts: list[ArticleFacts]
) -> tuple[dict[str, float], list[str]]:
    score = Score()
    for row, note, read in zip(expected, notes, facts, strict=True):
        if read.error:
            print(f"{row['id']}: {read.error}", file=sys.stderr)
        reading = Reading(row["id"], row["text"], note, read)
        score_figures(score, reading)
        score_events(score, reading, score_participants(score, reading))
        for fact in (*read.figures, *read.participants, *read.event_mentions, *read.statements):
            told = f"{row['id']}: {fact.table} {fact.evidence!r}"
            score.check("evidence.exact", row["text"][fact.char_start : fact.char_end] == fact.evidence, told)
            score.check("evidence.holds_words", _holds_words(row["text"], fact), told)
    return {m: tally.f1() if m.endswith("f1") else tally.share() for m, tally in score.tallies.items()}, score.misses


def _holds_words(text: str, fact: Fact) -> bool:
    """Whether the words that a fact names stand at their own offsets, inside its evidence."""
    for name in ("figure", "mention", "trigger"):
        if hasattr(fact, f"{name}_start"):
            start, end = getattr(fact, f"{name}_start"), getattr(fact, f"{name}_end")
            is_inside = fact.char_start <= start < end <= fact.char_end
            return is_inside and text[start:end] == getattr(fact, f"{name}_text")
    return True


def _main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--json", action="store_true", help="print the scores as one JSON object")
    parser.add_argument("--misses", action="store_true", help="print a line on everything that was missed or too many")
    options = parser.parse_args()
    scores, misses = measure()
    if options.json:
        print(json.dumps(scores))
        return
    if options.misses:
        print("\n".join(misses))
    floors = json.loads(FLOORS.read_text("utf-8")) if FLOORS.exists() else {}
    print(f"{'metric':30} score  floor")
    for metric, value in scores.items():
        print(f"{metric:30} {value:.3f}  {floors.get(metric, '-')}")


if __name__ == "__main__":
    _main()
