"""Putting a restored home in place, part by part: killed anywhere, the same goes on where it was cut off."""

import json
import os
import shutil
from dataclasses import asdict, dataclass
from pathlib import Path

from extract.runtime.failpoints import failpoint
from extract.store.backup_copy import home_units
from extract.store.files import sync_folder, write_file
from extract.store.home import READY, RESTORING


@dataclass(frozen=True, slots=True)
class Swap:
    """What is to be put in place. aside: where the home's own parts go, null where it has none. old: those that nothing replaces.

    said: what the restore will tell when it is done, as JSON.
    """

    aside: str | None
    old: list[str]
    said: str


def staging_folder(home: Path) -> Path:
    """Where the parts lie until they are put in place."""
    return home / RESTORING / "files"


def prepare(home: Path, aside: Path | None, said: str) -> Swap:
    """From here on the swap will be done, whatever happens. What is staged must be on disk."""
    staged = set(home_units(staging_folder(home)))
    swap = Swap(str(aside) if aside else None, [str(unit) for unit in home_units(home) if unit not in staged], said)
    failpoint("restore.ready")
    write_file(home / RESTORING / READY, json.dumps(asdict(swap)).encode())
    return swap


def read_swap(home: Path) -> Swap | None:
    """The swap that was cut off; null where none was."""
    try:
        return Swap(**json.loads((home / RESTORING / READY).read_bytes()))
    except FileNotFoundError:
        return None


def swap_in(home: Path, swap: Swap) -> None:
    """Set the old parts aside and put the new ones in place. Readers of the published file see the old one or the new one."""
    staged = staging_folder(home)
    aside = Path(swap.aside) if swap.aside else None
    if aside:
        # As a backup: it holds what a home lets only its owner see.
        aside.mkdir(mode=0o700, parents=True, exist_ok=True)
    new = sorted(home_units(staged))
    for name in swap.old:
        if aside and (home / name).exists():
            (aside / name).parent.mkdir(parents=True, exist_ok=True)
            (home / name).rename(aside / name)
    for unit in new:
        failpoint("restore.swap")
        if aside and (home / unit).exists():
            _set_aside(home / unit, aside / unit)
        failpoint("restore.rename")
        (home / unit).parent.mkdir(parents=True, exist_ok=True)
        (staged / unit).rename(home / unit)
    for folder in sorted({home, *(home / unit.parent for unit in new)}):
        sync_folder(folder)
    if aside and aside.exists():
        sync_folder(aside.parent)
    failpoint("restore.done")
    (home / RESTORING / READY).unlink()
    sync_folder(home / RESTORING)
    clear_staging(home)


def clear_staging(home: Path) -> None:
    """Remove what a restore has staged and will not put in place."""
    shutil.rmtree(home / RESTORING, ignore_errors=True)


def _set_aside(path: Path, place: Path) -> None:
    """A folder is renamed; a file keeps its name too until it is replaced, so that whoever reads it never finds none."""
    place.parent.mkdir(parents=True, exist_ok=True)
    if path.is_dir():
        path.rename(place)
    elif not place.exists():
        try:
            os.link(path, place)
        except OSError:
            path.rename(place)
