"""What a figure is once it is read: its words' offsets and what they mean."""

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureSpan:
    """One figure stated in one sentence; `start` and `end` (exclusive) count characters of the document's text.

    The span holds the qualifier's and the unit's words. `value_high` is the high end of a range. `unit` is canonical
    and singular (`company`, `USD`, `percent`, `kilometre/hour`), null for a bare number. `value_si` is the value (the
    low end) in `unit_si`, null where the unit has no SI unit. `alternative_of` and `change_from` are positions in the
    list that `read_figures` returns.
    """

    start: int
    end: int
    value: Decimal
    value_high: Decimal | None
    qualifier: str
    unit: str | None
    kind: str
    unit_surface: str | None
    value_si: float | None
    unit_si: str | None
    item: str | None
    trend: str
    alternative_of: int | None
    change_from: int | None
    sentence_index: int
    confidence: float
    method: str
