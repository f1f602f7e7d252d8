"""Events that were read from annotated articles, each judged: is it one that annotators list?

The folder holds facts/articles.json with facts/gold.jsonl. All events are judged, also those that the command does not print.
"""

from pathlib import Path

from judged_figures import Judged
from participant_pairs import read_annotated

from extract.facts.language_model import LanguageModel

from events import match_mention  # isort: skip - participant_pairs says where it is


def judge_events(folder: Path, model: LanguageModel) -> list[Judged]:
    """Every event read from the folder's articles, but those that annotators left open. Ends the run without the files."""
    judged = []
    for one in read_annotated(folder, model):
        rows = [row for row in one.events if row["quote"] in one.text]
        for mention in one.facts.event_mentions:
            at = match_mention(one.text, rows, mention)
            if at is None or not rows[at].get("optional"):
                judged.append(Judged(one.id, mention.method, mention.confidence, at is not None))
    return judged
