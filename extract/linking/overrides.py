"""Overrides: what people decided about links, stronger than any rule, each with who decided it and why."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal, cast

from extract.errors import InputError

Action = Literal["merge", "split", "rename"]

_ACTIONS = {"entity": ("merge", "split", "rename"), "event": ("merge", "split")}
# As dbt reads a date.
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_HINT = (
    "a line needs action, one, who, why and decided_at (a day: 2026-05-31); merge also needs other, rename also name"
)


@dataclass(frozen=True, slots=True)
class Override:
    """One decision about entities or events.

    `one` and `other` are ids of entities (events) or, surer because they never move, of participants (event mentions).
    merge: what holds `one` and what holds `other` are one. split: the participant or mention `one`, in every wording of its
    article, leaves what it was merged into. rename: what holds `one` is called `name`.
    """

    action: Action
    one: str
    other: str | None
    name: str | None
    who: str
    why: str
    decided_at: date


def columns_of(kind: str) -> tuple[str, ...]:
    """The columns of a seed. kind: entity or event."""
    return ("action", "one", "other", *(("name",) if kind == "entity" else ()), "who", "why", "decided_at")


def parse_overrides(kind: str, rows: Iterable[Mapping[str, str]]) -> list[Override]:
    """The decisions of a seed's lines. kind: entity or event. Raises InputError naming the first line that is none."""
    return [_parse(kind, number, row) for number, row in enumerate(rows, start=1)]


def _parse(kind: str, number: int, row: Mapping[str, str]) -> Override:
    given = {key: (value or "").strip() for key, value in row.items()}
    action = row.get("action", "")
    needed = {"merge": ("other",), "rename": ("name",)}.get(action, ())
    missing = [name for name in ("one", "who", "why", *needed) if not given.get(name)]
    place = f"{kind}_overrides.csv, decision {number}"
    if action not in _ACTIONS[kind]:
        raise InputError(f"{place}: action {action!r} is none of {', '.join(_ACTIONS[kind])}", hint=_HINT)
    if missing:
        raise InputError(f"{place}: {', '.join(missing)} missing", hint=_HINT)
    if not _DAY.fullmatch(row.get("decided_at", "")):
        raise InputError(f"{place}: decided_at is no day", hint=_HINT)
    try:
        decided_at = date.fromisoformat(given["decided_at"])
    except ValueError as error:
        raise InputError(f"{place}: decided_at is no day", hint=_HINT) from error
    return Override(
        cast("Action", action), given["one"], given.get("other") or None, given.get("name") or None,
        given["who"], given["why"], decided_at,
    )  # fmt: skip
