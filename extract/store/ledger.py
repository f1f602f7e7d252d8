"""The ledger: one fsynced line per acknowledged event, outside the database, so that a lost commit is noticed.

DuckDB recovers from a damaged write-ahead log by dropping its end without a word; only a record kept elsewhere can tell.
"""

import dataclasses
import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args

from extract.errors import NewerHome, WarehouseError
from extract.runtime.failpoints import failpoint
from extract.store.files import sync_folder

# Raises when a line says something in another way; a program refuses a home whose ledger is of a later one (`home.json`).
# 2: a digest says which formula made it.
LEDGER_VERSION = 2

Event = Literal["opened", "loaded", "quarantined", "discarded", "published", "held", "rolled_back"]


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerLine:
    """What happened to a candidate: opened from a base, batches loaded and quarantined, discarded, published or held.

    held: it is the last good build, and is kept from readers because somebody rolled back from the same rows. rolled_back:
    readers got the generation again that they had before `from_generation`. digest_version: the formula of `digest`; lines of
    ledger version 1 do not say it.
    """

    event: Event
    candidate: int
    base: int | None = None
    batch_id: str | None = None
    sha256: str | None = None
    load_seq: int | None = None
    reason: str | None = None
    generation: int | None = None
    from_generation: int | None = None
    digest: str | None = None
    digest_version: str | None = None
    snapshot: int | None = None


class Ledger:
    """The file `ledger.jsonl` of a home. Written by whoever holds the warehouse's lock."""

    def __init__(self, home: Path) -> None:
        self.path = home / "ledger.jsonl"

    def append(self, line: LedgerLine) -> None:
        """Add a line; when this returns, it survives a power cut."""
        document = {name: value for name, value in dataclasses.asdict(line).items() if value is not None}
        is_new = not self.path.exists()
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with self.path.open("a+b") as file:
            self._cut_torn_line(file.fileno())
            file.write(json.dumps(document).encode() + b"\n")
            file.flush()
            failpoint("ledger.fsync")
            os.fsync(file.fileno())
        if is_new:
            sync_folder(self.path.parent)
        failpoint("ledger.synced")

    def _cut_torn_line(self, handle: int) -> None:
        data = self.path.read_bytes()
        if data and not data.endswith(b"\n"):
            # Whoever wrote it was killed midway: it was never acknowledged.
            os.ftruncate(handle, data.rfind(b"\n") + 1)

    def read(self) -> list[LedgerLine]:
        """Every line, oldest first. Raises WarehouseError for what is none, NewerHome for a line that says more than is known."""
        if not self.path.exists():
            return []
        *lines, _torn = self.path.read_bytes().split(b"\n")
        return [self._parse(number, line) for number, line in enumerate(lines, 1)]

    def _parse(self, number: int, line: bytes) -> LedgerLine:
        try:
            return parse_line(f"{self.path}, line {number}", json.loads(line))
        except (ValueError, TypeError) as error:
            raise WarehouseError(
                f"{self.path}, line {number} is damaged: {error}",
                hint=f"mv {self.path} {self.path}.damaged; daybook load (what is loaded is acknowledged again)",
            ) from error

    def last_candidate(self) -> int:
        """The highest number a candidate has had; 0 before the first."""
        return max((line.candidate for line in self.read()), default=0)

    def acknowledged(self, candidate: int) -> dict[str, int]:
        """Batch id to its latest change that a candidate's file must hold: its own, and those of what it was copied from."""
        lines = self.read()
        bases = {line.candidate: line.base for line in lines if line.event == "opened"}
        chain: set[int] = set()
        link: int | None = candidate
        while link is not None and link not in chain:
            chain.add(link)
            link = bases.get(link)
        return {
            line.batch_id: line.load_seq
            for line in lines
            if line.candidate in chain and line.batch_id is not None and line.load_seq is not None
        }


def parse_line(where: str, document: object) -> LedgerLine:
    """A line as it is kept. where: names it in messages.

    Raises NewerHome for a line with names of its own, or another event: it is whole, and cutting it off would lose what it says;
    ValueError or TypeError for what is no line.
    """
    if not isinstance(document, dict):
        raise TypeError("it is no object")
    known = {field.name for field in dataclasses.fields(LedgerLine)}
    if "event" in document and "candidate" in document:
        unknown = sorted(set(document) - known)
        if unknown or document["event"] not in get_args(Event):
            said = ", ".join(unknown) or f"event {document['event']!r}"
            raise NewerHome(
                f"{where} was written by a newer Daybook: this one does not know {said}",
                hint="install the Daybook that wrote it (daybook --version says which this is); nothing was changed",
            )
    return LedgerLine(**document)
