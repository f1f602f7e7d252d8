"""Publishing: the marts copied into a new file that is swapped in by one rename; readers see the old one or the new one."""

import logging
import os
import shutil
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import duckdb

from extract.contract.derive import CONTRACT_VERSION
from extract.errors import WarehouseError, WarehouseLocked
from extract.runtime.failpoints import failpoint
from extract.runtime.logs import log
from extract.store.candidate import open_candidate, require_done
from extract.store.digest import digest, digest_schema
from extract.store.files import sync_folder
from extract.store.ledger import Ledger, LedgerLine
from extract.store.publication import PublicationFacts, copy_marts, write_meta
from extract.store.published import published_path
from extract.store.warehouse import (
    STORAGE_VERSION,
    build_path,
    candidate_path,
    explain_errors,
    open_warehouse,
    remove_database,
    wal_path,
)

# What a candidate must have been through since its latest change.
REQUIRED_STEPS = ("check_batches", "link", "build", "check_marts")


@dataclass(frozen=True, slots=True)
class Publication:
    """What readers see now. is_new: false where the marts were those already published, and the file was kept."""

    path: Path
    generation: int
    digest: str
    is_new: bool
    row_counts: dict[str, int]


def publish_candidate(
    home: Path, *, daybook_version: str, run_id: str, published_at: datetime, generations: int = 3
) -> Publication:
    """Publish the candidate and make it the last good build. Hold the write lock, and have no connection to the candidate.

    generations: how many published files are kept, the current one included. Killed anywhere, it leaves the old file or the
    new one, and runs again. Where nothing was begun since the last publish, the last good build is published: that changes
    nothing, or mends a published file that is gone or damaged. Raises WarehouseError where a step has not seen the
    candidate, where a `.wal` lies beside the published file, where the copy differs, or where the disk is full; the old
    file then stays.
    """
    path = published_path(home)
    _refuse_wal(path)
    beside = path.with_suffix(".tmp")
    with explain_errors(beside):
        remove_database(beside)
        path.parent.mkdir(parents=True, exist_ok=True)
        current, published = _read_published(home)
        number = max(current, Ledger(home).last_generation()) + 1
        facts = PublicationFacts(CONTRACT_VERSION, daybook_version, number, run_id, published_at)
        fresh, row_counts = _write(home, beside, facts)
        is_new = fresh != published
        if is_new:
            _swap_in(home, beside, current, generations)
        else:
            number = current
            remove_database(beside)
        _promote(home, number, fresh)
    return Publication(path, number, fresh, is_new, row_counts)


def current_generation(home: Path) -> int:
    """Number of the published file; 0 where nothing is published."""
    path = published_path(home)
    if not path.exists():
        return 0
    with open_warehouse(path, read_only=True) as connection:
        row = connection.execute("select generation from meta.publication").fetchone()
    return int(row[0]) if row else 0


def _read_published(home: Path) -> tuple[int, str | None]:
    """Generation and digest of the published file; 0 and null where there is none that can be read."""
    path = published_path(home)
    if not path.exists():
        return 0, None
    try:
        return current_generation(home), digest(path)
    except WarehouseLocked:
        raise
    except (WarehouseError, duckdb.Error) as error:
        # What it held is in the candidate or is replaced by it: readers have had nothing from it anyway.
        log("the published file cannot be read and is replaced", logging.WARNING, path=path, reason=str(error))
        return 0, None


def _require_candidate(home: Path) -> None:
    """Take the last good build where nothing was begun since; it has been through every step."""
    if candidate_path(home).exists():
        return
    if build_path(home).exists() and _candidate_id(build_path(home)) == Ledger(home).last_candidate():
        with open_candidate(home):
            return
    raise WarehouseError(f"there is no candidate to publish in {home}", hint="daybook load")


def _candidate_id(path: Path) -> int:
    with open_warehouse(path, read_only=True) as connection:
        row = connection.execute("select candidate_id from raw.candidate").fetchone()
    return int(row[0]) if row else 0


def _write(home: Path, beside: Path, facts: PublicationFacts) -> tuple[str, dict[str, int]]:
    """Write the file and hold it against the candidate; returns its digest and rows by table."""
    candidate = candidate_path(home)
    _require_candidate(home)
    with open_warehouse(candidate) as connection:
        require_done(connection, *REQUIRED_STEPS)
        connection.execute(f"attach '{_quoted(beside)}' as published (storage_version '{STORAGE_VERSION}')")
        connection.execute("begin")
        row_counts = copy_marts(connection, "published")
        if not row_counts:
            raise WarehouseError(f"{candidate} has no marts", hint="daybook build")
        write_meta(connection, "published", facts, row_counts)
        connection.execute("commit")
        failpoint("publish.build")
        connection.execute("checkpoint published")
        connection.execute("detach published")
        failpoint("publish.checkpoint")
        connection.execute("checkpoint")
        wanted = digest_schema(connection, "marts")
    _refuse_wal(beside)
    if (copied := digest(beside)) != wanted:
        raise WarehouseError(f"{beside} does not hold the candidate's rows ({copied} is not {wanted})", hint="df -h")
    return copied, row_counts


def _swap_in(home: Path, beside: Path, current: int, generations: int) -> None:
    path = published_path(home)
    failpoint("publish.fsync")
    _sync_file(beside)
    # One that cannot be read has no number, and is worth no keeping.
    if current:
        _keep_generation(home, path, current)
    _refuse_wal(path)
    failpoint("publish.rename")
    beside.replace(path)
    failpoint("publish.folder_sync")
    sync_folder(path.parent)
    kept = sorted(generations_folder(home).glob("daybook-*.duckdb"))
    for old in kept[: max(0, len(kept) - (generations - 1))]:
        old.unlink()


def generations_folder(home: Path) -> Path:
    """Where published files lie that were replaced: `daybook-<generation>.duckdb`."""
    return published_path(home).parent / "generations"


def _keep_generation(home: Path, path: Path, number: int) -> None:
    folder = generations_folder(home)
    folder.mkdir(exist_ok=True)
    kept = folder / f"daybook-{number:06d}.duckdb"
    kept.unlink(missing_ok=True)
    failpoint("publish.keep")
    try:
        os.link(path, kept)
    except OSError:
        # A file system without hard links.
        shutil.copyfile(path, kept)
    sync_folder(folder)


def _promote(home: Path, generation: int, fresh: str) -> None:
    """Make the candidate the last good build."""
    candidate, build = candidate_path(home), build_path(home)
    _refuse_wal(candidate)
    _refuse_wal(build)
    number = _candidate_id(candidate)
    _sync_file(candidate)
    failpoint("publish.promote")
    candidate.replace(build)
    sync_folder(build.parent)
    Ledger(home).append(LedgerLine(event="published", candidate=number, generation=generation, digest=fresh))


def _refuse_wal(path: Path) -> None:
    """A log beside a file that is renamed in would be replayed into it."""
    if (wal := wal_path(path)).exists():
        raise WarehouseError(
            f"{wal} lies beside {path.name}: a program opened the file for writing, or was killed while it did",
            hint=f"close it and mv {wal} elsewhere, then daybook publish",
        )


def _sync_file(path: Path) -> None:
    with path.open("rb") as file:
        os.fsync(file.fileno())


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")
