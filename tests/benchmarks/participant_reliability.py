"""Participants that were read from annotated articles, each judged: is it one, and of its kind?

The folder holds facts/articles.json with facts/gold.jsonl.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from judged_figures import Judged

from extract.contract.tables import Participant
from extract.facts.countries import find_country
from extract.facts.language_model import LanguageModel
from extract.facts.read import ArticleText, read_articles

from matching import Span, content_words, pair_best, plain_name  # isort: skip - judged_figures says where it is

_SAME_KIND, _SAME_NAME = 100, 10


@dataclass(frozen=True, slots=True)
class _Note:
    """What annotators wrote of an article: participants, and where in the text the events stand that they listed."""

    participants: list[dict[str, Any]]
    events: list[Span]


def judge_participants(folder: Path, model: LanguageModel) -> list[Judged]:
    """Every participant read from the folder's articles, but those that annotators left open. Ends the run without the files."""
    paths = [folder / "facts/articles.json", folder / "facts/gold.jsonl"]
    if missing := [str(path) for path in paths if not path.is_file()]:
        raise SystemExit(f"{folder} lacks {', '.join(missing)}")
    articles = {row["id"]: row for row in json.loads(paths[0].read_text("utf-8"))}
    rows = [json.loads(line) for line in paths[1].read_text("utf-8").split("\n") if line.strip()]
    facts = read_articles((_article(articles[row["id"]]) for row in rows), model)
    judged: list[Judged] = []
    for row, read in zip(rows, facts, strict=True):
        note = _Note(row["participants"], list(_find_events(articles[row["id"]]["text"], row["events"])))
        judged += _judge_article(row["id"], note, read.participants)
    return judged


def _article(row: dict[str, Any]) -> ArticleText:
    published = row.get("published")
    day = date.fromisoformat(published[:10]) if published else None
    return ArticleText(row["id"], row["id"], row.get("title"), row["text"], day, "en")


def _find_events(text: str, events: list[dict[str, Any]]) -> Iterator[Span]:
    for event in events:
        if (start := text.find(event["quote"])) >= 0:
            yield start, start + len(event["quote"])


def _judge_article(text_id: str, note: _Note, read: tuple[Participant, ...]) -> Iterator[Judged]:
    # A row that annotators are not sure of pairs only with what no other one expects.
    expected = sorted(note.participants, key=lambda row: bool(row.get("optional")))
    sure = sum(not row.get("optional") for row in expected)
    pairs: dict[int, int] = {}
    for some in (range(sure), range(sure, len(expected))):
        free = [right for right in range(len(read)) if right not in pairs.values()]
        pairs |= pair_best((_likeness(expected[left], read[right]), left, right) for left in some for right in free)
    row_of = {right: expected[left] for left, right in pairs.items()}
    for right, participant in enumerate(read):
        row = row_of.get(right)
        if not (_is_open(participant, note) if row is None else row.get("optional")):
            is_right = row is not None and row["kind"] == participant.kind
            yield Judged(text_id, participant.method, participant.confidence, is_right)


def _is_open(participant: Participant, note: _Note) -> bool:
    """Whether annotators did not say: uncounted groups are listed only where they take part in an event that is."""
    if participant.kind != "group" or participant.headcount:
        return False
    return not any(start <= participant.mention_start < end for start, end in note.events)


def _likeness(row: dict[str, Any], participant: Participant) -> float:
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
