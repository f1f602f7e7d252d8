"""The last run of each gate, as it is kept in the home's folder `quality`: when, green or red, and by what."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any, TypedDict

GATES = ("check_batches", "check_marts", "audit")


class Gate(TypedDict):
    """The last run of a gate. red, warnings: what does not hold, in words; red_count: how many checks are red.

    red_batches: the batches that it refused. report: the page of a red run, else null. A run that broke keeps nothing.
    """

    checked_at: str
    age_seconds: int
    is_green: bool
    checks: int
    red_count: int
    red: list[str]
    red_batches: list[str]
    warnings: list[str]
    report: str | None


def read_gates(home: Path, now: datetime) -> dict[str, Gate]:
    """Gate to its last run; those that never ran are absent."""
    found = {gate: _read_gate(home / "quality", gate, now) for gate in GATES}
    return {gate: result for gate, result in found.items() if result}


def _read_gate(quality: Path, gate: str, now: datetime) -> Gate | None:
    summary = _read_json(quality / gate / "summary.json")
    if summary is None:
        return None
    page = quality / summary["report"] if summary["report"] else None
    # The page is for people; beside it lies the same for programs.
    report = (_read_json(page.with_suffix(".json")) if page else None) or {}
    return Gate(
        checked_at=summary["checked_at"],
        age_seconds=round((now - datetime.fromisoformat(summary["checked_at"])).total_seconds()),
        is_green=not summary["red"],
        checks=summary["checks"],
        red_count=summary["red"],
        red=[_say(failure) for failure in report.get("failures", [])],
        red_batches=sorted(report.get("red_batches", {})),
        warnings=[warning["says"] for warning in summary["warnings"]],
        report=str(page) if page else None,
    )


def _say(failure: dict[str, Any]) -> str:
    column = f"{failure['column']} " if failure["column"] else ""
    return f"{failure['table']}: {column}{failure['expectation']} (broken by {failure['unexpected_count']})"


def _read_json(path: Path) -> dict[str, Any] | None:
    """What a file says; None where there is none, or where a gate is just writing it."""
    try:
        found = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return None
    return found if isinstance(found, dict) else None
