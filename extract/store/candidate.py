"""The candidate: a copy of the last good build that load, link, build and checks work on, until it is published or discarded."""

import errno
import logging
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import duckdb

from extract.contract.quoting import identifier, literal
from extract.errors import NewerHome, WarehouseError, WarehouseLocked
from extract.runtime.failpoints import failpoint
from extract.runtime.logs import log
from extract.store.files import sync_folder
from extract.store.lake.place import LakePlace
from extract.store.ledger import Ledger, LedgerLine
from extract.store.warehouse import (
    add_missing_columns,
    build_path,
    candidate_path,
    create_raw_tables,
    open_warehouse,
    remove_database,
    wal_path,
)

# What a step has seen, and the latest change there is.
_HAS_SEEN = """
select count(*) from raw.steps_done where step = $1 and load_seq >= (
    select coalesce(max(load_seq), 0)
    from (select load_seq from raw.loaded_batches union all select load_seq from raw.quarantined_batches)
)
"""
# What the gate of the marts compares with the last good build.
_COUNTED = ("articles", "event_mentions", "events", "figures")


class LedgerBook(Protocol):
    """The ledger as a candidate needs it: a file of the home, or a table of a lake's database."""

    def append(self, line: LedgerLine) -> None:
        """Add a line; when this returns, it survives a power cut."""

    def last_candidate(self) -> int:
        """The highest number a candidate has had; 0 before the first."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """An open candidate; `number` names it in the ledger."""

    connection: duckdb.DuckDBPyConnection
    ledger: LedgerBook
    number: int

    def next_load_seq(self) -> int:
        """Number the change that is being made; call it inside that change's transaction."""
        self.connection.execute("update raw.candidate set load_seq = load_seq + 1")
        return self.load_seq

    @property
    def load_seq(self) -> int:
        """Number of the latest change."""
        return int(_value(self.connection, "select load_seq from raw.candidate"))

    def alone_with(self, batch_id: str) -> AbstractContextManager[Callable[[], None]]:  # noqa: ARG002 - of a lake, there may be others
        """Inside the block no other loader takes this batch: whoever has the file has it alone.

        Gives what raises WarehouseError where that is so no more, to be asked before a commit.
        """
        return nullcontext(lambda: None)


@contextmanager
def open_candidate(where: Path | LakePlace) -> Iterator[Candidate]:
    """The candidate of a home, made from the last good build where there is none, or of a lake. Hold the write lock.

    One of a home that is damaged, or lacks a batch that the ledger acknowledges, is discarded and made again: its batches are
    kept and are loaded again. Raises WarehouseError where the build itself is damaged or lacks one.
    """
    if isinstance(where, LakePlace):
        from extract.store.lake.candidate import open_lake_candidate  # noqa: PLC0415 - it needs packages that a home does not

        with open_lake_candidate(where) as candidate:
            yield candidate
        return
    home = where
    ledger = Ledger(home)
    _discard_if_short(home, ledger)
    if not candidate_path(home).exists():
        _copy_build(home, ledger)
    with open_warehouse(candidate_path(home)) as connection:
        add_missing_columns(connection)
        made = Candidate(connection, ledger, _number(connection))
        _acknowledge_landed(connection, ledger)
        yield made


def discard_candidate(where: Path | LakePlace, reason: str) -> None:
    """Delete the candidate; the last good build stays. Hold the write lock."""
    if isinstance(where, LakePlace):
        from extract.store.lake.candidate import discard_lake_candidate  # noqa: PLC0415 - as above

        discard_lake_candidate(where, reason)
        return
    home, path = where, candidate_path(where)
    if not path.exists():
        return
    try:
        with open_warehouse(path) as connection:
            number = _number(connection)
    except (WarehouseLocked, NewerHome):
        raise
    except WarehouseError:
        number = Ledger(home).last_candidate()
    Ledger(home).append(LedgerLine(event="discarded", candidate=number, reason=reason))
    remove_database(path)


def mark_done(candidate: Candidate, step: str) -> None:
    """Note that a step has seen the candidate as it is now; a later change makes the note stale."""
    candidate.connection.execute("delete from raw.steps_done where step = $1", [step])
    candidate.connection.execute("insert into raw.steps_done values ($1, $2)", [step, candidate.load_seq])


def require_done(connection: duckdb.DuckDBPyConnection, *steps: str) -> None:
    """Raise WarehouseError naming the first of the steps that has not seen the candidate's latest change."""
    for step in steps:
        if not _value(connection, _HAS_SEEN, step):
            raise WarehouseError(
                f"the candidate has changes that `{step}` has not seen", hint=f"daybook {step.replace('_', '-')}"
            )


def _discard_if_short(home: Path, ledger: Ledger) -> None:
    path = candidate_path(home)
    if not path.exists():
        return
    try:
        with open_warehouse(path) as connection:
            lost = _lost_batches(connection, ledger)
    except (WarehouseLocked, NewerHome):
        raise
    except (WarehouseError, duckdb.Error) as error:
        reason = f"damaged: {error}"
    else:
        if not lost:
            return
        reason = f"acknowledged batches are lost: {', '.join(lost[:5])}"
    log("the candidate is discarded and made again", logging.WARNING, reason=reason)
    ledger.append(LedgerLine(event="discarded", candidate=ledger.last_candidate(), reason=reason))
    remove_database(path)


