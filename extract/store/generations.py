"""The published file and the generations before it: their numbers, what is kept, and how one file is swapped in for readers."""

import os
import re
import shutil
from collections.abc import Collection
from pathlib import Path

from extract.errors import WarehouseError
from extract.runtime.failpoints import failpoint
from extract.store.files import sync_folder
from extract.store.published import published_path
from extract.store.warehouse import open_warehouse, wal_path


def current_generation(home: Path) -> int:
    """Number of the published file; 0 where nothing is published. Raises WarehouseError where it is damaged."""
    path = published_path(home)
    if not path.exists():
        return 0
    return int(str(read_publication(path)["generation"]))


def read_publication(path: Path) -> dict[str, object]:
    """The row of `meta.publication` of a published file; an older version's has fewer columns. Raises WarehouseError for none."""
    with open_warehouse(path, read_only=True) as connection:
        cursor = connection.execute("from meta.publication")
        names = [column[0] for column in cursor.description]
        row = cursor.fetchone()
    if row is None:
        raise WarehouseError(
            f"{path} does not say what it is: meta.publication is empty", hint="daybook build, then every step after it"
        )
    return dict(zip(names, row, strict=True))


def generations_folder(home: Path) -> Path:
    """Where published files lie that were replaced: `daybook-<generation>.duckdb`."""
    return published_path(home).parent / "generations"


def kept_generations(home: Path) -> dict[int, Path]:
    """Number to file of the generations that are kept beside the published one, oldest first."""
    found = {path: re.fullmatch(r"daybook-(\d+)\.duckdb", path.name) for path in generations_folder(home).glob("*")}
    return dict(sorted((int(named[1]), path) for path, named in found.items() if named))


def swap_in(home: Path, fresh: Path, current: int, during: str) -> None:
    """Put a file in the place that readers open and keep the one that stands there; readers see the old or the new one.

    current: number of the published file; 0 for one that cannot be read, which is worth no keeping. during: what the
    failpoints of this swap are named after.
    """
    path = published_path(home)
    failpoint(f"{during}.fsync")
    sync_file(fresh)
    if current:
        _keep(home, path, current, during)
    refuse_wal(path)
    failpoint(f"{during}.rename")
    fresh.replace(path)
    failpoint(f"{during}.folder_sync")
    sync_folder(path.parent)
    if fresh.parent != path.parent:
        sync_folder(fresh.parent)


def forget_old_generations(home: Path, keep: int, replaced: int, withdrawn: Collection[int]) -> None:
    """Remove all but the latest generations, first those that somebody rolled back from, last the one just replaced.

    keep: how many stay beside the published file.
    """
    kept = kept_generations(home)
    in_turn = sorted(kept, key=lambda number: (number == replaced, number not in withdrawn, number))
    for number in in_turn[: max(0, len(kept) - keep)]:
        kept[number].unlink()


def refuse_wal(path: Path) -> None:
    """Raise WarehouseError where a log lies beside a file: it would be replayed into the one that is renamed in."""
    if (wal := wal_path(path)).exists():
        raise WarehouseError(
            f"{wal} lies beside {path.name}: a program opened the file for writing, or was killed while it did",
            hint=f"close it and mv {wal} elsewhere, then daybook publish",
        )


def sync_file(path: Path) -> None:
    """Make a file's bytes survive a power cut."""
    with path.open("rb") as file:
        os.fsync(file.fileno())


def _keep(home: Path, path: Path, number: int, during: str) -> None:
    folder = generations_folder(home)
    folder.mkdir(exist_ok=True)
    kept = folder / f"daybook-{number:06d}.duckdb"
    kept.unlink(missing_ok=True)
    failpoint(f"{during}.keep")
    try:
        os.link(path, kept)
    except OSError:
        # A file system without hard links.
        shutil.copyfile(path, kept)
        sync_file(kept)
    sync_folder(folder)
