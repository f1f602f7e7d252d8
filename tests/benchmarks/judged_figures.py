"""Figures that were read from annotated texts, each judged: are its value and its unit right?

The folder holds figures/*_dev.jsonl with figures/score.py (sentences), and facts/articles.json with facts/gold.jsonl (articles).
"""

import json
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType
from typing import Any

from figure_readers import show_figure
from figure_scores import pair
from figure_sets import read_sentences

from extract.facts.datelines import hide_dateline
from extract.facts.figures import FigureSpan, read_figures
from extract.facts.language_model import LanguageModel
from extract.facts.sentences import find_sentences

sys.path.append(str(Path(__file__).parents[1] / "floors"))
from matching import find_span, overlap, pair_best

Rows = list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Judged:
    """A figure as it was read from a text: by which method, how sure, and whether value and unit were right."""

    text_id: str
    method: str
    confidence: float
    is_right: bool


def judge_figures(folder: Path, model: LanguageModel) -> list[Judged]:
    """Every figure read from the folder's texts, but those that annotators left open. Ends the run where a file is missing."""
    sets = sorted(folder.glob("figures/*_dev.jsonl"))
    needed = [folder / "figures/score.py", folder / "facts/articles.json", folder / "facts/gold.jsonl"]
    if missing := [str(path) for path in needed if not path.is_file()] + ([] if sets else ["figures/*_dev.jsonl"]):
        raise SystemExit(f"{folder} lacks {', '.join(missing)}")
    scorer = _load(needed[0])
    judged = [each for path in sets for each in _judge_sentences(path, scorer, model)]
    return judged + list(_judge_articles(needed[1], needed[2], model))


def _load(path: Path) -> ModuleType:
    spec = spec_from_file_location("set_scorer", path)
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    if not hasattr(module, "assign"):
        raise SystemExit(f"{path} has no assign(annotated, read), which pairs quantities")
    return module


def _read(texts: Iterable[str], model: LanguageModel) -> Iterator[list[FigureSpan]]:
    for doc in model.read(texts):
        yield read_figures(doc, find_sentences(doc))


def _judge_sentences(path: Path, scorer: ModuleType, model: LanguageModel) -> Iterator[Judged]:
    sentences = read_sentences(path)
    for sentence, figures in zip(sentences, _read([each.text for each in sentences], model), strict=True):
        shown = [show_figure(figure) for figure in figures]
        wanted = [row for row in sentence.quantities if not row.get("ignore")]
        units = {right: same["unit"] for _, right, same in scorer.assign(wanted, shown)}
        rest = [right for right in range(len(shown)) if right not in units]
        ignored = [row for row in sentence.quantities if row.get("ignore")]
        open_ones = {rest[right] for _, right, _ in pair(ignored, [shown[right] for right in rest])}
        for right, figure in enumerate(figures):
            if right not in open_ones:
                yield Judged(f"{path.stem} {sentence.id}", figure.method, figure.confidence, bool(units.get(right)))


def _judge_articles(articles: Path, notes: Path, model: LanguageModel) -> Iterator[Judged]:
    texts = {row["id"]: row["text"] for row in json.loads(articles.read_text("utf-8"))}
    rows = [json.loads(line) for line in notes.read_text("utf-8").split("\n") if line.strip()]
    found = _read((hide_dateline(texts[row["id"]]) for row in rows), model)
    for row, figures in zip(rows, found, strict=True):
        # What is quoted from the headline alone is not in the text.
        expected = [each for each in row["figures"] if each["quote"] in texts[row["id"]]]
        yield from _judge_article(row["id"], texts[row["id"]], expected, figures)


def _judge_article(text_id: str, text: str, expected: Rows, figures: list[FigureSpan]) -> Iterator[Judged]:
    spans = [find_span(text, row["quote"], row["text"]) for row in expected]
    pairs = pair_best(
        (overlap(span, (figure.start, figure.end)), left, right)
        for left, span in enumerate(spans)
        for right, figure in enumerate(figures)
    )
    row_of = {right: expected[left] for left, right in pairs.items()}
    for right, figure in enumerate(figures):
        row = row_of.get(right)
        if row is None or not row.get("optional"):
            yield Judged(text_id, figure.method, figure.confidence, row is not None and _is_right(figure, row))


def _is_right(figure: FigureSpan, row: dict[str, Any]) -> bool:
    wanted = row["unit"] or ""
    # Of a counted noun the annotators of articles wrote down the head.
    is_unit = (figure.unit or "") == wanted or (figure.kind == "count" and figure.unit_head == wanted.rsplit("_")[-1])
    return is_unit and _is_near(figure.value, row["value"]) and _is_near(figure.value_high, row.get("value_high"))


def _is_near(value: Any, wanted: float | None) -> bool:
    if value is None or wanted is None:
        return value is wanted
    return abs(float(value) - wanted) <= 0.001 * max(1.0, abs(wanted))
