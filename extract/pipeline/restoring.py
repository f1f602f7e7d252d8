"""Restoring: a backup in the place of a home, each byte held against what the backup says; killed anywhere, it goes on."""

import json
import os
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from extract.errors import InputError, WarehouseError
from extract.pipeline.backing_up import DECISION_FILES
from extract.pipeline.context import Context, require_file_home
from extract.runtime.failpoints import failpoint
from extract.runtime.logs import log
from extract.store.backup_book import DECISIONS, BackupBook, name_some, read_book, walk_files

_ERASING = "erasing"
# What an erasure leaves is kept whatever is restored: it is no reason to refuse, and nothing that is set aside alone.
_OF_ERASURES = ("tombstones.jsonl", "erasure.key", _ERASING)


@dataclass(frozen=True, slots=True)
class Restored:
    """What was restored.

    aside: where the home's earlier contents lie, null where it had none. tombstones: how many of the home the backup did not
    have: those erasures are to be done again. decisions: files of people's decisions in the backup that are others in the dbt
    project now.
    """

    backup: str
    generation: int | None
    files: int
    aside: str | None = None
    tombstones: int = 0
    decisions: list[str] = field(default_factory=list)


def restore(context: Context, backup: Path, *, is_replaced: bool = False) -> Restored:
    """Put a backup in the place of the home. is_replaced: also where the home holds something, which is set aside.

    Nobody else works in the home meanwhile. Raises InputError where the home holds something, WarehouseError where a file of the
    backup is gone or damaged, or the disk is full; the home is as it was then. A restore that was killed is finished by the next.
    """
    from extract.store.backup_swap import clear_staging, prepare, read_swap, swap_in
    from extract.store.home_lock import whole_home
    from extract.store.warehouse import explain_errors

    require_file_home(context, "restore")
    home, backup = context.settings.home, backup.expanduser().absolute()
    with whole_home(home, "daybook restore", context.settings.lock_wait_seconds), explain_errors(home):
        if unfinished := read_swap(home):
            log("a restore that was cut off is finished first", step="restore")
            swap_in(home, unfinished)
            if (restored := Restored(**json.loads(unfinished.said))).backup == str(backup):
                return restored
        book = read_book(backup)
        _require_room(home, is_replaced=is_replaced)
        clear_staging(home)
        try:
            restored = _stage(context, backup, book)
            swap = prepare(home, Path(restored.aside) if restored.aside else None, json.dumps(asdict(restored)))
        except BaseException:
            clear_staging(home)
            raise
        swap_in(home, swap)
    log("restore done", step="restore", path=backup, files=restored.files, generation=restored.generation)
    return restored


def _require_room(home: Path, *, is_replaced: bool) -> None:
    from extract.store.backup_copy import home_units

    found = [unit.as_posix() for unit in home_units(home) if unit.as_posix() not in _OF_ERASURES]
    # `home.json` alone is what a look at an empty home left.
    if set(found) - {"home.json"} and not is_replaced:
        raise InputError(
            f"{home} is no empty home: it holds {name_some(found)}",
            hint="daybook restore BACKUP --replace sets that aside; or give another --home",
        )


def _stage(context: Context, backup: Path, book: BackupBook) -> Restored:
    """Copy the backup beside what it will replace, checking each byte."""
    from extract.store.backup_copy import copy_file, home_units, sync_copies
    from extract.store.backup_swap import staging_folder
    from extract.store.private_folders import close_private_folders

    home = context.settings.home
    staged = staging_folder(home)
    staged.mkdir(parents=True)
    wanted = {name: said for name, said in book.files.items() if not name.startswith(f"{DECISIONS}/")}
    damaged = []
    for name, said in context.watch("restore", wanted.items(), len(wanted)):
        target = staged / name
        target.parent.mkdir(parents=True, exist_ok=True)
        failpoint("restore.copy")
        try:
            copied = copy_file(backup / name, target)
        except FileNotFoundError:
            copied = None
        if copied != said:
            damaged.append(name)
    if damaged:
        raise WarehouseError(
            f"{len(damaged)} of {len(wanted)} files of {backup} are gone or damaged, so nothing was restored: "
            + name_some(damaged),
            hint=f"daybook backup --verify {backup.parent} says which backups are whole",
        )
    added = _keep_tombstones(home, staged)
    close_private_folders(staged)
    sync_copies(staged, walk_files(staged))
    return Restored(
        backup=str(backup),
        generation=book.generation,
        files=len(wanted),
        aside=str(_place_aside(home)) if any(home_units(home)) else None,
        tombstones=added,
        decisions=_other_decisions(backup, book),
    )


def _keep_tombstones(home: Path, staged: Path) -> int:
    """The home's tombstones and the backup's, both; returns how many the backup did not have, which are to be applied again."""
    from extract.store.backup_copy import copy_file
    from extract.store.tombstones import TombstoneStore

    mine, theirs = TombstoneStore(home), TombstoneStore(staged)
    tombstones = mine.read()
    if tombstones and mine.key_path.exists():
        if not theirs.key_path.exists():
            copy_file(mine.key_path, theirs.key_path)
        elif mine.key_path.read_bytes() != theirs.key_path.read_bytes():
            raise InputError(
                f"{mine.key_path} is another key than the backup's: its tombstones would mean nothing beside the home's",
                hint="daybook --home ANOTHER_HOME restore BACKUP",
            )
    added = theirs.add(tombstones)
    if added or (home / _ERASING).exists():
        # An erasure that is not finished: `daybook status` names it until it is done again.
        (staged / _ERASING).touch()
    return len(added)


def _place_aside(home: Path) -> Path:
    """Where the old contents go: beside the home where that is the same disk, else into it; they are renamed, not copied."""
    stamp = f"{datetime.now(tz=UTC):%Y%m%dT%H%M%S}Z"
    is_beside = home.parent.stat().st_dev == home.stat().st_dev and os.access(home.parent, os.W_OK)
    place = home.with_name(f"{home.name}.replaced-{stamp}") if is_beside else home / f"replaced-{stamp}"
    number = 2
    while place.exists():
        place = place.with_name(f"{place.name.partition('_')[0]}_{number}")
        number += 1
    return place


def _other_decisions(backup: Path, book: BackupBook) -> list[str]:
    from extract.store.backup_book import is_whole
    from extract.store.build import default_project_dir

    seeds = default_project_dir() / "seeds"
    said = {name: book.files[f"{DECISIONS}/{name}"] for name in DECISION_FILES if f"{DECISIONS}/{name}" in book.files}
    return [str(backup / DECISIONS / name) for name, facts in said.items() if not is_whole(seeds / name, *facts)]
