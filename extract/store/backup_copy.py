"""Copying a home's files into a backup: each whole and on disk, or linked where the backup before has the same."""

import hashlib
import os
import shutil
import stat
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

from extract.errors import BatchError
from extract.runtime.failpoints import failpoint
from extract.store.backup_book import BackupBook, walk_files
from extract.store.batches import BatchStore
from extract.store.files import sync_folder
from extract.store.generations import kept_generations, refuse_wal
from extract.store.published import published_path
from extract.store.warehouse import build_path

# Later steps first: a batch that is made meanwhile is then in the backup as far as the step before, and due again; never without
# what it was made from.
_STEPS = ("read_facts", "extract_articles", "fetch_pages", "discover")
# A batch that is replaced while it is copied is copied again.
_TRIES = 3
_FILES = ("sources.yml", "ledger.jsonl", "home.json", "tombstones.jsonl", "erasure.key", "erasing")
_PIECE = 1 << 20
_SYNCS = 8


class HomeCopy:
    """A backup that is being made in a folder. earlier: a backup and its book, whose files are linked where they are the same."""

    def __init__(self, home: Path, folder: Path, earlier: tuple[Path, BackupBook] | None) -> None:
        self._home, self._folder = home, folder
        self._earlier = earlier
        self.files: dict[str, tuple[str, int]] = {}
        self.damaged: list[str] = []
        self.copied: list[Path] = []
        self.copied_bytes = self.linked_files = 0

    def copy_batches(self, watch: Callable[[int, int], None]) -> None:
        """Every sealed batch, each held against its manifest."""
        store = BatchStore(self._home)
        todo = [(step, batch_id) for step in _STEPS for batch_id in store.batch_ids(step)]
        for done, (step, batch_id) in enumerate(todo, 1):
            self._copy_batch(store, step, batch_id)
            watch(done, len(todo))

    def copy_pages(self, watch: Callable[[int, int], None]) -> None:
        """Every page body, after the batches: what they name is there by then."""
        todo = [*walk_files(self._home / "pages"), *walk_files(self._home / "inbox")]
        for done, path in enumerate(todo, 1):
            self._copy(path, path.relative_to(self._home).as_posix())
            watch(done, len(todo))

    def copy_warehouse(self) -> None:
        """The last good build, what readers have and had, the ledger, and what people and erasures have left in the home."""
        databases = [build_path(self._home), published_path(self._home), *kept_generations(self._home).values()]
        for path in filter(Path.exists, databases):
            refuse_wal(path)
            self._copy(path, path.relative_to(self._home).as_posix())
        for name in _FILES:
            if (self._home / name).is_file():
                self._copy(self._home / name, name, is_linked=False)

    def copy_decisions(self, paths: list[Path], into: str) -> None:
        """Files from outside the home."""
        for path in filter(Path.exists, paths):
            self._copy(path, f"{into}/{path.name}")

    def _copy_batch(self, store: BatchStore, step: str, batch_id: str) -> None:
        said: dict[str, str] = {}
        for _ in range(_TRIES):
            with suppress(BatchError, FileNotFoundError):
                said = self._copy_sealed(store, step, batch_id)
                if all(self.files[name][0] == sha256 for name, sha256 in said.items()):
                    return
            self._forget(f"batches/{step}/{batch_id}/")
        # What is left of it is kept as it is: it may be more than the home has tomorrow.
        for path in walk_files(store.path(step, batch_id)):
            self._copy(path, path.relative_to(self._home).as_posix(), is_linked=False)
        self.damaged.append(f"{step}/{batch_id}")

    def _copy_sealed(self, store: BatchStore, step: str, batch_id: str) -> dict[str, str]:
        """Copy what the manifest names; returns path to the SHA-256 it should have."""
        manifest = store.manifest(step, batch_id)
        if manifest is None:
            # Gone meanwhile: an erasure waits for us, and nothing else takes a batch away.
            return {}
        place = f"batches/{step}/{batch_id}"
        said = {f"{place}/_manifest.json": manifest.sha256}
        self._copy(store.manifest_path(step, batch_id), f"{place}/_manifest.json")
        for table, sha256 in manifest.files.items():
            said[f"{place}/{table}.parquet"] = sha256
            self._copy(store.table_path(step, batch_id, table), f"{place}/{table}.parquet")
        return said

    def _forget(self, start: str) -> None:
        for name in [name for name in self.files if name.startswith(start)]:
            del self.files[name]
        self.copied = [path for path in self.copied if not path.is_relative_to(self._folder / start)]
        with suppress(FileNotFoundError):
            shutil.rmtree(self._folder / start)

    def _copy(self, source: Path, name: str, *, is_linked: bool = True) -> None:
        target = self._folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        linked = self._link(source, name, target) if is_linked else None
        if linked is None:
            failpoint("backup.copy")
            self.files[name] = copy_file(source, target)
            self.copied.append(target)
            self.copied_bytes += self.files[name][1]
        else:
            self.files[name] = linked
            self.linked_files += 1

    def _link(self, source: Path, name: str, target: Path) -> tuple[str, int] | None:
        """Share the earlier copy of a file that was not written since: such files are replaced, never changed in place."""
        if self._earlier is None or name not in self._earlier[1].files:
            return None
        folder, book = self._earlier
        try:
            then, now = (folder / name).stat(), source.stat()
            if (then.st_size, then.st_mtime_ns) != (now.st_size, now.st_mtime_ns) or then.st_size != book.files[name][
                1
            ]:
                return None
            os.link(folder / name, target)
        except OSError:
            # No hard links here, or too many of one file.
            return None
        return book.files[name]


def copy_file(source: Path, target: Path) -> tuple[str, int]:
    """Copy a file with its mode and time; returns SHA-256 and size. `sync_copies` puts it on disk. Nobody else can read it."""
    digest, size = hashlib.sha256(), 0
    with source.open("rb") as given, open(target, "xb", opener=lambda name, flags: os.open(name, flags, 0o600)) as copy:
        while piece := given.read(_PIECE):
            digest.update(piece)
            size += copy.write(piece)
        copy.flush()
        was = os.fstat(given.fileno())
        os.fchmod(copy.fileno(), stat.S_IMODE(was.st_mode))
        os.utime(copy.fileno(), ns=(was.st_atime_ns, was.st_mtime_ns))
    return digest.hexdigest(), size


def sync_copies(folder: Path, files: Iterable[Path]) -> None:
    """Make files in a folder, and the names of all that is in it, survive a power cut."""
    failpoint("backup.fsync")
    folders = [Path(place) for place, _, _ in os.walk(folder)]
    # Side by side: the disk takes in many at once, and 24,000 files one after the other would take a minute.
    with ThreadPoolExecutor(_SYNCS) as pool:
        for path in (files, folders):
            # Asked for, so that what a thread meets is met here.
            list(pool.map(sync_folder, path))


def home_units(home: Path) -> Iterator[Path]:
    """What a backup is of, in the parts that a restore puts in place one by one, relative to the home. Locks are none."""
    names = ("pages", "inbox", *_FILES)
    yield from (Path(name) for name in names if _holds(home / name))
    for folder in ("batches", "warehouse", "published"):
        for path in sorted((home / folder).glob("[!.]*")):
            if _holds(path):
                yield path.relative_to(home)


def _holds(path: Path) -> bool:
    return any(path.iterdir()) if path.is_dir() and not path.is_symlink() else path.exists()
