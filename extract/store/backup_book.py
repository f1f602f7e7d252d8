"""What a backup says of itself, in `_backup.json`, which is written last: without it, a folder is no backup."""

import json
import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, fields
from pathlib import Path, PurePosixPath

from extract.errors import InputError, NewerHome, WarehouseError
from extract.store.files import sha256_file
from extract.store.home import Maker, what_is_newer

BOOK = "_backup.json"
# Raises when a backup is laid out in another way.
FORMAT = 1
# Decisions of people, which lie beside the code: kept with the home they were made for, put back by people.
DECISIONS = "decisions"


@dataclass(frozen=True, slots=True)
class BackupBook:
    """What a backup holds. files: path below it to (SHA-256, bytes).

    home: where the home was. made_at: ISO 8601, UTC. generation: of the published file, null where nothing was published.
    digests: path to digest of its marts, by the formula `digest_version`. damaged: batches that were not what was sealed.
    """

    home: str
    made_at: str
    maker: Maker
    generation: int | None
    digest_version: str
    digests: dict[str, str]
    damaged: list[str] = field(default_factory=list)
    files: dict[str, tuple[str, int]] = field(default_factory=dict)

    @property
    def size(self) -> int:
        """Bytes of all files, also of those that other backups have too."""
        return sum(size for _, size in self.files.values())

    def as_json(self) -> bytes:
        """The bytes of `_backup.json`."""
        document = {one.name: getattr(self, one.name) for one in fields(self)} | {"format": FORMAT}
        document["maker"] = {one.name: getattr(self.maker, one.name) for one in fields(self.maker)}
        return json.dumps(document, indent=1).encode() + b"\n"


def read_book(folder: Path) -> BackupBook:
    """What a backup says. Raises InputError where it is none, NewerHome for one that this program cannot read, WarehouseError."""
    path = folder / BOOK
    try:
        said = json.loads(path.read_bytes())
        if said.pop("format") > FORMAT:
            raise NewerHome(f"{folder} was made by a newer Daybook", hint="install that Daybook; nothing was changed")
        said["maker"] = Maker(**said["maker"])
        said["files"] = {_inside(name): (str(sha256), int(size)) for name, (sha256, size) in said["files"].items()}
        book = BackupBook(**said)
    except (FileNotFoundError, NotADirectoryError) as error:
        raise _no_backup(folder) from error
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise WarehouseError(
            f"{path} is damaged: {error}", hint="daybook backup --list its folder: take another"
        ) from error
    if newer := what_is_newer(book.maker):
        raise NewerHome(
            f"{folder} was made by a newer Daybook {book.maker.daybook_version}: {newer}",
            hint="install that Daybook, or take an earlier backup; nothing was changed",
        )
    return book


def _no_backup(folder: Path) -> InputError:
    """A folder of backups is told from one of them."""
    if found := list_backups(folder):
        return InputError(f"{folder} holds {len(found)} backups and is none", hint=f"daybook restore {found[-1]}")
    return InputError(f"{folder} is no whole backup: it has no {BOOK}", hint="daybook backup --list FOLDER")


def _inside(name: str) -> str:
    """A path that leads nowhere else: who can write a backup may not write beside the home."""
    parts = PurePosixPath(name).parts
    if not parts or PurePosixPath(name).is_absolute() or ".." in parts:
        raise ValueError(f"{name!r} leads out of the backup")
    return name


def list_backups(folder: Path) -> list[Path]:
    """The whole backups in a folder, oldest first: their names are their times."""
    return sorted(path.parent for path in folder.glob(f"[!.]*/{BOOK}"))


def find_damage(folder: Path, book: BackupBook, progress: Callable[[int, int], None]) -> list[str]:
    """The files of a backup that are gone or have other bytes; every byte is read. progress: told files done and in all."""
    found = []
    for done, (name, said) in enumerate(book.files.items(), 1):
        if not is_whole(folder / name, *said):
            found.append(name)
        progress(done, len(book.files))
    return found


def is_whole(path: Path, sha256: str, size: int) -> bool:
    """Whether a file is there with these bytes."""
    try:
        return path.stat().st_size == size and sha256_file(path) == sha256
    except OSError:
        return False


def name_some(names: Iterable[str], most: int = 5) -> str:
    """Names for a message: the first few, and how many more."""
    given = list(names)
    more = f" and {len(given) - most:,} more" if len(given) > most else ""
    return ", ".join(given[:most]) + more


def walk_files(folder: Path) -> Iterator[Path]:
    """The plain files below a folder, sorted; hidden ones are somebody's work in progress, and links lead out of the home."""
    if not folder.is_dir() or folder.is_symlink():
        return
    for place, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            path = Path(place, name)
            if not name.startswith(".") and path.is_file() and not path.is_symlink():
                yield path
