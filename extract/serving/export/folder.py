"""A folder that is replaced whole: its name is a link, and one rename makes it lead to the new folder.

    FOLDER -> .FOLDER.exports/7     what readers open
    .FOLDER.exports/6               the export before, for who is still reading it; goes with the next export
    .FOLDER.exports/lock            one export at a time; also the mark that this folder is ours

A link is replaced by a rename on every file system, and at any moment leads to one whole export. Who reads many files opens
what the link leads to (`readlink -f FOLDER`) and keeps reading that one.
"""

import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from filelock import FileLock, Timeout

from extract.errors import InputError, WarehouseLocked
from extract.runtime.failpoints import failpoint
from extract.store.files import sync_folder

MANIFEST = "_manifest.json"
_LOCK = "lock"


@contextmanager
def whole_folder(folder: Path, form: str, wait_seconds: float) -> Iterator[Path]:
    """A new folder to write into, which takes the name `folder` when the block ends well; otherwise what has it stays.

    form: `parquet` or `csv`; an export of the other form is not replaced. Raises InputError where the name is taken by
    something that is not an earlier export, WarehouseLocked where another export goes on after `wait_seconds`, and OSError.
    """
    # Not resolved: the last part is the link itself.
    folder = Path(os.path.abspath(folder))  # noqa: PTH100 - Path.absolute would leave `..` in
    if not folder.name or folder.is_mount():
        # What is written goes beside it: to another disk, and out of a container's volume.
        raise InputError(f"{folder} cannot be replaced by a link: it is a mount point", hint=f"name {folder / 'news'}")
    exports = folder.with_name(f".{folder.name}.exports")
    _refuse_foreign(folder, exports, form)
    try:
        exports.mkdir(parents=True, exist_ok=True)
        with _locked(exports, wait_seconds):
            _refuse_foreign(folder, exports, form)
            yield from _replaced(folder, exports)
    except OSError as error:
        if error.errno is None:
            raise
        # An error in the middle of a write does not know which file it was.
        where = str(error.filename or folder)
        raise OSError(error.errno, error.strerror, where) from error


def _replaced(folder: Path, exports: Path) -> Iterator[Path]:
    before = folder.readlink().name if folder.is_symlink() else None
    _remove_others(exports, {before})
    numbers = [int(path.name) for path in exports.iterdir() if path.name.isdigit()]
    made = exports / str(max(numbers, default=0) + 1)
    made.mkdir()
    try:
        yield made
        failpoint("export.sync")
        _sync_all(made)
        _point(folder, exports, made)
    except BaseException:
        if not (folder.is_symlink() and folder.readlink().name == made.name):
            shutil.rmtree(made, ignore_errors=True)
        raise
    _remove_others(exports, {before, made.name})


def _point(folder: Path, exports: Path, made: Path) -> None:
    link = exports / "link"
    link.unlink(missing_ok=True)
    link.symlink_to(Path(exports.name) / made.name)
    sync_folder(exports)
    failpoint("export.swap")
    if folder.is_dir() and not folder.is_symlink():
        # It is empty, or this refuses.
        folder.rmdir()
    link.replace(folder)
    sync_folder(folder.parent)
    failpoint("export.swapped")


def _refuse_foreign(folder: Path, exports: Path, form: str) -> None:
    """Raise InputError for what we did not make, and for an export of another form."""
    other = f"daybook export {form} OTHER_FOLDER"
    if os.path.lexists(exports) and not _is_ours(exports):
        raise InputError(f"{exports} is not of an export: it is left alone", hint=other)
    if folder.is_symlink():
        if folder.readlink().parent != Path(exports.name):
            raise InputError(f"{folder} is a link, and not of an export: it is left alone", hint=other)
        with suppress(OSError, ValueError, KeyError):
            found = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))["format"]
            if found != form:
                raise InputError(f"{folder} holds an export as {found}, which is left alone", hint=other)
    elif folder.is_dir():
        if any(folder.iterdir()):
            raise InputError(f"{folder} is not empty and not an export: it is left alone", hint=other)
    elif os.path.lexists(folder):
        raise InputError(f"{folder} is a file: it is left alone", hint=other)


def _is_ours(exports: Path) -> bool:
    # Empty: an export was killed before it had the lock.
    is_folder = exports.is_dir() and not exports.is_symlink()
    return is_folder and ((exports / _LOCK).is_file() or not any(exports.iterdir()))


@contextmanager
def _locked(exports: Path, wait_seconds: float) -> Iterator[None]:
    lock = FileLock(exports / _LOCK)
    try:
        lock.acquire(timeout=wait_seconds)
    except Timeout as error:
        raise WarehouseLocked(
            f"another export to this folder is going on (waited {wait_seconds:g} s)",
            hint="wait for it to end, or raise DAYBOOK_LOCK_WAIT_SECONDS",
        ) from error
    try:
        yield
    finally:
        lock.release()


def _remove_others(exports: Path, kept: set[str | None]) -> None:
    """Remove what earlier exports left, killed ones too."""
    for path in exports.iterdir():
        if path.name.isdigit() and path.name not in kept:
            shutil.rmtree(path, ignore_errors=True)


def _sync_all(folder: Path) -> None:
    for place, _, names in os.walk(folder):
        for name in names:
            with (Path(place) / name).open("rb") as file:
                os.fsync(file.fileno())
        sync_folder(Path(place))
