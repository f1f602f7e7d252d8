"""Participants that were read from annotated articles, paired with those that annotators expected.

The folder holds facts/articles.json with facts/gold.jsonl.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import judged_figures  # noqa: F401 - it says where `matching` is

from extract.contract.tables import Participant
from extract.facts.countries import find_country
from extract.facts.language_model import LanguageModel
from extract.facts.read import ArticleFacts, ArticleText, read_articles

from matching import content_words, pair_best, plain_name  # isort: skip

_SAME_KIND, _SAME_NAME = 100, 10


@dataclass(frozen=True, slots=True)
class Annotated:
    """An article, what annotators expected of it, and what was read."""

    id: str
    text: str
    expected: list[dict[str, Any]]
    events: list[dict[str, Any]]
    facts: ArticleFacts


def read_annotated(folder: Path, model: LanguageModel) -> Iterator[Annotated]:
    """Reads every annotated article of a folder. Ends the run without the files."""
    paths = [folder / "facts/articles.json", folder / "facts/gold.jsonl"]
    if missing := [str(path) for path in paths if not path.is_file()]:
        raise SystemExit(f"{folder} lacks {', '.join(missing)}")
    articles = {row["id"]: row for row in json.loads(paths[0].read_text("utf-8"))}
    rows = [json.loads(line) for line in paths[1].read_text("utf-8").split("\n") if line.strip()]
    facts = read_articles((_article(articles[row["id"]]) for row in rows), model)
    for row, read in zip(rows, facts, strict=True):
        yield Annotated(row["id"], articles[row["id"]]["text"], row["participants"], row["events"], read)


def pair(expected: Sequence[dict[str, Any]], read: Sequence[Participant]) -> dict[int, int]:
    """The index of each expected participant that was read, to that of the row; what annotators are not sure of comes last."""
    sure = [left for left, row in enumerate(expected) if not row.get("optional")]
    unsure = [left for left, row in enumerate(expected) if row.get("optional")]
    pairs: dict[int, int] = {}
    for some in (sure, unsure):
        free = [right for right in range(len(read)) if right not in pairs.values()]
        pairs |= pair_best((likeness(expected[left], read[right]), left, right) for left in some for right in free)
    return pairs


def _article(row: dict[str, Any]) -> ArticleText:
    published = row.get("published")
    day = date.fromisoformat(published[:10]) if published else None
    return ArticleText(row["id"], row["id"], row.get("title"), row["text"], day, "en")


def likeness(row: dict[str, Any], participant: Participant) -> float:
    """0 where nothing is the same; the kind decides between those that share a form, then the name, then how many forms."""
    wanted = _forms(row["kind"], [row["name"], *(row.get("aliases") or ())])
    forms = _forms(participant.kind, [participant.name, *participant.aliases])
    shared = len(wanted & forms) + (row["kind"] == participant.kind == "group" and _is_same_group(row, participant))
    is_same_name = plain_name(row["name"]) == plain_name(participant.name)
    return shared and shared + _SAME_KIND * (row["kind"] == participant.kind) + _SAME_NAME * is_same_name


def _forms(kind: str, names: list[str]) -> set[str]:
    """The names as they are compared; a country's names, nationalities and governments are also its code."""
    codes = {found.code for name in names if kind == "country" and (found := find_country(name))}
    return ({plain_name(name) for name in names} - {""}) | codes


def _is_same_group(row: dict[str, Any], participant: Participant) -> bool:
    """Whether two groups have the same headcount, or names of the same words."""
    counts = [plain_name(count) for count in (row.get("headcount"), participant.headcount) if count]
    is_same_count = len(counts) == len(("expected", "read")) and counts[0] == counts[1]
    words = content_words(row["name"])
    return is_same_count or (bool(words) and words == content_words(participant.name))
