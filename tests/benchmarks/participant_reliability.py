"""Participants that were read from annotated articles, each judged: is it one, and of its kind?

The folder holds facts/articles.json with facts/gold.jsonl.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from judged_figures import Judged
from participant_pairs import pair, read_annotated

from extract.contract.tables import Participant
from extract.facts.language_model import LanguageModel

from matching import Span  # isort: skip - judged_figures says where it is


@dataclass(frozen=True, slots=True)
class _Note:
    """What annotators wrote of an article: participants, and where in the text the events stand that they listed."""

    participants: list[dict[str, Any]]
    events: list[Span]


def judge_participants(folder: Path, model: LanguageModel) -> list[Judged]:
    """Every participant read from the folder's articles, but those that annotators left open. Ends the run without the files."""
    judged: list[Judged] = []
    for one in read_annotated(folder, model):
        note = _Note(one.expected, list(_find_events(one.text, one.events)))
        judged += _judge_article(one.id, note, one.facts.participants)
    return judged


def _find_events(text: str, events: list[dict[str, Any]]) -> Iterator[Span]:
    for event in events:
        if (start := text.find(event["quote"])) >= 0:
            yield start, start + len(event["quote"])


def _judge_article(text_id: str, note: _Note, read: tuple[Participant, ...]) -> Iterator[Judged]:
    row_of = {right: note.participants[left] for left, right in pair(note.participants, read).items()}
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
