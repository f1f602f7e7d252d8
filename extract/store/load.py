"""Loading: one batch, one transaction, then one line in the ledger. A batch replaces itself; again, it changes nothing."""

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import duckdb

from extract.contract.derive import fields
from extract.contract.quoting import identifier
from extract.contract.tables import BATCH_TABLES, Row
from extract.errors import ContractError
from extract.runtime.failpoints import failpoint
from extract.runtime.logs import log
from extract.store.batch_columns import check_columns
from extract.store.candidate import Candidate
from extract.store.ledger import LedgerLine
from extract.store.warehouse import roll_back


@dataclass(frozen=True, slots=True)
class BatchFiles:
    """A batch as its steps sealed it.

    sha256: changes when any of its manifests does. files: table name to the Parquet files that hold its rows
    (several steps write `rejects`).
    """

    batch_id: str
    sha256: str
    files: Mapping[str, Sequence[Path]]


Outcome = Literal["loaded", "up_to_date", "quarantined"]


def known_batches(candidate: Candidate) -> dict[tuple[str, str], Outcome]:
    """(batch id, sha256) to what `load_batch` would say of it without a look at its files; batches not yet loaded are absent."""
    rows = candidate.connection.execute(
        "select batch_id, sha256, 'up_to_date' from raw.loaded_batches "
        "union all select batch_id, sha256, 'quarantined' from raw.quarantined_batches"
    ).fetchall()
    return {(batch_id, sha256): outcome for batch_id, sha256, outcome in rows}


def load_batch(candidate: Candidate, batch: BatchFiles) -> Outcome:
    """Load a batch unless the candidate holds or has quarantined the very same bytes.

    When it returns "loaded", the rows survive a power cut. Raises ContractError where rows do not fit the contract's tables;
    nothing of the batch is then changed.
    """
    with candidate.alone_with(batch.batch_id) as require_alone:
        return _outcome(candidate, batch) or _load(candidate, batch, require_alone)


def _load(candidate: Candidate, batch: BatchFiles, require_alone: Callable[[], None]) -> Outcome:
    if unknown := check_columns(batch.batch_id, batch.files):
        said = f"batch {batch.batch_id} brings columns that the contract does not know, they stay in its files: "
        log(said + ", ".join(unknown), logging.WARNING, step="load")
    connection = candidate.connection
    connection.execute("begin")
    try:
        load_seq = _replace_rows(candidate, batch)
        require_alone()
        failpoint("load.commit")
        connection.execute("commit")
    except (duckdb.ConstraintException, duckdb.BinderException, duckdb.ConversionException) as error:
        roll_back(connection)
        raise ContractError(
            f"batch {batch.batch_id} does not fit the warehouse: {_first_line(error)}",
            hint="daybook run (a batch that an older contract made is made again)",
        ) from error
    except BaseException:
        roll_back(connection)
        raise
    failpoint("load.committed")
    candidate.ledger.append(
        LedgerLine(
            event="loaded",
            candidate=candidate.number,
            batch_id=batch.batch_id,
            sha256=batch.sha256,
            load_seq=load_seq,
        )
    )
    return "loaded"


def quarantine_batch(candidate: Candidate, batch_id: str, sha256: str, reason: str) -> None:
    """Take a batch's rows out and keep it out until its bytes change; the other batches go on."""
    connection = candidate.connection
    connection.execute("begin")
    try:
        versions = _versions_of(connection, batch_id)
        load_seq = candidate.next_load_seq()
        _delete_rows(connection, batch_id)
        _note_changes(connection, versions, load_seq)
        connection.execute(
            "insert into raw.quarantined_batches values ($1, $2, $3, $4)", [batch_id, sha256, load_seq, reason]
        )
        failpoint("quarantine.commit")
        connection.execute("commit")
    except BaseException:
        roll_back(connection)
        raise
    candidate.ledger.append(
        LedgerLine(
            event="quarantined",
            candidate=candidate.number,
            batch_id=batch_id,
            sha256=sha256,
            load_seq=load_seq,
            reason=reason,
        )
    )


