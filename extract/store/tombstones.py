"""The tombstones of a home or a lake, and the key that their words were hashed with: three files.

tombstones.jsonl   a line each
erasure.key        32 random bytes in hex, readable by its owner alone; DAYBOOK_ERASURE_KEY may stand for it
erasing            there while an erasure is not complete

On a lake the first and the last are objects, and the key is DAYBOOK_ERASURE_KEY (`object_tombstones.py`).
"""

import dataclasses
import hashlib
import json
import secrets
from abc import ABC, abstractmethod
from collections.abc import Hashable, Sequence
from pathlib import Path

from extract.contract.tombstones import Tombstone
from extract.errors import WarehouseError
from extract.store.files import sync_folder, write_file

_KEY_BYTES = 32


class Tombstones(ABC):
    """The tombstones of a home or a lake. where: names the file in messages; where_key: what names the key."""

    where: str
    where_key: str

    @abstractmethod
    def stamp(self) -> Hashable | None:
        """Changes when the tombstones or their key do; None where there are no tombstones."""

    @property
    @abstractmethod
    def is_unfinished(self) -> bool:
        """Whether an erasure was begun and is not complete."""

    @abstractmethod
    def set_unfinished(self, *, is_unfinished: bool) -> None:
        """Note that an erasure is begun, or that it is complete."""

    @abstractmethod
    def key(self, *, is_kept: bool = True) -> bytes:
        """The secret that hashes are keyed with, made where there is none; is_kept: and written down.

        Raises WarehouseError where tombstones are there and their key is gone or another.
        """

    @abstractmethod
    def _read(self) -> bytes | None:
        """The lines of the tombstones; None where there are none."""

    @abstractmethod
    def _write(self, data: bytes) -> None:
        """Keep these lines; when this returns, they survive a power cut."""

    def read(self) -> list[Tombstone]:
        """Every tombstone, oldest first. Raises WarehouseError for a damaged line: what it covered would come back."""
        return [self._parse(number, line) for number, line in enumerate((self._read() or b"").splitlines(), 1) if line]

    def _parse(self, number: int, line: bytes) -> Tombstone:
        try:
            return Tombstone(**json.loads(line))
        except (ValueError, TypeError) as error:
            raise WarehouseError(
                f"{self.where}, line {number} is damaged: {error}",
                hint="restore the file from a backup: without it, what was erased comes back when it is delivered again",
            ) from error

    def write(self, tombstones: Sequence[Tombstone]) -> None:
        """Keep these, and no others; when this returns, they survive a power cut."""
        lines = [json.dumps({n: v for n, v in dataclasses.asdict(one).items() if v is not None}) for one in tombstones]
        self._write("".join(f"{line}\n" for line in lines).encode())

    def add(self, tombstones: Sequence[Tombstone]) -> list[Tombstone]:
        """Keep these too; returns those that were not there yet."""
        known = self.read()
        there = {(one.kind, one.hash) for one in known}
        new = [one for one in tombstones if (one.kind, one.hash) not in there]
        if new:
            self.write([*known, *new])
        return new


class TombstoneStore(Tombstones):
    """The tombstones of a home. key: a secret from the settings; empty for the file of the home."""

    def __init__(self, home: Path, key: str = "") -> None:
        self.path = home / "tombstones.jsonl"
        self.key_path = home / "erasure.key"
        self.unfinished_path = home / "erasing"
        self._key = key
        self.where = str(self.path)
        self.where_key = "DAYBOOK_ERASURE_KEY" if key else str(self.key_path)

    def stamp(self) -> tuple[int, ...] | None:
        """Changes when the tombstones or their key do; None where there are no tombstones."""
        if not self.path.exists():
            return None
        found = [path.stat() for path in (self.path, self.key_path) if path.exists()]
        return tuple(number for one in found for number in (one.st_mtime_ns, one.st_size))

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
            return key_of(self._key)
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

    def _read(self) -> bytes | None:
        try:
            return self.path.read_bytes()
        except FileNotFoundError:
            return None

    def _write(self, data: bytes) -> None:
        write_file(self.path, data)

    def _lost(self, what: str) -> WarehouseError:
        return WarehouseError(
            f"{self.key_path} {what}: nobody can tell what the tombstones cover",
            hint="restore it from a backup, or set DAYBOOK_ERASURE_KEY to what it was",
        )


def key_of(secret: str) -> bytes:
    """The key that a secret of the settings stands for."""
    return hashlib.sha256(secret.encode()).digest()
