"""The tombstones of a home, and the key that their words were hashed with: three files.

tombstones.jsonl   a line each
erasure.key        32 random bytes in hex, readable by its owner alone; DAYBOOK_ERASURE_KEY may stand for it
erasing            there while an erasure is not complete
"""

import dataclasses
import hashlib
import json
import secrets
from collections.abc import Sequence
from pathlib import Path

from extract.contract.tombstones import Tombstone
from extract.errors import WarehouseError
from extract.store.files import sync_folder, write_file

_KEY_BYTES = 32


class TombstoneStore:
    """The tombstones of a home. key: a secret from the settings; empty for the file of the home."""

    def __init__(self, home: Path, key: str = "") -> None:
        self.path = home / "tombstones.jsonl"
        self.key_path = home / "erasure.key"
        self.unfinished_path = home / "erasing"
        self._key = key

    def stamp(self) -> tuple[int, ...]:
        """Changes when the tombstones or their key do."""
        found = [path.stat() for path in (self.path, self.key_path) if path.exists()]
        return tuple(number for one in found for number in (one.st_mtime_ns, one.st_size))

    @property
    def where_key(self) -> str:
        """Where the key comes from, for messages."""
        return "DAYBOOK_ERASURE_KEY" if self._key else str(self.key_path)

    def read(self) -> list[Tombstone]:
        """Every tombstone, oldest first. Raises WarehouseError for a damaged line: what it covered would come back."""
        try:
            lines = self.path.read_bytes().splitlines()
        except FileNotFoundError:
            return []
        return [self._parse(number, line) for number, line in enumerate(lines, 1) if line]

    def _parse(self, number: int, line: bytes) -> Tombstone:
        try:
            return Tombstone(**json.loads(line))
        except (ValueError, TypeError) as error:
            raise WarehouseError(
                f"{self.path}, line {number} is damaged: {error}",
                hint="restore the file from a backup: without it, what was erased comes back when it is delivered again",
            ) from error

    def write(self, tombstones: Sequence[Tombstone]) -> None:
        """Keep these, and no others; when this returns, they survive a power cut."""
        lines = [json.dumps({n: v for n, v in dataclasses.asdict(one).items() if v is not None}) for one in tombstones]
        write_file(self.path, "".join(f"{line}\n" for line in lines).encode())

    def add(self, tombstones: Sequence[Tombstone]) -> list[Tombstone]:
        """Keep these too; returns those that were not there yet."""
        known = self.read()
        there = {(one.kind, one.hash) for one in known}
        new = [one for one in tombstones if (one.kind, one.hash) not in there]
        if new:
            self.write([*known, *new])
        return new

    @property
    def is_unfinished(self) -> bool:
        """Whether an erasure was begun and is not complete."""
        return self.unfinished_path.exists()

    def set_unfinished(self, *, is_unfinished: bool) -> None:
        """Note that an erasure is begun, or that it is complete."""
        if is_unfinished:
            write_file(self.unfinished_path, b"daybook erase --again\n")
        elif self.is_unfinished:
            self.unfinished_path.unlink()
            sync_folder(self.unfinished_path.parent)

    def key(self, *, is_kept: bool = True) -> bytes:
        """The secret that hashes are keyed with, made where there is none; is_kept: and written down.

        Raises WarehouseError where tombstones are there and their key is gone or another.
        """
        if self._key:
            return hashlib.sha256(self._key.encode()).digest()
        try:
            key = bytes.fromhex(self.key_path.read_text())
        except FileNotFoundError:
            key = None
        except ValueError as error:
            raise self._lost("is no key") from error
        if key is not None:
            if len(key) != _KEY_BYTES:
                raise self._lost("is no key")
            return key
        if self.path.exists():
            raise self._lost("is missing")
        if not is_kept:
            return secrets.token_bytes(_KEY_BYTES)
        write_file(self.key_path, secrets.token_bytes(_KEY_BYTES).hex().encode(), mode=0o600)
        return bytes.fromhex(self.key_path.read_text())

    def _lost(self, what: str) -> WarehouseError:
        return WarehouseError(
            f"{self.key_path} {what}: nobody can tell what the tombstones cover",
            hint="restore it from a backup, or set DAYBOOK_ERASURE_KEY to what it was",
        )
