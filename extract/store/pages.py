"""Page bodies by their SHA-256, gzipped: the same body is kept once, and a damaged one is noticed.

A body of which words were erased keeps its id, so that a second delivery of it is known, and has its own checksum.
"""

import gzip
import zlib
from abc import ABC, abstractmethod
from pathlib import Path

from extract.contract.keys import page_id
from extract.errors import BatchError
from extract.runtime.failpoints import failpoint
from extract.store.files import sync_folder, write_file

_HINT = "restore the file from a copy of the home, or daybook fetch-pages --again while the source is there"


class Pages(ABC):
    """The bodies of a home or a lake."""

    @abstractmethod
    def put(self, body: bytes) -> str:
        """Keep a body; returns its id. Writing it twice changes nothing, also where it was masked since."""

    @abstractmethod
    def put_masked(self, identity: str, body: bytes) -> None:
        """Keep this instead of the body with this id; what was kept of it before is gone."""

    @abstractmethod
    def remove(self, identity: str) -> bool:
        """Keep nothing of the body with this id; returns whether there was any of it."""

    @abstractmethod
    def remove_replaced(self) -> None:
        """Remove bodies that a masked one stands for: a process was killed between the two."""

    @abstractmethod
    def ids(self) -> list[str]:
        """The id of every body, sorted."""

    @abstractmethod
    def get(self, identity: str) -> bytes:
        """The body with this id, masked where words of it were erased.

        Raises BatchError where it is missing or has other bytes than were kept. That is our damage, not the page's: the batch
        cannot be done, and what was made of the page before stays.
        """

    def has(self, identity: str) -> bool:
        """Whether the body is kept, whole."""
        try:
            self.get(identity)
        except BatchError:
            return False
        return True


class PageStore(Pages):
    """The folder `pages/` of a home: `ab/abcd….gz`, or `ab/abcd….masked.gz` where words were erased."""

    def __init__(self, home: Path) -> None:
        self.folder = home / "pages"

    def path(self, page_id: str) -> Path:
        """Where the body with this id lies."""
        return self.folder / page_id[:2] / f"{page_id}.gz"

    def masked_path(self, page_id: str) -> Path:
        """Where the body lies once words of it were erased."""
        return self.folder / page_id[:2] / f"{page_id}.masked.gz"

    def put(self, body: bytes) -> str:
        """Keep a body; returns its id. Writing it twice changes nothing, also where it was masked since."""
        identity = page_id(body)
        if not self.has(identity):
            write_file(self.path(identity), packed(body))
        return identity

    def put_masked(self, identity: str, body: bytes) -> None:
        """Keep this instead of the body with this id; what was kept of it before is gone."""
        write_file(self.masked_path(identity), packed_masked(body))
        failpoint("pages.masked")
        self.path(identity).unlink(missing_ok=True)
        sync_folder(self.path(identity).parent)

    def remove(self, identity: str) -> bool:
        """Keep nothing of the body with this id; returns whether there was any of it."""
        there = [path for path in (self.path(identity), self.masked_path(identity)) if path.exists()]
        for path in there:
            path.unlink()
        if there:
            sync_folder(there[0].parent)
        return bool(there)

    def remove_replaced(self) -> None:
        """Remove bodies that a masked one stands for: a process was killed between the two."""
        for masked in self.folder.glob("??/*.masked.gz"):
            self.path(masked.name.partition(".")[0]).unlink(missing_ok=True)

    def ids(self) -> list[str]:
        """The id of every body, sorted."""
        return sorted({path.name.partition(".")[0] for path in self.folder.glob("??/[0-9a-f]*.gz")})

    def get(self, identity: str) -> bytes:
        """The body with this id, masked where words of it were erased. Raises BatchError where it is missing or damaged."""
        masked = self.masked_path(identity)
        if masked.exists():
            return checked_masked(masked, _read_body(masked))
        path = self.path(identity)
        return checked(path, _read_body(path), identity)


def packed(data: bytes) -> bytes:
    """Bytes as they are kept: gzip, level 6 and no time stamp, so that the same body gives the same bytes."""
    return gzip.compress(data, compresslevel=6, mtime=0)


def packed_masked(body: bytes) -> bytes:
    """A masked body as it is kept: its own checksum in the first line."""
    return packed(f"{page_id(body)}\n".encode() + body)


def unpacked(place: object, data: bytes | None) -> bytes:
    """What `packed` was given. place: names it in messages. Raises BatchError for no bytes, or damaged ones."""
    if data is None:
        raise BatchError(f"the body {place} is missing", hint=_HINT)
    try:
        return gzip.decompress(data)
    except (OSError, EOFError, zlib.error) as error:
        raise _damaged(place, error) from error


def checked_masked(place: object, kept: bytes) -> bytes:
    """The masked body of what `packed_masked` kept. Raises BatchError where its bytes are others."""
    checksum, _, body = kept.partition(b"\n")
    return checked(place, body, checksum.decode("ascii", "replace"))


def checked(place: object, body: bytes, checksum: str) -> bytes:
    """The body. Raises BatchError where its bytes are others than the checksum says."""
    if page_id(body) != checksum:
        raise _damaged(place, "it has other bytes than were kept")
    return body


def _damaged(place: object, problem: object) -> BatchError:
    """The error to raise for a body that is not what was kept."""
    return BatchError(f"the body {place} is damaged: {problem}", hint=_HINT)


def _read_body(path: Path) -> bytes:
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return unpacked(path, None)
    except OSError as error:
        raise _damaged(path, error) from error
    return unpacked(path, data)
