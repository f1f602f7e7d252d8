"""Corrections: cells that people put right in corrections.csv, each held to what its column may say before dbt sees it."""

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import duckdb

from extract.contract.columns import EVIDENCE_MAX_CHARS
from extract.contract.corrections import CorrectableColumn, correctable_tables
from extract.errors import InputError
from extract.store.build import default_project_dir
from extract.store.correction_values import fault, is_day, none_of
from extract.store.seeds import read_seed

COLUMNS = ("table_name", "row_id", "column_name", "value", "who", "why", "decided_at")


@dataclass(frozen=True, slots=True)
class Unmatched:
    """A correction that meets no row of the marts now."""

    table_name: str
    row_id: str
    column_name: str
    who: str
    why: str


def check_corrections() -> int:
    """How many corrections there are in corrections.csv, all of them such as the marts can take.

    Raises InputError naming the first that is none, what it says, and what is allowed; or that there is no such file.
    """
    if not corrections_path().exists():
        raise _refusal("corrections.csv is missing; where nothing is corrected it has its first line alone")
    return check_rows(read_seed("corrections", COLUMNS))


def corrections_path() -> Path:
    """Where the corrections stand: a seed of the dbt project."""
    return default_project_dir() / "seeds" / "corrections.csv"


def check_rows(rows: Iterable[Mapping[str, str]]) -> int:
    """The same of the lines given; each has the columns of the seed."""
    seen: dict[tuple[str, ...], int] = {}
    for number, row in enumerate(rows, start=1):
        place = f"corrections.csv, correction {number}"
        _check_cells(row, place)
        column = _column(row, place)
        if said := fault(row["value"], column):
            raise _refusal(f"{place}: {row['table_name']}.{row['column_name']} {said}")
        cell = (row["table_name"], row["row_id"], row["column_name"], row["decided_at"])
        if cell in seen:
            raise _refusal(
                f"{place}: it corrects {row['column_name']} of {row['row_id']} as correction {seen[cell]} does, on the same day; "
                "the later day holds, of one day there is one"
            )
        seen[cell] = number
    return len(seen)


def count_outcomes(connection: duckdb.DuckDBPyConnection) -> dict[str, int]:
    """Corrections by what became of them in the marts: applied, unchanged, overruled, unmatched."""
    rows = connection.execute(
        "select outcome, count(*) from marts.correction_outcomes group by outcome order by outcome"
    )
    return {str(outcome): int(count) for outcome, count in rows.fetchall()}


def unmatched_corrections(connection: duckdb.DuckDBPyConnection) -> list[Unmatched]:
    """The corrections that meet no row of the marts: the id is misspelt, or of a wording or event that is no longer there."""
    rows = connection.execute(
        "select table_name, given_row_id, column_name, who, why from marts.correction_outcomes "
        "where outcome = 'unmatched' order by all"
    )
    return [Unmatched(*row) for row in rows.fetchall()]


def _check_cells(row: Mapping[str, str], place: str) -> None:
    missing = [name for name in COLUMNS if name != "value" and not row[name].strip()]
    if missing:
        raise _refusal(f"{place}: {', '.join(missing)} missing")
    for name in COLUMNS:
        cell = row[name]
        if cell != cell.strip() or any(unicodedata.category(sign) == "Cc" for sign in cell):
            raise _refusal(
                f"{place}: {name} begins or ends with a space, or holds a line break or another control character"
            )
        if name != "value" and len(cell) > EVIDENCE_MAX_CHARS:
            raise _refusal(f"{place}: {name} has {len(cell)} characters, {EVIDENCE_MAX_CHARS} are allowed")
        # dbt reads this word as an empty cell, in any case.
        if cell.casefold() == "null":
            raise _refusal(f"{place}: {name} is the word {cell!r}; leave a value empty to say that there is none")
    if not is_day(row["decided_at"]):
        raise _refusal(f"{place}: decided_at {row['decided_at']!r} is no day like 2026-05-31")


def _column(row: Mapping[str, str], place: str) -> CorrectableColumn:
    tables = correctable_tables()
    table, name = row["table_name"], row["column_name"]
    if table not in tables:
        raise _refusal(f"{place}: table_name {table!r} is {none_of(table, list(tables))}")
    columns = {known: column for known, column in tables[table].columns.items() if column.is_correctable}
    if name not in columns:
        renamed = "; an entity is renamed in entity_overrides.csv" if (table, name) == ("entities", "name") else ""
        raise _refusal(
            f"{place}: column_name {name!r} of {table} is {none_of(name, list(columns))} that can be corrected{renamed}"
        )
    return columns[name]


def _refusal(message: str) -> InputError:
    return InputError(message, hint=f"mend {corrections_path()}: a line is {','.join(COLUMNS)}; an empty value is null")
