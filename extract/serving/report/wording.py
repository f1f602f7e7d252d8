"""Values in the words of a reader: days, numbers, confidences."""

from datetime import date, datetime, timedelta
from decimal import Decimal

STATUSES = {
    "occurred": "happened", "ongoing": "going on", "planned": "planned", "possible": "possible", "alleged": "alleged",
    "denied": "denied", "cancelled": "cancelled",
}  # fmt: skip
ROLES = ("host", "actor", "target", "participant", "speaker", "affected")
_BOUNDS = {
    "about": "about ", "less_than": "less than ", "at_most": "at most ", "more_than": "more than ", "at_least": "at least ",
}  # fmt: skip


def day(value: date) -> str:
    """A day in full: 17 September 2025."""
    return f"{value.day} {value:%B} {value.year}"


def short_day(value: date) -> str:
    """A day where there is little room: 17 Sep 2025."""
    return f"{value.day} {value:%b} {value.year}"


def moment(value: datetime) -> str:
    """A moment, UTC."""
    return f"{short_day(value.date())}, {value:%H:%M} UTC"


def span(start: date | None, end: date | None, precision: str = "day") -> str:
    """The days of an event or of a figure, no more precisely than they are known; empty where they are not."""
    if start is None:
        return f"until {short_day(end)}" if end else ""
    if end == start:
        return short_day(start)
    if end is None:
        return f"from {_named(start, precision) or short_day(start)}"
    named = _named(start, precision) if (start, end) == _whole(start, precision) else ""
    if named:
        return named
    same_month = (start.year, start.month) == (end.year, end.month)
    return f"{start.day if same_month else short_day(start)} – {short_day(end)}"


def _named(start: date, precision: str) -> str:
    if precision == "month" and start.day == 1:
        return f"{start:%B} {start.year}"
    if precision == "quarter" and start.day == 1:
        return f"{('first', 'second', 'third', 'fourth')[(start.month - 1) // 3]} quarter of {start.year}"
    return str(start.year) if precision == "year" and (start.month, start.day) == (1, 1) else ""


def _whole(start: date, precision: str) -> tuple[date, date]:
    months = {"month": 1, "quarter": 3, "year": 12}.get(precision, 0)
    last = start.year * 12 + start.month - 1 + months
    if not months or last // 12 > date.max.year:
        return start, start
    return start, date(last // 12, last % 12 + 1, 1) - timedelta(days=1)


def number(value: Decimal | None) -> str:
    """A number with its thousands apart and no zeros that say nothing: 12,900,000."""
    if value is None:
        return ""
    text = f"{value:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def amount(value: Decimal, high: Decimal | None, qualifier: str) -> str:
    """A number as the text bounds it: at least 14; 40 – 60."""
    upper = f" – {number(high)}" if high is not None and high != value else ""
    return f"{_BOUNDS.get(qualifier, '')}{number(value)}{upper}"


def change(value: Decimal | None) -> str:
    """A difference with its sign; empty where there is none."""
    return "" if value is None or value == 0 else f"{'+' if value > 0 else '−'}{number(abs(value))}"


def unit(code: str | None) -> str:
    """A unit's code as words: shipping container."""
    return (code or "").replace("_", " ")


def percent(share: float) -> str:
    """A probability as people read it: 80 %. Nothing that was read is quite sure."""
    rounded = round(share * 100)
    return "> 99 %" if rounded > 99 else "< 1 %" if rounded < 1 else f"{rounded} %"


def counted(count: int, one: str, many: str | None = None) -> str:
    """A number of things: 1 article, 2 articles."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"
