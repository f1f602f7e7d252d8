"""Scores the events read from an article, with their dates, places and roles."""

from collections.abc import Sequence
from typing import Any

from matching import Reading, Score, Span, find_span, overlap

from extract.contract.tables import EventMention

# What a reader sees of an article: the command prints the twelve most salient events.
_SHOWN = 12


def score_events(score: Score, reading: Reading, who: dict[str, str]) -> None:
    """Adds the key events to the tallies: found or not; of those found, type, status, dates, country and roles.

    An event is found where its trigger is read, or where an event of its type is read in words that report it.
    """
    text, expected = reading.text, reading.note["events"]
    shown = reading.facts.event_mentions[:_SHOWN]
    matches = [match_mention(text, expected, mention) for mention in shown]
    headline = next((at for at, mention in enumerate(shown) if mention.is_headline), None)
    for index, row in enumerate(expected):
        if row.get("optional"):
            continue
        trigger = find_span(text, row["quote"], row["trigger"])
        found = [mention for mention, match in zip(shown, matches, strict=True) if match == index]
        score.check("events.recall", bool(found), f"{reading.id}: {row['type']} {row['quote']!r}")
        if row["rank"] == 1:
            is_main = headline is not None and matches[headline] == index
            told = "nothing" if headline is None else f"{shown[headline].type} {shown[headline].evidence!r}"
            score.check("events.main", is_main, f"{reading.id}: {row['title']!r} read as {told}")
        if found:
            best = max(found, key=lambda mention: overlap(trigger, (mention.trigger_start, mention.trigger_end)))
            roles = [r for r in reading.facts.event_participants if r.event_mention_id == best.event_mention_id]
            label = f"{reading.id}: {row['title']!r}"
            _score_event(score, label, row, best)
            _score_roles(score, label, row, {(who.get(r.participant_id, r.participant_id), r.role) for r in roles})


def words_that_report(text: str, row: dict[str, Any]) -> list[Span]:
    """The characters that report an annotated event: its quotation and its other mentions."""
    return [find_span(text, quote) for quote in (row["quote"], *(row.get("also") or ())) if quote in text]


def match_mention(text: str, expected: Sequence[dict[str, Any]], mention: EventMention) -> int | None:
    """The number of the annotated event that a row reads; null for none."""
    return best_match(text, expected, (mention.trigger_start, mention.trigger_end), mention.type)


def best_match(text: str, expected: Sequence[dict[str, Any]], at: Span, kind: str) -> int | None:
    """The number of the annotated event that a trigger of a type reads: the trigger's own, else one of its type in its words."""
    candidates = []
    for index, row in enumerate(expected):
        # The quotation may stand in another version of the text.
        is_there = row["quote"] in text
        on_trigger = is_there and overlap(at, find_span(text, row["quote"], row["trigger"])) > 0
        in_words = any(overlap(at, span) for span in words_that_report(text, row))
        if on_trigger or (in_words and kind == row["type"]):
            candidates.append((on_trigger, kind == row["type"], -index))
    return -max(candidates)[2] if candidates else None


def _score_event(score: Score, label: str, row: dict[str, Any], mention: EventMention) -> None:
    score.check("events.type", mention.type == row["type"], f"{label}: {row['type']} read as {mention.type}")
    score.check("events.status", mention.status == row["status"], f"{label}: {row['status']} read as {mention.status}")
    wanted = (row["date_start"], row["date_end"])
    read = tuple(day.isoformat() if day else None for day in (mention.date_start, mention.date_end))
    # A date where the text gives none is worse than a missing one, so it has a metric of its own.
    metric = "events.dates" if any(wanted) else "events.undated_left_undated"
    score.check(metric, wanted == read, f"{label}: {wanted} read as {read} from {mention.date_text!r}")
    if row["country"]:
        score.check(
            "events.country",
            mention.country_code == row["country"],
            f"{label}: {row['country']} read as {mention.country_code}",
        )


def _score_roles(score: Score, label: str, row: dict[str, Any], read: set[tuple[str, str]]) -> None:
    wanted = {(role["name"], role["role"]) for role in row["roles"]}
    for metric, left, right in (
        ("events.role_f1", wanted, read),
        ("events.who_f1", {name for name, _ in wanted}, {name for name, _ in read}),
    ):
        score[metric].expected += len(left)
        score[metric].read += len(right)
        score[metric].right += len(left & right)
    if wanted != read:
        missed, added = sorted(wanted - read), sorted(read - wanted)
        score.misses.append(f"events.role_f1: {label}: {missed} missed, {added} too many")
