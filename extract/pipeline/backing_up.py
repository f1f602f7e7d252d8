"""Backing up: what a home cannot be made again without, in a folder of its own that is whole or not there."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from extract.errors import InputError, WarehouseError
from extract.pipeline.context import Context, hold_warehouse, require_file_home
from extract.runtime.failpoints import failpoint
from extract.runtime.logs import log
from extract.store.backup_book import BOOK, DECISIONS, BackupBook, find_damage, list_backups, read_book

if TYPE_CHECKING:
    from extract.store.backup_copy import HomeCopy

_TMP, _GONE = ".tmp-", ".gone-"
# What people decide about rows lies in the dbt project, under version control there; a home's marts are made with it.
DECISION_FILES = ("corrections.csv", "entity_overrides.csv", "event_overrides.csv")


@dataclass(frozen=True, slots=True)
class Made:
    """A backup that was made. linked: files shared with the one before. removed: the backups that were one too many."""

    path: Path
    book: BackupBook
    copied_bytes: int
    linked: int
    removed: tuple[Path, ...]


def back_up(context: Context, folder: Path, keep: int | None = None) -> Made:
    """Copy a home into `folder/daybook-<UTC time>`; files that did not change since the backup before are shared with it.

    keep: how many backups of this home stay, the oldest go. Loading, building and publishing wait meanwhile; pages are
    collected and read on. Raises InputError for a folder in the home, WarehouseError where the disk is full or the home damaged;
    nothing half made is left then.
    """
    from extract.store.backup_copy import home_units
    from extract.store.locks import folder_lock
    from extract.store.warehouse import explain_errors

    require_file_home(context, "backup")
    home, folder = context.settings.home, folder.expanduser().absolute()
    if folder.is_relative_to(home):
        raise InputError(
            f"{folder} lies in the home: it would be lost with it", hint="daybook backup FOLDER_ON_ANOTHER_DISK"
        )
    if not {unit.as_posix() for unit in home_units(home)} - {"home.json"}:
        raise InputError(f"{home} holds nothing to back up", hint="daybook run FOLDER_OF_PAGES")
    with explain_errors(folder):
        folder.mkdir(parents=True, exist_ok=True)
        with (
            hold_warehouse(context, "backup"),
            folder_lock(folder, "daybook backup", context.settings.lock_wait_seconds),
        ):
            _clear(folder)
            made = _copy_home(context, folder)
            removed = _forget_oldest(home, folder, keep) if keep and not made.book.damaged else ()
    made = Made(made.path, made.book, made.copied_bytes, made.linked, removed)
    log("backup done", step="backup", path=made.path, files=len(made.book.files), generation=made.book.generation)
    return made


def _copy_home(context: Context, folder: Path) -> Made:
    from extract.store.backup_copy import HomeCopy, sync_copies
    from extract.store.build import default_project_dir
    from extract.store.files import sync_folder, write_file

    home = context.settings.home
    now = datetime.now(tz=UTC)
    name = _name(folder, now)
    with _in_place_of(folder / name, folder / f"{_TMP}{name}") as beside:
        copy = HomeCopy(home, beside, _latest(home, folder))
        copy.copy_batches(_watch(context, "batches"))
        copy.copy_pages(_watch(context, "pages"))
        context.progress("warehouse", 0, 1)
        copy.copy_warehouse()
        copy.copy_decisions([default_project_dir() / "seeds" / name for name in DECISION_FILES], DECISIONS)
        sync_copies(beside, copy.copied)
        book = _describe(home, beside, now, copy)
        context.progress("warehouse", 1, 1)
        failpoint("backup.book")
        write_file(beside / BOOK, book.as_json())
    sync_folder(folder)
    failpoint("backup.synced")
    return Made(folder / name, book, copy.copied_bytes, copy.linked_files, ())


def _name(folder: Path, now: datetime) -> str:
    """Backups sort by their names as by their times, several of one second too."""
    name = f"daybook-{now:%Y%m%dT%H%M%SZ}"
    names = (name, *(f"{name}-{number}" for number in range(2, 10)))
    return next(free for free in names if not (folder / free).exists())


@contextmanager
def _in_place_of(target: Path, beside: Path) -> Iterator[Path]:
    """A folder to fill, which gets its name at the end; where it cannot be filled, it is removed."""
    beside.mkdir(mode=0o700)
    try:
        yield beside
        failpoint("backup.rename")
        beside.rename(target)
    except BaseException:
        shutil.rmtree(beside, ignore_errors=True)
        raise


def _describe(home: Path, beside: Path, now: datetime, copy: "HomeCopy") -> BackupBook:
    """The book of a copy. The files themselves are asked for what they hold: one that cannot be read is no backup of it."""
    from extract.store.digest import DIGEST_VERSION, digest
    from extract.store.generations import current_generation
    from extract.store.home import read_maker
    from extract.store.published import published_path
    from extract.store.warehouse import build_path

    databases = [path for path in (published_path(beside), build_path(beside)) if path.exists()]
    return BackupBook(
        home=str(home),
        made_at=now.isoformat(timespec="seconds"),
        maker=read_maker(home),
        generation=current_generation(beside) or None,
        digest_version=DIGEST_VERSION,
        digests={path.relative_to(beside).as_posix(): digest(path) for path in databases},
        damaged=copy.damaged,
        files=dict(sorted(copy.files.items())),
    )


def _latest(home: Path, folder: Path) -> tuple[Path, BackupBook] | None:
    """The backup before, to share files with."""
    for path in reversed(list_backups(folder)):
        try:
            book = read_book(path)
        except WarehouseError:
            continue
        if book.home == str(home):
            return path, book
    return None


def _forget_oldest(home: Path, folder: Path, keep: int) -> tuple[Path, ...]:
    """Remove all but the latest of this home's backups. One that cannot be read, or is of another home, is left alone."""
    ours = []
    for path in list_backups(folder):
        try:
            is_ours = read_book(path).home == str(home)
        except WarehouseError:
            continue
        if is_ours:
            ours.append(path)
    gone = ours[: max(0, len(ours) - keep)]
    for path in gone:
        # Renamed first: half of it is never taken for a backup.
        path.rename(folder / f"{_GONE}{path.name}")
        failpoint("backup.forget")
    _clear(folder)
    return tuple(gone)