def loaded_since(candidate: Candidate, step: str) -> dict[str, str]:
    """Batch id to sha256 of the batches loaded since a step last marked itself done: what a gate has to look at."""
    rows = candidate.connection.execute(
        "select batch_id, sha256 from raw.loaded_batches where load_seq > coalesce("
        "(select load_seq from raw.steps_done where step = $1), 0) order by batch_id",
        [step],
    )
    return dict(rows.fetchall())


def _outcome(candidate: Candidate, batch: BatchFiles) -> Outcome | None:
    """What became of the very same bytes before; None where they are new."""
    rows = candidate.connection.execute(
        "select 'up_to_date' from raw.loaded_batches where batch_id = $1 and sha256 = $2 "
        "union all select 'quarantined' from raw.quarantined_batches where batch_id = $1 and sha256 = $2",
        [batch.batch_id, batch.sha256],
    ).fetchall()
    return rows[0][0] if rows else None


def _replace_rows(candidate: Candidate, batch: BatchFiles) -> int:
    connection = candidate.connection
    versions = _versions_of(connection, batch.batch_id)
    load_seq = candidate.next_load_seq()
    _delete_rows(connection, batch.batch_id)
    rows = sum(_insert_rows(connection, table, batch, load_seq) for table in BATCH_TABLES)
    versions |= _versions_at(connection, load_seq)
    _note_changes(connection, versions, load_seq)
    connection.execute(
        "insert into raw.loaded_batches values ($1, $2, $3, $4)", [batch.batch_id, batch.sha256, load_seq, rows]
    )
    return load_seq


def _delete_rows(connection: duckdb.DuckDBPyConnection, batch_id: str) -> None:
    """By the number of the change that brought them: DuckDB skips all other rows; a batch that is not there costs nothing."""
    loaded = connection.execute("select load_seq from raw.loaded_batches where batch_id = $1", [batch_id]).fetchone()
    for table in BATCH_TABLES if loaded else ():
        connection.execute(f"delete from {identifier('raw', table.table)} where load_seq = $1", loaded)
    for name in ("loaded_batches", "quarantined_batches"):
        connection.execute(f"delete from raw.{name} where batch_id = $1", [batch_id])


def _insert_rows(connection: duckdb.DuckDBPyConnection, table: type[Row], batch: BatchFiles, load_seq: int) -> int:
    paths = [str(path) for path in batch.files.get(table.table, ())]
    if not paths:
        return 0
    columns = ", ".join(identifier(field.name) for field in fields(table))
    row = connection.execute(
        f"insert into {identifier('raw', table.table)} ({columns}, batch_id, load_seq) "
        f"select {columns}, $1, $2 from read_parquet($3)",
        [batch.batch_id, load_seq, paths],
    ).fetchone()
    return int(row[0]) if row else 0


def _versions_of(connection: duckdb.DuckDBPyConnection, batch_id: str) -> dict[str, str]:
    """Article version to its article, of a batch that is loaded; before it is noted as loaded, see `_versions_at`."""
    loaded = connection.execute("select load_seq from raw.loaded_batches where batch_id = $1", [batch_id]).fetchone()
    return _versions_at(connection, loaded[0]) if loaded else {}


def _versions_at(connection: duckdb.DuckDBPyConnection, load_seq: int) -> dict[str, str]:
    """Article version to its article, of the rows that a change brought."""
    query = "select distinct article_version_id, article_id from raw.articles where load_seq = $1"
    return dict(connection.execute(query, [load_seq]).fetchall())


def _note_changes(connection: duckdb.DuckDBPyConnection, versions: Mapping[str, str], load_seq: int) -> None:
    """A version that another batch still holds is an upsert: its rows may come from that batch now."""
    connection.execute(
        "insert into raw.article_changes (article_version_id, article_id, load_seq, op) select version, article, $3, "
        "if(exists (from raw.articles where article_version_id = version), 'upsert', 'delete') "
        "from (select unnest($1::varchar[]) as version, unnest($2::varchar[]) as article)",
        [[version for version, _ in sorted(versions.items())], [of for _, of in sorted(versions.items())], load_seq],
    )


def _first_line(error: duckdb.Error) -> str:
    return str(error).splitlines()[0]
