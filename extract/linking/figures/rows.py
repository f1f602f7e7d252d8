"""Figures as series are made of them: with the event they describe, by story."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import pyarrow as pa

_COLUMNS = [
    "figure_id", "article_id", "article_version_id", "char_start", "evidence", "figure_start", "figure_end", "figure_text",
    "value", "unit_head", "kind", "item", "item_head", "item_participant_id", "alternative_of_figure_id",
    "change_from_figure_id", "event_mention_id", "period_start", "period_end",
]  # fmt: skip
# The figure hangs on how a number moved or who told it ("the toll rose to 17"): that is no event that the number counts.
_TELLING_TYPES = frozenset({"RESULT", "STATE", "OTHER"})


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure: what of its row decides its series."""

    figure_id: str
    article_id: str
    article_version_id: str
    char_start: int
    evidence: str
    figure_start: int
    figure_end: int
    figure_text: str
    value: Decimal
    unit_head: str | None
    kind: str
    item: str | None
    item_head: str | None
    item_participant_id: str | None
    alternative_of_figure_id: str | None
    change_from_figure_id: str | None
    event_mention_id: str | None
    period_start: date | None
    period_end: date | None

    @property
    def before(self) -> str:
        """The words of its evidence before it."""
        return self.evidence[: max(0, self.figure_start - self.char_start)]

    @property
    def after(self) -> str:
        """The words of its evidence after it."""
        return self.evidence[max(0, self.figure_end - self.char_start) :]


@dataclass(frozen=True, slots=True)
class Told:
    """The event that a figure describes: its id, the trigger, the first day, and whether it is one that a number can count."""

    event_id: str
    trigger: str
    day: date | None
    is_counted: bool


def read_figures(figures: pa.Table) -> list[Figure]:
    """Figures in order of their place; of two deliveries the same one, whichever came first. None that restates another."""
    rows: dict[str, Figure] = {}
    for row in figures.select(_COLUMNS).to_pylist():
        figure = Figure(**row)
        known = rows.get(figure.figure_id)
        rows[figure.figure_id] = figure if known is None else max(known, figure, key=repr)
    kept = (figure for figure in rows.values() if figure.alternative_of_figure_id is None)
    return sorted(kept, key=lambda f: (f.article_id, f.article_version_id, f.figure_start, f.figure_id))


def read_events(mentions: pa.Table, event_merges: pa.Table) -> dict[str, Told]:
    """Mention id to the event it is."""
    merges = event_merges.select(["event_mention_id", "event_id"]).to_pydict()
    event_of = dict(zip(merges["event_mention_id"], merges["event_id"], strict=True))
    rows = mentions.select(["event_mention_id", "type", "trigger_text", "date_start"]).to_pylist()
    return {
        row["event_mention_id"]: Told(
            event_of[row["event_mention_id"]], row["trigger_text"], row["date_start"], row["type"] not in _TELLING_TYPES
        )
        for row in sorted(rows, key=repr)
        if row["event_mention_id"] in event_of
    }
