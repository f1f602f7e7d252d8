"""The two readers of figures that are compared, each with the CPU seconds it took."""

import json
import re
import subprocess
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from figure_sets import Quantity

from extract.facts.figures import FigureSpan, read_figures
from extract.facts.language_model import LanguageModel, load_language_model
from extract.facts.sentences import find_sentences

_BOUNDS = {"about": "~", "less_than": "<", "at_most": "<", "more_than": ">", "at_least": ">"}
# Our units whose words are others, and quantulum3's whose code is another than its words.
_SPOKEN = {"year_old": "year of age", "month_old": "month of age", "multiple": "", "fraction": ""}
_CODES = {"percentage": "percent", "dimensionless": "", "pound-mass": "pound", "degree celsius": "celsius"}
_TOLERANCE = re.compile(r"±|\+/-|\+-|plus or minus")


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read of some sentences, in their order.

    rule_seconds: without tagging and parsing, where the reader does so. as_ranges: the same figures, told as sets tell them
    that make one range of "from 5 to 7" and of "dozens".
    """

    quantities: list[list[Quantity]]
    rule_seconds: float
    seconds: float
    failed: int = 0
    as_ranges: list[list[Quantity]] | None = None


class Reader(Protocol):
    """Reads the figures of sentences."""

    name: str

    def read(self, sentences: Sequence[str]) -> Reading:
        """One list of quantities a sentence."""


class Daybook:
    """Our reader; each call parses anew, so that nothing is kept from the round before."""

    name = "daybook"

    def __init__(self) -> None:
        self._model: LanguageModel = load_language_model()
        self.read(["The first 5 miles cost $3."])

    def read(self, sentences: Sequence[str]) -> Reading:
        """Parses, then reads the figures."""
        start = time.process_time()
        parsed = [(doc, find_sentences(doc)) for doc in self._model.read(sentences)]
        middle = time.process_time()
        found = [read_figures(doc, spans) for doc, spans in parsed]
        end = time.process_time()
        shown = [[show_figure(each) for each in row] for row in found]
        return Reading(shown, end - middle, end - start, as_ranges=[show_ranges(row) for row in found])


def show_figure(figure: FigureSpan) -> Quantity:
    """A figure of ours as scorers take it: its unit in words, and as its code."""
    return {
        "value": float(figure.value),
        "value_high": None if figure.value_high is None else float(figure.value_high),
        "bound": _BOUNDS.get(figure.qualifier, "="),
        "trend": figure.trend if figure.trend in ("up", "down") else None,
        "unit": _SPOKEN.get(figure.unit or "", (figure.unit or "").replace("_", " ").replace("/", " per ")),
        "unit_code": figure.unit,
        "concept": figure.item or "",
        "start": figure.start,
        "end": figure.end,
    }


def show_ranges(figures: Sequence[FigureSpan]) -> list[Quantity]:
    """The figures with a change "from 5 to 7" as one range, and "hundreds" as 100 to 1,000, where we say two and at least 200."""
    shown = [show_figure(figure) for figure in figures]
    for quantity, figure in zip(shown, figures, strict=True):
        if figure.method.startswith("vague.") and figure.value % 10 == 0:
            quantity |= {"value": float(figure.value) / 2, "value_high": float(figure.value) * 5, "bound": "="}
    merged = set()
    for at, figure in enumerate(figures):
        earlier = figure.change_from
        if earlier is not None and earlier == at - 1:
            ends = (
                float(figures[earlier].value),
                float(figure.value if figure.value_high is None else figure.value_high),
            )
            shown[at] |= {"value": ends[0], "value_high": ends[1], "trend": None, "start": figures[earlier].start}
            merged.add(earlier)
    return [quantity for at, quantity in enumerate(shown) if at not in merged]


class Quantulum3:
    """quantulum3 in a process of its own environment; ends the run where that process ends."""

    name = "quantulum3"

    def __init__(self, python: Path) -> None:
        command = [python, Path(__file__).with_name("quantulum3_reader.py")]
        if not python.exists():
            raise SystemExit(f"{python} is missing: `make bench-figures` sets up quantulum3's environment")
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        hello = self._answer()
        self.version: str = hello["version"]
        self.notes: list[str] = hello["notes"]

    def __enter__(self) -> "Quantulum3":
        return self

    def __exit__(self, *_: object) -> None:
        assert self._process.stdin is not None
        with suppress(BrokenPipeError):
            self._process.stdin.close()
        self._process.wait(timeout=30)

    def read(self, sentences: Sequence[str]) -> Reading:
        """Asks for one sentence after the other."""
        assert self._process.stdin is not None
        answers = []
        for sentence in sentences:
            # A process that has ended is told by its answer.
            with suppress(BrokenPipeError):
                self._process.stdin.write(json.dumps({"sentence": sentence}) + "\n")
                self._process.stdin.flush()
            answers.append(self._answer())
        seconds = sum(answer["seconds"] for answer in answers)
        quantities = [[show_quantulum3(each) for each in answer["quantities"]] for answer in answers]
        return Reading(quantities, seconds, seconds, sum(answer["failed"] for answer in answers))

    def _answer(self) -> dict:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            raise SystemExit(f"quantulum3's process ended with {self._process.wait()}: what it said stands above")
        return json.loads(line)


def show_quantulum3(found: Quantity) -> Quantity:
    """A quantity of quantulum3's as scorers take it; it gives a range's middle and half its width: its ends are taken back."""
    value, width = found["value"], found["uncertainty"]
    is_range = bool(width) and not _TOLERANCE.search(found["surface"])
    unit = found["unit"]
    return {
        "value": value - width if is_range else value,
        "value_high": value + width if is_range else None,
        "unit": "" if unit == "dimensionless" else unit,
        "unit_code": found["currency"] or _CODES.get(unit, unit),
        "start": found["start"],
        "end": found["end"],
    }
