"""What a gate says: each check with its outcome, the rows that break it, the batches that are red, and where to read more."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

# A message names the ids of this many rows; the rest is a number.
MAX_IDS = 5


@dataclass(frozen=True, slots=True)
class BrokenRows:
    """Rows of one batch that break one rule: how many, and the ids of the first. batch_id: null for a mart's rows."""

    batch_id: str | None
    count: int
    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CheckResult:
    """One check of one table: `expectation` says in words, after the column's name, what must hold.

    rule: its short name. is_warning: it is told and stops nothing. broken: the rows that break it, by batch; none where it
    held. remedy: what to do about it.
    """

    table: str
    rule: str
    expectation: str
    column: str | None
    is_success: bool
    is_warning: bool
    remedy: str = ""
    broken: tuple[BrokenRows, ...] = ()

    @property
    def unexpected_count(self) -> int:
        """Rows that break it."""
        return sum(rows.count for rows in self.broken)

    @property
    def severity(self) -> str:
        """What its breach means: `critical` keeps the data out, `warning` is told."""
        return "warning" if self.is_warning else "critical"

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids of the first rows that break it."""
        return tuple(id_ for rows in self.broken for id_ in rows.ids)[:MAX_IDS]

    @property
    def words(self) -> str:
        """What must hold, with the column's name."""
        return f"{self.column} {self.expectation}" if self.column else self.expectation

    def __str__(self) -> str:
        return f"{self.table}: {self.words}{_say_broken(self.broken)}"

    def of_batch(self, batch_id: str) -> str:
        """The same, of one batch."""
        return f"{self.table}: {self.words}{_say_broken([rows for rows in self.broken if rows.batch_id == batch_id])}"


def _say_broken(broken: "tuple[BrokenRows, ...] | list[BrokenRows]") -> str:
    # A rule of a whole batch breaks by the batch's own id, which is said already.
    count = sum(rows.count for rows in broken)
    ids = [id_ for rows in broken for id_ in rows.ids if id_ != rows.batch_id][:MAX_IDS]
    if not count:
        return ""
    named = f": {', '.join(ids)}{', ...' if len(ids) < count else ''}" if ids else ""
    return f" (broken by {count}{named})"


@dataclass(frozen=True, slots=True)
class GateReport:
    """The outcome of a gate. red_batches: batch id to what is wrong with it. page: where a person reads it."""

    gate: str
    results: tuple[CheckResult, ...]
    page: Path
    red_batches: Mapping[str, str] = field(default_factory=dict)

    @property
    def failures(self) -> tuple[CheckResult, ...]:
        """What broke and must not."""
        return tuple(result for result in self.results if not result.is_success and not result.is_warning)

    @property
    def warnings(self) -> tuple[CheckResult, ...]:
        """What broke and is only told."""
        return tuple(result for result in self.results if not result.is_success and result.is_warning)

    def remedies(self, batch_id: str | None = None) -> tuple[str, ...]:
        """What to do about what broke, each thing once; of one batch, or of all."""
        return tuple(dict.fromkeys(_remedies(self.failures, batch_id)))

    def rows(self) -> list[tuple[str, str, str | None, bool, int, str]]:
        """Table, expectation, column, success, unexpected count, severity of every check: what the warehouse keeps."""
        return [(r.table, r.expectation, r.column, r.is_success, r.unexpected_count, r.severity) for r in self.results]


def _remedies(failures: tuple[CheckResult, ...], batch_id: str | None) -> Iterator[str]:
    for failure in failures:
        if batch_id is None or any(rows.batch_id == batch_id for rows in failure.broken):
            yield failure.remedy
