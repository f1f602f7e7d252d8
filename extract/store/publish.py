"""Publishing: the marts copied into a new file that is swapped in by one rename; readers see the old one or the new one."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import duckdb

from extract.contract.derive import CONTRACT_VERSION
from extract.contract.quoting import literal
from extract.errors import NewerHome, WarehouseError, WarehouseLocked
from extract.runtime.failpoints import failpoint
from extract.runtime.logs import log
from extract.store.build import default_project_dir
from extract.store.build_books import require_built_by
from extract.store.candidate import open_candidate, require_done
from extract.store.digest import DIGEST_VERSION, digest, digest_schema
from extract.store.files import sync_folder
from extract.store.generations import (
    forget_old_generations,
    kept_generations,
    read_publication,
    refuse_wal,
    swap_in,
    sync_file,
)
from extract.store.history import History, held_digests
from extract.store.lake.place import LakePlace
from extract.store.ledger import Event, Ledger, LedgerLine
from extract.store.marts_copy import check_alone, copy_marts
from extract.store.project import deprecated_columns, marts_version, published_orders
from extract.store.publication import Described, PublicationFacts, write_meta
from extract.store.published import published_path
from extract.store.rollback import acknowledge_rollback
from extract.store.warehouse import (
    STORAGE_VERSION,
    add_missing_columns,
    build_path,
    candidate_path,
    explain_errors,
    open_warehouse,
    remove_database,
)

# What a candidate must have been through since its latest change.
REQUIRED_STEPS = ("check_batches", "link", "build", "check_marts")


@dataclass(frozen=True, slots=True)
class Publication:
    """What readers see now.

    is_new: false where the marts were those already published, and the file was kept. is_held: the marts were those that
    somebody rolled back from, and readers keep what they have.
    """

    generation: int
    digest: str
    is_new: bool
    is_held: bool
    row_counts: dict[str, int]


def publish_candidate(
    where: Path | LakePlace,
    *,
    daybook_version: str,
    run_id: str,
    published_at: datetime,
    generations: int = 3,
    rules: Sequence[str] = (),
    project_dir: Path | None = None,
    built_by: str | None = None,
    even_if_withdrawn: bool = False,
) -> Publication:
    """Publish the candidate and make it the last good build. Hold the write lock, and have no connection to the candidate.

    Of a lake readers get a snapshot of its marts, and no file is made (`extract.store.lake.publish`).

    generations: how many published files are kept, the current one included. rules: names and versions of what read the rows,
    for `meta.publication`. project_dir: the dbt project that made the marts; by default the one beside the package. built_by: the
    version of the project that must have made them (`project_version`); null for any. even_if_withdrawn: also marts that
    somebody rolled back from are published.

    Killed anywhere, it leaves the old file or the new one, and runs again. Where nothing was begun since the last publish, the
    last good build is published, if `built_by` made it: that changes nothing, or mends a published file that is gone or
    damaged. Marts that somebody rolled back from are held. Raises WarehouseError where a step has not seen the candidate, where
    a `.wal` lies beside the published file, where the copy differs, or where the disk is full; the old file then stays.
    """
    project = project_dir or default_project_dir()
    if isinstance(where, LakePlace):
        from extract.store.lake.publish import publish_lake  # noqa: PLC0415 - it needs packages that a home does not

        return publish_lake(
            where,
            daybook_version=daybook_version,
            run_id=run_id,
            published_at=published_at,
            rules=rules,
            project_dir=project,
            built_by=built_by,
            even_if_withdrawn=even_if_withdrawn,
        )
    home, path = where, published_path(where)
    refuse_wal(path)
    beside = path.with_suffix(".tmp")
    with explain_errors(beside):
        remove_database(beside)
        path.parent.mkdir(parents=True, exist_ok=True)
        history = acknowledge_rollback(home)
        published = _read_published(home)
        facts = PublicationFacts(
            contract_version=CONTRACT_VERSION,
            daybook_version=daybook_version,
            marts_version=marts_version(project),
            # A number that was ever used names what was published under it.
            generation=max(history.current, history.last, *kept_generations(home)) + 1,
            run_id=run_id,
            published_at=published_at,
            rules=rules,
            deprecated=deprecated_columns(project),
        )
        fresh, row_counts = _write(home, beside, facts, published_orders(project), built_by)
        held_as = None if even_if_withdrawn else held_digests(home, history).get(fresh)
        now = fresh, facts.marts_version, facts.contract_version
        is_new = held_as is None and (published is None or now != published[1:])
        if is_new:
            swap_in(home, beside, published[0] if published else 0, "publish")
            forget_old_generations(home, generations - 1, history.current, history.withdrawn)
        else:
            remove_database(beside)
        if held_as:
            _say_held(home, history, held_as)
        number = facts.generation if is_new else history.current
        _promote(home, "held" if held_as else "published", None if held_as else number, fresh)
    return Publication(number, fresh, is_new, held_as is not None, row_counts)


def _read_published(home: Path) -> tuple[int, str, object, object] | None:
    """Generation, digest, version of the marts and contract of the published file; null where there is none that can be read."""
    path = published_path(home)
    if not path.exists():
        return None
    try:
        said = read_publication(path)
        return int(str(said["generation"])), digest(path), said.get("marts_version"), said.get("contract_version")
    except (WarehouseLocked, NewerHome):
        raise
    except (WarehouseError, duckdb.Error) as error:
        # What it held is in the candidate or is replaced by it: readers have had nothing from it anyway.
        log("the published file cannot be read and is replaced", logging.WARNING, path=path, reason=str(error))
        return None


def _say_held(home: Path, history: History, held_as: int) -> None:
    back = f"daybook publish --rollback --to {held_as}"
    if not history.current:
        raise WarehouseError(
            f"readers have no file, and these marts are generation {held_as}, which somebody rolled back from",
            hint=f"{back}, or another of: {', '.join(map(str, kept_generations(home))) or 'none'}",
        )
    log(
        f"these marts were rolled back from (generation {held_as}) and are held: readers keep generation {history.current}",
        logging.WARNING,
        hint=f"{back} brings them back; other rows are published as they come",
    )


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


def _write(
    home: Path, beside: Path, facts: PublicationFacts, orders: Mapping[str, Sequence[str]], built_by: str | None
) -> tuple[str, dict[str, int]]:
    """Write the file and hold it against the candidate; returns its digest and rows by table."""
    candidate = candidate_path(home)
    _require_candidate(home)
    with open_warehouse(candidate) as connection:
        add_missing_columns(connection)
        require_done(connection, *REQUIRED_STEPS)
        if built_by:
            require_built_by(connection, built_by)
        connection.execute(f"attach {literal(str(beside))} as published (storage_version '{STORAGE_VERSION}')")
        connection.execute("begin")
        row_counts, macros = copy_marts(connection, "published", orders)
        if not row_counts:
            raise WarehouseError(f"{candidate} has no marts", hint="daybook build")
        write_meta(connection, "published", facts, row_counts, Described(macros))
        connection.execute("commit")
        failpoint("publish.build")
        connection.execute("checkpoint published")
        connection.execute("detach published")
        failpoint("publish.checkpoint")
        connection.execute("checkpoint")
        wanted = digest_schema(connection, "marts")
    refuse_wal(beside)
    with open_warehouse(beside, read_only=True) as connection:
        check_alone(connection, macros)
    if (copied := digest(beside)) != wanted:
        raise WarehouseError(f"{beside} does not hold the candidate's rows ({copied} is not {wanted})", hint="df -h")
    return copied, row_counts


def _promote(home: Path, event: Event, generation: int | None, fresh: str) -> None:
    """Make the candidate the last good build."""
    candidate, build = candidate_path(home), build_path(home)
    refuse_wal(candidate)
    refuse_wal(build)
    number = _candidate_id(candidate)
    sync_file(candidate)
    failpoint("publish.promote")
    candidate.replace(build)
    sync_folder(build.parent)
    Ledger(home).append(
        LedgerLine(event=event, candidate=number, generation=generation, digest=fresh, digest_version=DIGEST_VERSION)
    )
