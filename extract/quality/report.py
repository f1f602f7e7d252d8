"""What a gate says: each check with its outcome, the batches that are red, and where to read more."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True)
class CheckResult:
    """One check of one table: `expectation` says in words, after the column's name, what must hold.

    unexpected_count: rows that break it; null where the check counts none. is_warning: it is told and stops nothing.
    """

    table: str
    expectation: str
    column: str | None
    is_success: bool
    is_warning: bool
    unexpected_count: int | None

    def __str__(self) -> str:
        words = f"{self.column} {self.expectation}" if self.column else self.expectation
        number = f" (broken by {self.unexpected_count})" if self.unexpected_count else ""
        return f"{self.table}: {words}{number}"


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

    def rows(self) -> list[tuple[str, str, str | None, bool, int | None]]:
        """Table, expectation, column, success, unexpected count of every check: what the warehouse keeps."""
        return [(r.table, r.expectation, r.column, r.is_success, r.unexpected_count) for r in self.results]
