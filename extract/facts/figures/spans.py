"""What a figure is once it is read: its words' offsets and what they mean."""

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureSpan:
    """One figure stated in one sentence; `start` and `end` (exclusive) count characters of the document's text.

    The span holds the qualifier's and the unit's words. `value_high` is the high end of a range. `unit` is canonical
    and singular (`shipping_container`, `USD`, `percent`, `kilometre/hour`), null for a bare number; `unit_head` is the
    counted noun alone (`container`), else the unit. `value_si` is the value (the low end) in `unit_si`, null where the
    unit has no SI unit. `item` is what the figure is stated of, with its characters and its head noun. `alternative_of`
    and `change_from` are positions in the list that `read_figures` returns.
    """

    start: int
    end: int
    value: Decimal
    value_high: Decimal | None
    qualifier: str
    unit: str | None
    unit_head: str | None
    kind: str
    unit_surface: str | None
    value_si: float | None
    unit_si: str | None
    item: str | None
    item_start: int | None
    item_end: int | None
    item_head: str | None
    trend: str
    alternative_of: int | None
    change_from: int | None
    sentence_index: int
    confidence: float
    method: str
