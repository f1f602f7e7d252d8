"""Learns how much the clues of an event weigh: `make train-events` rewrites extract/facts/data/event_salience.csv.

Reads the invented, annotated articles of tests/training/events (see the README there). Three linear models of one weight a clue:
`listed`, a logistic regression of whether annotators list an event at all, `headline`, a softmax over the events of one
article, of which one is the headline's, and `untitled`, the same for texts without a title. A penalty on squares keeps the
weights small, those of the last two near what was expected.
Every article is read once more without its title and as its first sentence alone, since pages come so too. The same articles
and language model give the same weights on every run.
"""

import argparse
import json
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from extract.facts.datelines import hide_dateline
from extract.facts.events import EventSpan
from extract.facts.events.salience import CONSTANT, MODELS
from extract.facts.language_model import LanguageModel, load_language_model
from extract.facts.read import ArticleText, find_spans

HERE = Path(__file__).parent
sys.path.append(str(HERE.parent / "floors"))
from events import best_match  # noqa: E402 - the folder is known from here on

ARTICLES = HERE / "events/articles.jsonl"
TABLE = HERE.parents[1] / "extract/facts/data/event_salience.csv"
_HEAD = (
    "# Source: learned from the invented articles in tests/training/events by make train-events; what one clue weighs."
)
_PENALTY = 5.0
_HEADLINE_PENALTY = 6.0
# Without a title only the grammar and the place in the text tell: what is expected of them weighs more.
_UNTITLED_PENALTY = 12.0
# What a headline's clues are expected to weigh before any article is seen: its penalty is on the distance from here, since
# forty articles are few, and invented headlines share fewer words with their texts than real ones.
_EXPECTED = {
    "deep": -1.5,
    "early": 2.0,
    "unlisted": -1.0,
    "headline_clause": 1.0,
    "headline_first_type": 0.7,
    "headline_first_word": 0.7,
    "headline_sentence": 1.5,
    "headline_type": 0.7,
    "headline_word": 1.0,
    "headline_nearest": 1.0,
    "in_headline_people": 0.6,
    "noun": -0.8,
    "lead_main": 2.0,
    "place=ROOT": 1.2,
    "place=advcl": -0.5,
    "place=ccomp": 0.5,
    "place=pobj": -1.0,
    "place=relcl": -0.8,
    "quoted": -0.7,
    "status=possible": -0.5,
    "weak": -1.0,
}

Vector = NDArray[np.float64]
Clues = dict[str, float]


@dataclass(frozen=True, slots=True)
class Example:
    """One event that was read: its clues, whether annotators list it, whether they left it open, whether it is the headline's."""

    clues: Clues
    is_listed: bool
    is_open: bool
    is_headline: bool
    is_titled: bool


def read_examples(path: Path, model: LanguageModel) -> list[list[Example]]:
    """The events of each article of a file of JSON lines, and of its versions without a title and of one sentence."""
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]
    articles = [version for row in rows for version in _versions(row)]
    texts = model.read(hide_dateline(article.text) for article, _ in articles)
    titles = model.read(article.title or "" for article, _ in articles)
    return [
        list(_judge(article, find_spans(article, doc, title).events, events))
        for (article, events), doc, title in zip(articles, texts, titles, strict=True)
    ]


def _versions(row: dict[str, Any]) -> Iterator[tuple[ArticleText, list[dict[str, Any]]]]:
    published = date.fromisoformat(row["published"][:10]) if row.get("published") else None
    whole = ArticleText(row["id"], row["id"], row["title"], row["text"], published, "en")
    yield whole, row["events"]
    yield replace(whole, title=None), row["events"]
    main = next((event for event in row["events"] if event["rank"] == 1), None)
    at = row["text"].find(main["quote"]) if main else -1
    if main is not None and at >= 0:
        yield (
            replace(whole, title=None, text=main["quote"]),
            [one for one in row["events"] if _is_in(one, main["quote"])],
        )


def _is_in(event: dict[str, Any], text: str) -> bool:
    return any(words in text for words in (event["quote"], *(event.get("also") or ())))