def _copy_build(home: Path, ledger: Ledger) -> None:
    path, build = candidate_path(home), build_path(home)
    beside = path.with_suffix(".tmp")
    remove_database(beside)
    # The log of a candidate that is gone would be replayed into this one.
    remove_database(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    if build.exists():
        _refuse_bad_build(build, ledger)
        _copy_file(build, beside)
    with open_warehouse(beside) as connection:
        number, base = _name_copy(connection, ledger)
        connection.execute("checkpoint")
    ledger.append(LedgerLine(event="opened", candidate=number, base=base))
    failpoint("candidate.rename")
    beside.replace(path)
    sync_folder(path.parent)


def _refuse_bad_build(build: Path, ledger: Ledger) -> None:
    if wal_path(build).exists():
        raise WarehouseError(
            f"{wal_path(build)} lies beside the build: another program wrote to it",
            hint=f"mv {build} {wal_path(build)} elsewhere, then daybook load (the batches are kept and loaded again)",
        )
    with open_warehouse(build, read_only=True) as connection:
        lost = _lost_batches(connection, ledger)
    if lost:
        raise WarehouseError(
            f"{build} lacks batch {lost[0]}, which was acknowledged as loaded",
            hint=f"mv {build} {build}.short, then daybook load (the batches are kept and loaded again)",
        )


def _copy_file(source: Path, target: Path) -> None:
    """Share the blocks where the file system can, copy them where it cannot."""
    try:
        with source.open("rb") as given, target.open("wb") as copy:
            while os.copy_file_range(given.fileno(), copy.fileno(), 1 << 30):
                pass
    except OSError as error:
        if error.errno not in (errno.EXDEV, errno.ENOSYS, errno.EOPNOTSUPP, errno.EINVAL):
            raise
        shutil.copyfile(source, target)


def _name_copy(connection: duckdb.DuckDBPyConnection, ledger: Ledger) -> tuple[int, int | None]:
    add_missing_columns(connection)
    # One transaction: three hundred comments committed one by one take half a second.
    connection.execute("begin")
    create_raw_tables(connection)
    given = connection.execute("select candidate_id, load_seq from raw.candidate").fetchone()
    base, load_seq = given or (None, 0)
    number = max(ledger.last_candidate(), base or 0) + 1
    connection.execute("delete from raw.candidate")
    connection.execute("insert into raw.candidate values ($1, $2, $3)", [number, base, load_seq])
    note_counts(connection)
    connection.execute("commit")
    return number, base


def note_counts(connection: duckdb.DuckDBPyConnection) -> None:
    """Keep how many rows the marts of the last good build have, before they are built anew."""
    connection.execute("delete from raw.published_counts")
    built = connection.execute(
        "select table_name from information_schema.tables "
        "where table_catalog = current_database() and table_schema = 'marts' order by table_name"
    ).fetchall()
    for name in (name for (name,) in built if name in _COUNTED):
        connection.execute(
            f"insert into raw.published_counts select {literal(name)}, count(*) from {identifier('marts', name)}"
        )


def _lost_batches(connection: duckdb.DuckDBPyConnection, ledger: Ledger) -> list[str]:
    """Batches of which the ledger acknowledges a change that the file does not hold."""
    held = {line.batch_id: line.load_seq or 0 for line in _changes(connection)}
    acknowledged = ledger.acknowledged(_number(connection))
    return sorted(batch_id for batch_id, load_seq in acknowledged.items() if held.get(batch_id, 0) < load_seq)


def _acknowledge_landed(connection: duckdb.DuckDBPyConnection, ledger: Ledger) -> None:
    """Write the ledger lines of commits that landed just before their process was killed."""
    acknowledged = ledger.acknowledged(_number(connection))
    for line in _changes(connection):
        if acknowledged.get(line.batch_id or "", 0) < (line.load_seq or 0):
            ledger.append(line)


def _changes(connection: duckdb.DuckDBPyConnection) -> list[LedgerLine]:
    """The latest change of each batch in the file, as the ledger says it."""
    number = _number(connection)
    rows = connection.execute(
        "select 'loaded', batch_id, sha256, load_seq, null from raw.loaded_batches union all "
        "select 'quarantined', batch_id, sha256, load_seq, reason from raw.quarantined_batches order by load_seq"
    ).fetchall()
    return [
        LedgerLine(event=event, candidate=number, batch_id=batch_id, sha256=sha256, load_seq=load_seq, reason=reason)
        for event, batch_id, sha256, load_seq, reason in rows
    ]


def _number(connection: duckdb.DuckDBPyConnection) -> int:
    return int(_value(connection, "select candidate_id from raw.candidate"))


def _value(connection: duckdb.DuckDBPyConnection, query: str, *parameters: str) -> int:
    row = connection.execute(query, list(parameters)).fetchone()
    return 0 if row is None else row[0]
