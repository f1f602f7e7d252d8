"""How one value of an answer is written: for JSON, for CSV, for people."""

import json
import math
from collections.abc import Iterable
from datetime import date, time
from decimal import Decimal

from extract.serving.formulas import defuse


def distinct_names(columns: Iterable[str]) -> list[str]:
    """The names of columns, the second of a name as `name_1`: as DuckDB names them in a table made from the query."""
    names: list[str] = []
    for column in columns:
        name, number = column, 0
        while name in names:
            number += 1
            name = f"{column}_{number}"
        names.append(name)
    return names


def json_value(value: object) -> object:
    """A value as JSON can say it, fractions as doubles; a number that is none (nan, infinity) is null."""
    match value:
        case None | bool() | int() | str():
            return value
        case float() | Decimal():
            return _json_number(value)
        case dict():
            return {str(key): json_value(inner) for key, inner in value.items()}
        case list() | tuple():
            return [json_value(inner) for inner in value]
        case date() | time():
            return value.isoformat()
    return str(value)


def _json_number(value: float | Decimal) -> float | None:
    if not math.isfinite(value):
        return None
    return int(value) if isinstance(value, Decimal) and value == value.to_integral_value() else float(value)


def csv_text(value: object, raw: bool = False) -> str:
    """A value as a cell of CSV: null is empty, numbers are exact, lists and structs are JSON.

    raw: text stays as it is, though a spreadsheet would run it as a formula.
    """
    match value:
        case str():
            text = value if raw else defuse(value)
        case None:
            text = ""
        case bool():
            text = str(value).lower()
        case Decimal():
            text = f"{value:f}"
        case dict() | list() | tuple():
            text = json.dumps(json_value(value), ensure_ascii=False)
            text = text if raw else defuse(text)
        case date() | time():
            text = value.isoformat()
        case _:
            text = str(value)
    return text


def plain(value: object) -> str:
    """A value for people: control characters of hostile text are escaped, not obeyed."""
    text = "" if value is None else str(value)
    if isinstance(value, Decimal):
        text = f"{value.normalize():f}"
    return "".join(char if char.isprintable() else ascii(char)[1:-1] for char in text)


def plain_lines(text: str) -> str:
    """A text of several lines for people: what DuckDB says of a query may quote hostile text."""
    return "\n".join(plain(line) for line in text.split("\n"))
