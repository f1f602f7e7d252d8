"""The closed lists of the library that are published as tables: where they lie, and what of them dbt is given."""

import csv
import io

from extract.contract.data import read_csv

# Seed of dbt_project/seeds: the package that holds the list, and the columns that say something to an analyst.
# `units` is the reader's own list of units, named as text and not imported: data only, so that what is published is what was
# read by, and no code of the facts comes with it.
_SEEDS: dict[str, tuple[str, tuple[str, ...]]] = {
    "event_types": ("extract.contract.data", ("type", "type_group", "definition", "plover_type", "cameo_root")),
    "units": ("extract.facts.figures.data", ("unit", "kind", "name", "unit_si")),
}


def seed_texts() -> dict[str, str]:
    """Seed name to the text of its CSV file: a header, then one line a row. Raises KeyError where a list lost a column."""
    return {name: _csv_text(read_csv(name, package), columns) for name, (package, columns) in _SEEDS.items()}


def _csv_text(rows: list[dict[str, str]], columns: tuple[str, ...]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([row[column] for column in columns] for row in rows)
    return text.getvalue()
