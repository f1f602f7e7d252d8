"""What readers have had, as ledger and published file tell it: generations published, and those rolled back from."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from extract.errors import NewerHome, WarehouseError, WarehouseLocked
from extract.runtime.logs import log
from extract.store.digest import DIGEST_VERSION, digest
from extract.store.generations import current_generation, kept_generations
from extract.store.lake.place import LakePlace
from extract.store.ledger import Ledger, LedgerLine
from extract.store.published import published_path


@dataclass(frozen=True, slots=True)
class History:
    """The lines of the ledger that tell of generations, oldest first.

    current: number of the published file; 0 where none can be read. missing: the line of a rollback that landed and whose
    process was killed before it wrote it; it is among the lines.
    """

    lines: Sequence[LedgerLine]
    current: int
    missing: LedgerLine | None
    last_candidate: int

    @property
    def last(self) -> int:
        """The highest number a published file has had; 0 before the first."""
        return max((line.generation or 0 for line in self.lines), default=0)

    @property
    def withdrawn(self) -> frozenset[int]:
        """The generations that somebody rolled back from, and did not go back to."""
        found: set[int] = set()
        for line in self.lines:
            if line.event == "rolled_back" and line.generation is not None:
                found |= set(range(line.generation + 1, (line.from_generation or 0) + 1))
                found.discard(line.generation)
        return frozenset(found)

    @property
    def rolled_back_from(self) -> tuple[int, ...]:
        """The later generations that readers do not have because of a rollback; empty where none is in force."""
        return tuple(sorted(number for number in self.withdrawn if number > (self.current or _standing(self.lines))))

    def digest_of(self, generation: int, formula: str = DIGEST_VERSION) -> str | None:
        """The digest of a generation, by the formula of now; null where no line tells, or by another formula."""
        published = [line for line in self.lines if line.event == "published" and line.generation == generation]
        # Of other formulas the same rows have other digests: comparing them would say nothing.
        return published[-1].digest if published and published[-1].digest_version == formula else None


def read_history(home: Path) -> History:
    """What readers of a home have had. Only the published file is opened, and read-only."""
    ledger = Ledger(home).read()
    lines = [line for line in ledger if line.event in ("published", "rolled_back")]
    current = _readable_generation(home)
    history = History(lines, current, None, max((line.candidate for line in ledger), default=0))
    before = _standing(lines)
    # The file tells what became of a rollback whose process was killed: it is not the one that readers got last.
    if not current or current == before or current > history.last:
        return history
    missing = rolled_back_line(history, current, before)
    return History([*lines, missing], current, missing, history.last_candidate)


def generations_of(where: Path | LakePlace) -> tuple[History, list[int]]:
    """What readers of a home or a lake have had, and the generations that are kept beside the one they have."""
    if isinstance(where, LakePlace):
        from extract.store.lake.history import read_kept  # noqa: PLC0415 - it needs packages that a home does not

        return read_kept(where)
    return read_history(where), list(kept_generations(where))


def rolled_back_line(history: History, number: int, before: int) -> LedgerLine:
    """What the ledger says of a rollback. before: 0 where nothing could be read: nobody judged what it held."""
    found = history.digest_of(number)
    return LedgerLine(
        event="rolled_back",
        candidate=history.last_candidate,
        generation=number,
        from_generation=before or None,
        digest=found,
        digest_version=DIGEST_VERSION if found else None,
    )


def held_digests(home: Path, history: History) -> dict[str, int]:
    """Digest to number of the generations that were rolled back from: they are not published again as they were.

    Where the ledger has a digest of another formula, the file that is kept tells; where that is gone too, a warning says so.
    """
    kept = kept_generations(home)
    found: dict[str, int] = {}
    for number in history.rolled_back_from:
        if said := history.digest_of(number) or (digest(kept[number]) if number in kept else None):
            found[said] = number
        else:
            message = (
                f"generation {number} was rolled back from, and nothing is left to know its rows by: they are not held"
            )
            log(message, logging.WARNING, step="publish")
    return found


def _standing(lines: Sequence[LedgerLine]) -> int:
    """The generation that readers got last."""
    return (lines[-1].generation or 0) if lines else 0


def _readable_generation(home: Path) -> int:
    try:
        return current_generation(home)
    except (WarehouseLocked, NewerHome):
        raise
    except (WarehouseError, duckdb.CatalogException) as error:
        log("the published file cannot be read", logging.WARNING, path=published_path(home), reason=str(error))
        return 0
