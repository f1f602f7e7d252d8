"""Writes answers to questions: as tables for people, as text or Parquet for programs."""

import io
import sys
from itertools import islice
from typing import BinaryIO, TextIO

from rich.console import Console
from rich.markup import escape

from extract.cli.look import answer_table
from extract.errors import InputError
from extract.serving.cells import plain_lines
from extract.serving.formats import TEXT_WRITERS, Format, Sink, write_csv
from extract.serving.result import Result
from extract.serving.sql import Answer


def standard_output(form: Format) -> BinaryIO:
    """Standard output as bytes. Raises InputError where it is a terminal that could not show the format."""
    if form.name == "parquet" and sys.stdout.isatty():
        raise InputError("Parquet is nothing for a terminal", hint="daybook sql QUERY --output answer.parquet")
    sys.stdout.flush()
    return sys.stdout.buffer


class EscapedText:
    """A terminal to which control characters are shown, all but the ends of lines."""

    def __init__(self, screen: TextIO) -> None:
        self._screen = screen

    def write(self, text: str) -> int:
        """Write it, with nothing in it that moves the cursor."""
        return self._screen.write(plain_lines(text))


class AnswerWriter:
    """Writes answers in one format. limit: rows of a table, null or 0 for all."""

    def __init__(self, form: Format, raw: bool, limit: int | None) -> None:
        self.form, self._raw, self._limit = form, raw, limit

    def write(self, result: Result, out: BinaryIO) -> None:
        """Write an answer whole."""
        if self.form.name == "parquet":
            from extract.serving.parquet import write_parquet

            write_parquet(result, out)
            return
        text = io.TextIOWrapper(out, encoding="utf-8", errors="backslashreplace", newline="")
        try:
            self._write_text(result, text)
            text.flush()
        finally:
            text.detach()

    def _write_text(self, result: Result, text: io.TextIOWrapper) -> None:
        if self.form.name == "table":
            self._write_table(result, text)
            return
        # Hostile text may hold what moves a terminal's cursor; a file or a program gets it as it is.
        sink: Sink = EscapedText(text) if text.isatty() else text
        if self.form.name == "csv":
            write_csv(result, sink, self._raw)
        else:
            TEXT_WRITERS[self.form.name](result, sink)

    def _write_table(self, result: Result, text: io.TextIOWrapper) -> None:
        rows = tuple(islice(result.rows(), self._limit + 1 if self._limit else None))
        shown = rows[: self._limit] if self._limit else rows
        console = Console(file=text, width=None if text.isatty() else 160)
        if result.columns == ("explain_key", "explain_value"):
            # A drawing of many lines, which a table would put on one.
            console.print(
                *(escape(plain_lines(str(drawing))) for _, drawing in shown), sep="\n", highlight=False, soft_wrap=True
            )
            return
        console.print(answer_table(Answer(result.columns, shown)))
        if len(shown) < len(rows):
            told = f"The first {len(shown)} rows. All: --limit 0, or --output FILE (csv, jsonl, parquet)."
            Console(stderr=True, highlight=False).print(told, style="dim")
