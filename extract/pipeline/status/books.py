"""What the ledger tells of batches and builds: what readers' file was built from, what is quarantined, what was thrown away."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, TypedDict

if TYPE_CHECKING:
    from extract.pipeline.status.sealed import SealedBatches
    from extract.store.lake.place import LakePlace
    from extract.store.ledger import LedgerLine


class Discarded(TypedDict):
    """A build that was thrown away: its number in the ledger, and why."""

    candidate: int
    reason: str


@dataclass(frozen=True, slots=True)
class Refused:
    """A batch that a gate refused: the bytes that it had, and why."""

    sha256: str
    reason: str


@dataclass(frozen=True, slots=True)
class Books:
    """The ledger's lines, summed up.

    published: batch id to sha256 of what the last publish took in. quarantined: the batches whose last word is a refusal.
    discarded: the last build that was thrown away, where nothing was published since.
    """

    published: Mapping[str, str] = field(default_factory=dict)
    quarantined: Mapping[str, Refused] = field(default_factory=dict)
    discarded: Discarded | None = None


def read_books(where: "Path | LakePlace") -> Books:
    """What the ledger of a home or a lake tells. Raises WarehouseError where a line of it is damaged."""
    from extract.store.lake.place import LakePlace
    from extract.store.ledger import Ledger

    if isinstance(where, LakePlace):
        return _read_lake(where)
    lines = Ledger(where).read()
    quarantined: dict[str, Refused] = {}
    for line in lines:
        if line.event == "quarantined":
            quarantined[line.batch_id or ""] = Refused(line.sha256 or "", line.reason or "")
        elif line.event == "loaded":
            quarantined.pop(line.batch_id or "", None)
    return Books(_published(lines), quarantined, _discarded(lines))


def _read_lake(place: "LakePlace") -> Books:
    from extract.store.lake.books import read_lake_books

    books = read_lake_books(place)
    quarantined = {batch_id: Refused(sha256, reason) for batch_id, sha256, reason in books.refused}
    return Books(books.known, quarantined, _discarded(books.lines))


def find_quarantined(books: Books, batches: "SealedBatches") -> dict[str, str]:
    """Batch id to reason of what stays out: a batch that has other bytes by now is tried again by the next load."""
    return {
        batch_id: refused.reason
        for batch_id, refused in sorted(books.quarantined.items())
        if batches.sealed_sha256(batch_id) == refused.sha256
    }


def _published(lines: Sequence["LedgerLine"]) -> dict[str, str]:
    """What the last good build knows of: what was loaded into it and what it refused, itself and those it was copied from."""
    bases = {line.candidate: line.base for line in lines if line.event == "opened"}
    good = [line.candidate for line in lines if line.event in ("published", "held")]
    chain: set[int] = set()
    link: int | None = good[-1] if good else None
    while link is not None and link not in chain:
        chain.add(link)
        link = bases.get(link)
    return {line.batch_id: line.sha256 for line in lines if line.candidate in chain and line.batch_id and line.sha256}


def _discarded(lines: Sequence["LedgerLine"]) -> Discarded | None:
    for line in reversed(lines):
        if line.event in ("published", "held"):
            return None
        if line.event == "discarded":
            return Discarded(candidate=line.candidate, reason=line.reason or "")
    return None
