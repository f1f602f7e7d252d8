"""Sentences whose figures people marked: one file of JSON lines is a set, the folder's score.py its scorer."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

BUNDLED = Path(__file__).with_name("figures.jsonl")

Quantity = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence and its annotated quantities: `value`, and where annotated `value_high`, `unit`, `start`, `end`, `ignore`."""

    id: str | int
    text: str
    quantities: list[Quantity]


@dataclass(frozen=True, slots=True)
class FigureSet:
    """A file's sentences; `scorer` is a command `score.py ANNOTATED READ --json` for it, null where our own counting is used."""

    path: Path
    sentences: list[Sentence]
    scorer: Path | None = None

    @property
    def name(self) -> str:
        """The file's name without its ending."""
        return self.path.stem


def read_sets(folder: Path | None) -> list[FigureSet]:
    """The sets of a folder by name, the bundled one where there is no folder. Ends the run where there is nothing to read."""
    if folder is None:
        return [FigureSet(BUNDLED, read_sentences(BUNDLED))]
    if not folder.is_dir():
        raise SystemExit(f"{folder} is no folder: SENTENCES names a folder of .jsonl files, one sentence a line")
    paths = sorted(folder.glob("*.jsonl"))
    if not paths:
        raise SystemExit(f"{folder} holds no .jsonl file: one sentence a line, with `id`, `sentence`, `quantities`")
    scorer = folder / "score.py"
    return [FigureSet(path, read_sentences(path), scorer if scorer.is_file() else None) for path in paths]


def read_sentences(path: Path) -> list[Sentence]:
    """The sentences of a file; a sentence without an id has its line's number. Ends the run at the first broken line."""
    sentences: dict[str | int, Sentence] = {}
    for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").split("\n"), 1):
        if line.strip():
            sentence = _read_line(f"{path}:{number}", line, str(number))
            if sentence.id in sentences:
                raise SystemExit(f"{path}:{number}: the id {sentence.id!r} occurs twice")
            sentences[sentence.id] = sentence
    if not sentences:
        raise SystemExit(f"{path} is empty: one sentence a line, with `id`, `sentence`, `quantities`")
    return list(sentences.values())


def _read_line(place: str, line: str, default_id: str) -> Sentence:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise SystemExit(f"{place}: not JSON ({error})") from None
    if not isinstance(row, dict) or not isinstance(row.get("sentence"), str):
        raise SystemExit(f"{place}: no `sentence`, which is a text")
    quantities = row.get("quantities")
    if not isinstance(quantities, list) or not all(isinstance(each, dict) for each in quantities):
        raise SystemExit(f"{place}: no `quantities`, which is a list of objects, empty where the sentence has none")
    for each in quantities:
        if not all(isinstance(each.get(end), int | float | None) for end in ("value", "value_high")):
            raise SystemExit(f"{place}: a quantity's `value` and `value_high` are numbers or null")
    if not isinstance(row.get("id", default_id), str | int):
        raise SystemExit(f"{place}: `id` is a text or a number")
    return Sentence(row.get("id", default_id), row["sentence"], quantities)