def _judge(article: ArticleText, read: Sequence[EventSpan], expected: Sequence[dict[str, Any]]) -> Iterator[Example]:
    for event in read:
        at = best_match(article.text, expected, (event.trigger.start, event.trigger.end), event.type)
        row = None if at is None else expected[at]
        yield Example(
            dict(event.clues),
            is_listed=row is not None,
            is_open=row is not None and bool(row.get("optional")),
            is_headline=row is not None and row["rank"] == 1,
            is_titled=bool(article.title),
        )


def fit_listed(articles: Iterable[Sequence[Example]], names: Sequence[str]) -> Clues:
    """The weights of the logistic regression, with its constant, which carries no penalty."""
    examples = [one for article in articles for one in article if not one.is_open]
    matrix = np.c_[_matrix(examples, names), np.ones(len(examples))]
    wanted = np.array([float(one.is_listed) for one in examples])
    free = np.array([1.0] * len(names) + [0.0])

    def loss(weights: Vector) -> tuple[float, Vector]:
        logits = matrix @ weights
        value = np.logaddexp(0, logits).sum() - wanted @ logits + _PENALTY / 2 * (free * weights**2).sum()
        return float(value), matrix.T @ (1 / (1 + np.exp(-logits)) - wanted) + _PENALTY * free * weights

    return dict(zip([*names, CONSTANT], _minimise(loss, len(names) + 1), strict=True))


def fit_headline(articles: Iterable[Sequence[Example]], names: Sequence[str], penalty: float) -> Clues:
    """The weights of the softmax over each article's events; articles whose main event was not read teach nothing."""
    cases = [
        (_matrix(article, names), np.array([float(one.is_headline) for one in article]))
        for article in articles
        if any(one.is_headline for one in article)
    ]

    expected = np.array([_EXPECTED.get(name, 0.0) for name in names])

    def loss(weights: Vector) -> tuple[float, Vector]:
        distance = weights - expected
        value, slope = float(penalty / 2 * distance @ distance), penalty * distance
        for matrix, marks in cases:
            wanted = marks / marks.sum()
            logits = matrix @ weights
            shares = np.exp(logits - logits.max())
            shares /= shares.sum()
            value -= float(wanted @ np.log(np.maximum(shares, 1e-12)))
            slope = slope + matrix.T @ (shares - wanted)
        return value, slope

    return dict(zip(names, _minimise(loss, len(names)), strict=True))


def _minimise(loss: Callable[[Vector], tuple[float, Vector]], size: int) -> list[float]:
    return [float(weight) for weight in minimize(loss, np.zeros(size), jac=True, method="L-BFGS-B").x]


def _matrix(examples: Sequence[Example], names: Sequence[str]) -> Vector:
    return np.array([[one.clues.get(name, 0.0) for name in names] for one in examples]).reshape(-1, len(names))


def write_table(path: Path, models: Sequence[Clues]) -> None:
    """Writes the models in the order of MODELS, a clue a line by the alphabet, weights with two decimals, never -0."""
    rows = [
        ",".join([name, *(f"{round(model.get(name, 0.0), 2) + 0.0:.2f}" for model in models)])
        for name in sorted(models[0])
    ]
    path.write_text("\n".join([_HEAD, ",".join(["clue", *MODELS]), *rows]) + "\n", "utf-8")


def main() -> None:
    """Read the articles, fit the models, write the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=Path, default=ARTICLES)
    parser.add_argument("--table", type=Path, default=TABLE)
    options = parser.parse_args()
    articles = read_examples(options.articles, load_language_model())
    names = sorted({name for article in articles for one in article for name in one.clues})
    titled = [article for article in articles if article and article[0].is_titled]
    untitled = [article for article in articles if article and not article[0].is_titled]
    models = (
        fit_listed(articles, names),
        fit_headline(titled, names, _HEADLINE_PENALTY),
        fit_headline(untitled, names, _UNTITLED_PENALTY),
    )
    write_table(options.table, models)
    count = sum(map(len, articles))
    print(f"{options.table.name}: {len(names)} clues from {count} events in {len(articles)} texts")


if __name__ == "__main__":
    main()
