"""Scores the participants read from an article, and says which expected one each of them is."""

from typing import Any

from matching import Reading, Score, pair_best, plain_name

from extract.contract.tables import Participant


def score_participants(score: Score, reading: Reading) -> dict[str, str]:
    """Adds named participants and counted groups to the tallies. Returns participant id to annotated name."""
    article_id, expected, read = reading.id, reading.note["participants"], reading.facts.participants
    pairs = pair_best(
        (_likeness(row, participant), left, right)
        for left, row in enumerate(expected)
        for right, participant in enumerate(read)
    )
    who = {right: expected[left] for left, right in pairs.items()}
    for left, row in enumerate(expected):
        metric = _metric(row["kind"], row.get("headcount"))
        if metric and not row.get("optional"):
            score[metric].expected += 1
            score[metric].right += left in pairs
            if left not in pairs:
                score.misses.append(f"{metric}: {article_id}: {row['name']!r} missed")
            elif metric == "participants.f1":
                kind = read[pairs[left]].kind
                score.check("participants.kind", kind == row["kind"], f"{article_id}: {row['name']!r} read as {kind}")
    for right, participant in enumerate(read):
        metric = _metric(participant.kind, participant.headcount)
        row = who.get(right) or next((row for row in expected if _likeness(row, participant)), None)
        # What pairs with an optional row, or with a row of the other sort, is neither rewarded nor punished.
        if metric and (
            row is None or not (row.get("optional") or _metric(row["kind"], row.get("headcount")) != metric)
        ):
            score[metric].read += 1
            if row is None:
                score.misses.append(f"{metric}: {article_id}: {participant.name!r} ({participant.kind}) too many")
    return {read[right].participant_id: row["name"] for right, row in who.items()}


def _metric(kind: str, headcount: str | None) -> str | None:
    if kind in ("person", "organisation", "country"):
        return "participants.f1"
    return "groups.f1" if kind == "group" and headcount else None


def _likeness(row: dict[str, Any], participant: Participant) -> float:
    """How many forms of the name both have; the full name counts twice, the same headcount like a full name."""
    wanted = {plain_name(form) for form in [row["name"], *row["aliases"]]}
    forms = {plain_name(form) for form in [participant.name, *participant.aliases]}
    same_name = plain_name(row["name"]) == plain_name(participant.name)
    counts = [plain_name(count) for count in (row.get("headcount"), participant.headcount) if count]
    same_count = len(counts) == 2 and counts[0] == counts[1]
    return len(wanted & forms) + 2 * same_name + 2 * same_count
