"""What a value in corrections.csv may be: of its column's type, on its closed list, inside its bounds, short enough."""

import difflib
import math
import re
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal

from extract.contract.columns import EVIDENCE_MAX_CHARS
from extract.contract.corrections import CorrectableColumn

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MOMENT = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,6})?(Z|[+-][0-9]{2}:[0-9]{2})"
)
# As decimal(38, 9) holds it.
_DECIMAL = re.compile(r"-?[0-9]{1,29}(\.[0-9]{1,9})?")
_FLOAT = re.compile(r"-?[0-9]{1,300}(\.[0-9]{1,300})?([eE][+-]?[0-9]{1,3})?")
# Codes whose lists are long: their form, in place of the list.
_CODES = {
    "country_code": (re.compile("[A-Z]{2}"), "two capitals like IN"),
    "language": (re.compile("[a-z]{2}"), "two letters like en"),
}


def fault(value: str, column: CorrectableColumn) -> str | None:
    """What is wrong with a value, to be read after the column's name; None where the column can hold it."""
    if not value:
        return None if column.field.nullable else "cannot be empty"
    if column.values:
        return None if value in column.values else f"is {value!r}, {none_of(value, column.values)}"
    if column.field.name in _CODES:
        pattern, form = _CODES[column.field.name]
        return None if pattern.fullmatch(value) else f"is {value!r}, not {form}"
    return _CHECKS[column.field.type](value, column)


def is_day(text: str) -> bool:
    """True for a day that is there, as dbt reads one."""
    try:
        return bool(_DAY.fullmatch(text) and date.fromisoformat(text))
    except ValueError:
        return False


def none_of(found: str, allowed: Sequence[str]) -> str:
    """The part of a sentence that says what would have been allowed, and which of it is nearest."""
    nearest = difflib.get_close_matches(found, allowed, n=1)
    near = f" (did you mean {nearest[0]}?)" if nearest else ""
    return f"none of {', '.join(allowed)}{near}"


def _fault_of_text(value: str, column: CorrectableColumn) -> str | None:
    longest = column.field.column.max_chars or EVIDENCE_MAX_CHARS
    return f"has {len(value)} characters, {longest} are allowed" if len(value) > longest else None


def _fault_of_decimal(value: str, _: CorrectableColumn) -> str | None:
    return (
        None if _DECIMAL.fullmatch(value) else f"is {value!r}, no number like 12900000000 or -0.25 (9 decimals at most)"
    )


def _fault_of_float(value: str, column: CorrectableColumn) -> str | None:
    if not _FLOAT.fullmatch(value) or not math.isfinite(float(value)):
        return f"is {value!r}, no number like -0.25"
    low, high = column.field.column.low, column.field.column.high
    if (low is not None and float(value) < low) or (high is not None and float(value) > high):
        return f"is {value}, not from {low} to {high}"
    return None


def _fault_of_day(value: str, _: CorrectableColumn) -> str | None:
    return None if is_day(value) else f"is {value!r}, no day like 2026-05-31"


def _fault_of_moment(value: str, _: CorrectableColumn) -> str | None:
    try:
        # In UTC too there is such a year.
        is_moment = bool(_MOMENT.fullmatch(value) and datetime.fromisoformat(value).astimezone(UTC))
    except (ValueError, OverflowError):
        is_moment = False
    return None if is_moment else f"is {value!r}, no moment like 2026-05-31T09:30:00+02:00"


_CHECKS: dict[object, Callable[[str, CorrectableColumn], str | None]] = {
    str: _fault_of_text,
    float: _fault_of_float,
    Decimal: _fault_of_decimal,
    date: _fault_of_day,
    datetime: _fault_of_moment,
}
