"""Scores read quantities beside annotated ones: by the set's own scorer where it has one, else by our own counting."""

import json
import math
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from figure_sets import FigureSet, Quantity, Sentence

Readings = dict[str | int, list[Quantity]]


@dataclass(frozen=True, slots=True)
class Score:
    """F1 of values and of values with units, and the share of number-free sentences with a figure; null: not annotated.

    bound_f1: values with qualifier and trend; item_relaxed_f1, item_strict_f1: values and units with an item that shares a
    word or is the same words; only sets with a scorer of their own tell them.
    """

    value_f1: float | None
    unit_f1: float | None
    false_alarms: float | None
    bound_f1: float | None = None
    item_relaxed_f1: float | None = None
    item_strict_f1: float | None = None


def score(which: FigureSet, readings: Readings) -> Score:
    """Scores the readings (sentence id to quantities) of one set, as shares. Ends the run where the set's scorer fails."""
    if which.scorer is None:
        return score_plainly(which.sentences, readings)
    with tempfile.TemporaryDirectory() as folder:
        predictions = Path(folder) / "predictions.jsonl"
        lines = (json.dumps({"id": name, "quantities": found}) for name, found in readings.items())
        predictions.write_text("\n".join(lines) + "\n", encoding="utf-8")
        command = [sys.executable, which.scorer, which.path, predictions, "--json"]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    try:
        return _read_answer(json.loads(done.stdout.strip().splitlines()[-1]))
    except (ValueError, KeyError, IndexError, TypeError, AttributeError):
        told = (done.stderr or done.stdout).strip()[-300:]
        raise SystemExit(f"{which.scorer} {which.path} ended with {done.returncode} and no scores: {told}") from None


def _read_answer(answer: dict) -> Score:
    metrics, alarms = answer["metrics"], answer.get("empty_sent_fp_rate")
    names = ("value", "value+unit", "value+bound", "v+u+concept relaxed", "v+u+concept strict")
    value, unit, bound, relaxed, strict = (metrics[name]["F1"] / 100 if name in metrics else None for name in names)
    return Score(value, unit, None if alarms is None else alarms / 100, bound, relaxed, strict)


def score_plainly(sentences: Sequence[Sentence], readings: Readings) -> Score:
    """Each annotated quantity is read once: equal values (a range by both ends) pair up, those with an equal unit first."""
    expected = found = values = units = empty = alarms = 0
    for sentence in sentences:
        wanted = [row for row in sentence.quantities if not row.get("ignore")]
        ignored = [row for row in sentence.quantities if row.get("ignore")]
        read = list(readings.get(sentence.id, []))
        pairs = pair(wanted, read)
        left = [row for at, row in enumerate(read) if at not in {right for _, right, _ in pairs}]
        read_count = len(read) - len(pair(ignored, left))
        expected, found = expected + len(wanted), found + read_count
        values += len(pairs)
        units += sum(same for _, _, same in pairs)
        if not wanted:
            empty, alarms = empty + 1, alarms + bool(read_count)
    has_units = any(row.get("unit") for sentence in sentences for row in sentence.quantities)
    both = expected + found
    return Score(
        2 * values / both if both else 1.0,
        (2 * units / both if both else 1.0) if has_units else None,
        alarms / empty if empty else None,
    )


def pair(wanted: Sequence[Quantity], read: Sequence[Quantity]) -> list[tuple[int, int, bool]]:
    pairs = [
        (_has_unit(read[right], row.get("unit")), _shared(row, read[right]), left, right)
        for left, row in enumerate(wanted)
        for right in range(len(read))
        if _same_values(row, read[right])
    ]
    taken: list[tuple[int, int, bool]] = []
    for same, _, left, right in sorted(pairs, key=lambda pair: (-pair[0], -pair[1], pair[2], pair[3])):
        if all(left != one and right != other for one, other, _ in taken):
            taken.append((left, right, same))
    return taken


def _same_values(one: Quantity, other: Quantity) -> bool:
    mine, theirs = _ends(one), _ends(other)
    # 1e-5: a third is .3333 for one annotator and .333333 for the next.
    return len(mine) == len(theirs) > 0 and all(
        math.isclose(low, high, rel_tol=1e-5, abs_tol=1e-8) for low, high in zip(mine, theirs, strict=True)
    )


def _ends(row: Quantity) -> list[float]:
    return sorted(float(row[end]) for end in ("value", "value_high") if row.get(end) is not None)


def _shared(one: Quantity, other: Quantity) -> int:
    if any(row.get(end) is None for row in (one, other) for end in ("start", "end")):
        return 0
    return max(0, min(one["end"], other["end"]) - max(one["start"], other["start"]))


def _has_unit(read: Quantity, unit: str | None) -> bool:
    """Whether the unit was read, by its code (`USD`, `kilometre/hour`) or in words ("dollar", "kilometre per hour")."""
    return plain_unit(unit) in {plain_unit(read.get("unit_code")), plain_unit(read.get("unit"))}


def plain_unit(unit: str | None) -> str:
    """A unit as it is compared: lower case, in words; a number without a unit has the empty one."""
    return " ".join((unit or "").lower().replace("_", " ").replace("/", " per ").split())
