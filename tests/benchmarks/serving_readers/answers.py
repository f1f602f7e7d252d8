"""What the readers wrote down, laid beside what went on meanwhile."""

import json
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from rich.table import Table

# Steps as the table shows them; a made-up batch and its links are no part of the product, and are told apart.
_SHOWN: Mapping[str, tuple[str, ...]] = {
    "nothing else": ("quiet",),
    "copy of the build, load, check_batches": ("open", "load", "check_batches"),
    "build": ("build",),
    "check_marts": ("check_marts",),
    "publish": ("publish",),
    "a batch and its links are made up": ("more", "link"),
}


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer: of which reader, while which step went on, how long it took, how many CPU seconds, of which publication."""

    reader: str
    during: str
    name: str
    seconds: float
    cpu: float
    generation: int
    error: str | None


class Answers:
    """The answers of all readers since the first step began."""

    def __init__(self, answers: Sequence[Answer]) -> None:
        self._answers = answers

    @classmethod
    def read(cls, folder: Path, began: Sequence[tuple[float, str]]) -> "Answers":
        """What readers wrote into a folder. began: when each step began, in order."""
        times, found = [at for at, _ in began], []
        for path in sorted(folder.glob("*.jsonl")):
            for asked in map(json.loads, path.read_text(encoding="utf-8").splitlines()):
                if place := bisect_right(times, asked.pop("at")):
                    asked.pop("rows")
                    found.append(Answer(reader=path.stem, during=began[place - 1][1], **asked))
        return cls(found)

    def __len__(self) -> int:
        return len(self._answers)

    def errors(self) -> list[Answer]:
        """Queries that failed, or whose answers do not hold together."""
        return [answer for answer in self._answers if answer.error]

    def generations(self) -> dict[str, list[int]]:
        """The publications that each reader saw, in the order in which it saw them."""
        seen: dict[str, dict[int, None]] = defaultdict(dict)
        for answer in self._answers:
            seen[answer.reader][answer.generation] = None
        return {reader: list(numbers) for reader, numbers in seen.items()}

    def percentile(self, share: float) -> float:
        """Seconds that so many percent of the queries took at most."""
        return float(np.percentile([answer.seconds for answer in self._answers], share))

    def by_step(self) -> Table:
        """Milliseconds by what went on meanwhile."""
        groups = [
            (shown, [answer for answer in self._answers if answer.during in steps]) for shown, steps in _SHOWN.items()
        ]
        return _table("while there goes on", [*groups, ("all", self._answers)])

    def by_query(self) -> Table:
        """Milliseconds by query, the slowest last."""
        groups: dict[str, list[Answer]] = defaultdict(list)
        for answer in self._answers:
            groups[answer.name].append(answer)
        return _table("query", sorted(groups.items(), key=lambda group: _percentile(group[1], 95)))


def _percentile(answers: Iterable[Answer], share: float) -> float:
    return float(np.percentile([answer.seconds for answer in answers], share))


def _table(first: str, groups: Iterable[tuple[str, Sequence[Answer]]]) -> Table:
    table = Table(
        first, "queries", "errors", "p50", "p95", "p99", "max", "CPU p50", title="milliseconds, the connection included"
    )
    for name, answers in groups:
        if answers:
            wrong = sum(bool(answer.error) for answer in answers)
            times = [_percentile(answers, share) for share in (50, 95, 99, 100)]
            times.append(float(np.median([answer.cpu for answer in answers])))
            table.add_row(name, f"{len(answers):,}", str(wrong), *(f"{1000 * time:,.0f}" for time in times))
    return table
