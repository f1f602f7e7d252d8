"""Seeds: the closed lists of the library that dbt is given, and the lists that people keep in the dbt project."""

import csv
import io
from collections.abc import Sequence

from extract.contract.data import read_csv
from extract.errors import InputError
from extract.store.build import default_project_dir

# Seed of dbt_project/seeds: the package that holds the list, and the columns that say something to an analyst.
# `units` is the reader's own list of units, named as text and not imported: data only, so that what is published is what was
# read by, and no code of the facts comes with it.
_SEEDS: dict[str, tuple[str, tuple[str, ...]]] = {
    "event_types": ("extract.contract.data", ("type", "type_group", "definition", "plover_type", "cameo_root")),
    "units": ("extract.facts.figures.data", ("unit", "kind", "name", "unit_si")),
}


def read_seed(name: str, columns: Sequence[str]) -> list[dict[str, str]]:
    """The lines of a seed that people edit in the dbt project; none where the project has no such file.

    Raises InputError where the file is no CSV in UTF-8 with these columns, in any order.
    """
    path = default_project_dir() / "seeds" / f"{name}.csv"
    if not path.exists():
        return []
    hint = f"{path} is a CSV file in UTF-8 whose first line is {','.join(columns)}"
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file, strict=True)
            if sorted(reader.fieldnames or ()) != sorted(columns):
                raise InputError(
                    f"{name}.csv has other columns: {', '.join(reader.fieldnames or ()) or 'none'}", hint=hint
                )
            rows = list(reader)
            file.seek(0)
            lines = csv.reader(file, strict=True)
            empty = [lines.line_num for cells in lines if not cells]
    except (UnicodeDecodeError, csv.Error) as error:
        raise InputError(f"{name}.csv cannot be read: {error}", hint=hint) from error
    if empty:
        raise InputError(f"{name}.csv, line {empty[0]} is empty", hint="remove it")
    for number, row in enumerate(rows, start=1):
        if len(row) != len(columns) or None in row.values():
            raise InputError(f"{name}.csv, row {number}: it has more or fewer cells than the first line", hint=hint)
    return rows


def seed_texts() -> dict[str, str]:
    """Seed name to the text of its CSV file: a header, then one line a row. Raises KeyError where a list lost a column."""
    return {name: _csv_text(read_csv(name, package), columns) for name, (package, columns) in _SEEDS.items()}


def _csv_text(rows: list[dict[str, str]], columns: tuple[str, ...]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([row[column] for column in columns] for row in rows)
    return text.getvalue()