def _clear(folder: Path) -> None:
    """Remove what a backup that was killed has left."""
    for path in [*folder.glob(f"{_TMP}*"), *folder.glob(f"{_GONE}*")]:
        shutil.rmtree(path)


def _watch(context: Context, what: str) -> Callable[[int, int], None]:
    return lambda done, total: context.progress(what, done, total)


@dataclass(frozen=True, slots=True)
class Verified:
    """A backup as it was found. damaged: its files that are gone or have other bytes; or why it cannot be read at all."""

    path: Path
    book: BackupBook | None
    damaged: tuple[str, ...]


def look_at_backups(context: Context, folder: Path, *, is_verified: bool = False) -> list[Verified]:
    """The backups in a folder, oldest first, or the one that it is. is_verified: every byte is read.

    Raises InputError where there is none.
    """
    folder = folder.expanduser().absolute()
    found = [folder] if (folder / BOOK).exists() else list_backups(folder)
    if not found:
        raise InputError(f"{folder} holds no backup", hint=f"daybook backup {folder}")
    return [_look_at(context, path, is_verified=is_verified) for path in found]


def _look_at(context: Context, path: Path, *, is_verified: bool) -> Verified:
    try:
        book = read_book(path)
    except WarehouseError as error:
        return Verified(path, None, (error.message,))
    damaged = find_damage(path, book, _watch(context, path.name)) if is_verified else []
    return Verified(path, book, tuple(damaged))
