"""Answers as text that programs read: CSV, JSON, JSON lines, Markdown; row by row, however many there are."""

import csv
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Protocol

from extract.serving.cells import csv_text, distinct_names, json_value, plain
from extract.serving.result import Result


class Sink(Protocol):
    """Where text goes: a file, or a terminal that shows what it would obey."""

    def write(self, text: str, /) -> object:
        """Take some text."""


@dataclass(frozen=True, slots=True)
class Format:
    """A way to write an answer. holds_many: whether a second answer may follow the first in the same file."""

    name: str
    endings: tuple[str, ...]
    holds_many: bool


FORMATS = (
    Format("table", (".txt",), holds_many=True),
    Format("csv", (".csv",), holds_many=False),
    Format("json", (".json",), holds_many=False),
    Format("jsonl", (".jsonl", ".ndjson"), holds_many=True),
    Format("markdown", (".md",), holds_many=True),
    Format("parquet", (".parquet",), holds_many=False),
)
BY_NAME = {form.name: form for form in FORMATS}


def write_csv(result: Result, out: Sink, raw: bool = False) -> None:
    """Columns on the first line; text that a spreadsheet would run is marked as text, but for `raw`."""
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([csv_text(column, raw) for column in result.columns])
    writer.writerows([csv_text(value, raw) for value in row] for row in result.rows())


def write_json_lines(result: Result, out: Sink) -> None:
    """One JSON object a row."""
    for row in _json_rows(result):
        out.write(row + "\n")


def write_json(result: Result, out: Sink) -> None:
    """One JSON array with an object a row."""
    before = "[\n"
    for row in _json_rows(result):
        out.write(before + row)
        before = ",\n"
    out.write("[]\n" if before == "[\n" else "\n]\n")


def write_markdown(result: Result, out: Sink) -> None:
    """A table as GitHub shows it."""
    out.write(_markdown_row(result.columns) + "|" + " --- |" * len(result.columns) + "\n")
    for row in result.rows():
        out.write(_markdown_row(row))


TEXT_WRITERS: dict[str, Callable[[Result, Sink], None]] = {
    "csv": write_csv,
    "json": write_json,
    "jsonl": write_json_lines,
    "markdown": write_markdown,
}


def _json_rows(result: Result) -> Iterator[str]:
    names = distinct_names(result.columns)
    for row in result.rows():
        values = {name: json_value(value) for name, value in zip(names, row, strict=True)}
        yield json.dumps(values, ensure_ascii=False)


def _markdown_row(values: tuple[object, ...]) -> str:
    return "| " + " | ".join(_markdown_cell(value) for value in values) + " |\n"


def _markdown_cell(value: object) -> str:
    # Lines first: what is escaped afterwards shows them as \n.
    text = plain(" ".join(str(value).split()) if isinstance(value, str) else value)
    # Hostile text is shown, not rendered: no links, no HTML, no cell of its own.
    return "".join(f"\\{char}" if char in "\\`*_[]<>|" else char for char in text)
