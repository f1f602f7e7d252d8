"""A table as CSV (RFC 4180) in UTF-8: a null is nothing, a text without a character is `""`."""

from collections.abc import Iterable
from pathlib import Path

import duckdb

from extract.serving.cells import csv_text
from extract.serving.export.contents import Table, all_rows
from extract.serving.export.manifest import File

_BATCH_ROWS = 2048
# The characters that RFC 4180 quotes; a text with blanks at its ends is quoted too, some programs would take them off.
_QUOTED = frozenset('",\r\n')


def write_csv_table(
    connection: duckdb.DuckDBPyConnection, table: Table, folder: Path, *, raw: bool, bom: bool
) -> list[File]:
    """Write the rows of a table as `TABLE.csv`.

    raw: text stays as it is, though a spreadsheet would run it as a formula. bom: Excel takes the file for UTF-8.
    """
    path, rows = folder / f"{table.name}.csv", 0
    cursor = connection.execute(all_rows(table))
    with path.open("w", encoding="utf-8-sig" if bom else "utf-8", newline="") as out:
        out.write(_line((column.name for column in table.columns), raw))
        while batch := cursor.fetchmany(_BATCH_ROWS):
            out.writelines(_line(row, raw) for row in batch)
            rows += len(batch)
    return [File(path, rows)]


def _line(values: Iterable[object], raw: bool) -> str:
    return ",".join([_cell(value, raw) for value in values]) + "\r\n"


def _cell(value: object, raw: bool) -> str:
    if value is None:
        return ""
    text = csv_text(value, raw)
    if text and _QUOTED.isdisjoint(text) and text == text.strip():
        return text
    return '"' + text.replace('"', '""') + '"'
