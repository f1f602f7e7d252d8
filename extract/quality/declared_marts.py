"""What the dbt project declares of each mart in its `.yml`: its keys, what is never null, what points where, what changes it.

The data tests of the build hold the same of the rows that it made anew. The gate holds what they cannot see (a key that stands
in an old row too), and the audit holds all of it of all rows.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

_MARTS = Path(__file__).parents[2] / "dbt_project" / "marts"


@dataclass(frozen=True, slots=True)
class DeclaredMart:
    """A mart as declared. keys: each of columns that are unique together. references: column, mart, its column.

    changed: the table with the keys of the rows that the last build made anew, and its column; null where it makes all anew.
    """

    name: str
    columns: tuple[str, ...]
    keys: tuple[tuple[str, ...], ...]
    not_null: tuple[str, ...]
    references: tuple[tuple[str, str, str], ...]
    changed: tuple[str, str] | None


@cache
def declared_marts(folder: Path = _MARTS) -> tuple[DeclaredMart, ...]:
    """Every mart that is a table, by name; a view shows rows of another."""
    models = [
        model for path in sorted(folder.glob("*.yml")) for model in yaml.safe_load(path.read_text()).get("models") or ()
    ]
    return tuple(
        _read(model)
        for model in sorted(models, key=lambda each: str(each["name"]))
        if (model.get("config") or {}).get("materialized") != "view"
    )


def _read(model: Mapping[str, Any]) -> DeclaredMart:
    config = model.get("config") or {}
    columns = model.get("columns") or ()
    tests = [(str(column["name"]), *test) for column in columns for test in _tests(column)]
    together = [tuple(arguments["columns"]) for name, arguments in _tests(model) if name == "is_unique_together"]
    filled = [column for name, arguments in _tests(model) if name == "has_no_nulls" for column in arguments["columns"]]
    return DeclaredMart(
        name=str(model["name"]),
        columns=tuple(str(column["name"]) for column in columns),
        keys=(*together, *((column,) for column, name, _ in tests if name == "unique")),
        not_null=(*filled, *(column for column, name, _ in tests if name == "not_null")),
        references=tuple(
            (column, str(arguments["to"]).split("'")[1], str(arguments["field"]))
            for column, name, arguments in tests
            if name == "relationships"
        ),
        changed=(str(config["changed"]), str(config["unique_key"])) if config.get("changed") else None,
    )


def _tests(declared: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Name and arguments of each data test."""
    for test in declared.get("data_tests") or ():
        if isinstance(test, str):
            yield test, {}
        else:
            for name, body in test.items():
                # One that is limited to some rows, or only told, says nothing of all.
                if name != "config" and "config" not in body:
                    yield name, body.get("arguments") or body
