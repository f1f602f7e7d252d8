"""Publishing a lake: the marts stay where they are, and one line of the ledger says which snapshot readers see from now on."""

import hashlib
import logging
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import duckdb

from extract.contract.derive import CONTRACT_VERSION
from extract.contract.quoting import identifier
from extract.errors import WarehouseError
from extract.runtime.failpoints import failpoint
from extract.runtime.logs import log
from extract.store.build_books import require_built_by
from extract.store.candidate import note_counts, require_done
from extract.store.lake.candidate import LakeCandidate, open_lake_candidate
from extract.store.lake.connection import LAKE
from extract.store.lake.history import LakeHistory, kept_snapshots, lake_history
from extract.store.lake.place import LakePlace
from extract.store.ledger import LedgerLine
from extract.store.project import deprecated_columns, marts_version
from extract.store.publication import Described, PublicationFacts, write_meta
from extract.store.publish import REQUIRED_STEPS, Publication
from extract.store.relations import read_macros
from extract.store.rollback import require_kept
from extract.store.warehouse import roll_back

# Of a lake a publication is known by what its marts are made from: reading all rows each time would take as long as making them.
_FORMULA = "sources-1"


def publish_lake(
    place: LakePlace,
    *,
    daybook_version: str,
    run_id: str,
    published_at: datetime,
    rules: Sequence[str],
    project_dir: Path,
    built_by: str | None,
    even_if_withdrawn: bool = False,
) -> Publication:
    """As `publish_candidate` of a home. Killed anywhere, readers have the old snapshot or the new one, and it runs again."""
    with open_lake_candidate(place) as candidate:
        connection = candidate.connection
        require_done(connection, *REQUIRED_STEPS)
        if built_by:
            require_built_by(connection, built_by)
        history = lake_history(candidate.ledger.read())
        facts = PublicationFacts(
            contract_version=CONTRACT_VERSION,
            daybook_version=daybook_version,
            marts_version=marts_version(project_dir),
            generation=history.last + 1,
            run_id=run_id,
            published_at=published_at,
            rules=rules,
            deprecated=deprecated_columns(project_dir),
        )
        fresh = _made_from(connection, project_dir)
        held_as = None if even_if_withdrawn else _held(history).get(fresh)
        is_new = held_as is None and history.digest_of(history.current, _FORMULA) != fresh
        row_counts = _row_counts(connection)
        if held_as is not None:
            _say_held(held_as, history)
        if is_new:
            snapshot = _write_meta(candidate, facts, row_counts)
            failpoint("publish.swap")
            candidate.ledger.append(
                LedgerLine(
                    event="published",
                    candidate=candidate.number,
                    generation=facts.generation,
                    digest=fresh,
                    digest_version=_FORMULA,
                    snapshot=snapshot,
                )
            )
    number = facts.generation if is_new else history.current
    return Publication(number, fresh, is_new, held_as is not None, row_counts)


def roll_back_lake(place: LakePlace, to: int | None = None) -> tuple[int, int]:
    """Give readers an earlier generation; its number and that of the one which they had. Raises as `rollback.roll_back` does."""
    with open_lake_candidate(place) as candidate:
        history = lake_history(candidate.ledger.read())
        kept = kept_snapshots(candidate.connection, history)
        number = _earlier(history, kept) if to is None else require_kept(history, kept, to)
        candidate.ledger.append(
            LedgerLine(
                event="rolled_back",
                candidate=candidate.number,
                generation=number,
                from_generation=history.current or None,
                digest=history.digest_of(number, _FORMULA),
                digest_version=_FORMULA,
                snapshot=kept[number],
            )
        )
    return number, history.current


def _write_meta(candidate: LakeCandidate, facts: PublicationFacts, row_counts: dict[str, int]) -> int:
    """Write what the marts say of themselves, in one commit; the snapshot that it makes is what readers get."""
    connection = candidate.connection
    connection.execute("begin")
    try:
        write_meta(connection, LAKE, facts, row_counts, _described(connection))
        note_counts(connection)
        connection.execute(
            "update raw.candidate set candidate_id = $1, base_id = $2", [candidate.number + 1, candidate.number]
        )
        failpoint("publish.build")
        connection.execute("commit")
    except BaseException:
        roll_back(connection)
        raise
    ((snapshot,),) = connection.execute(f"from ducklake_last_committed_snapshot('{LAKE}')").fetchall()
    return int(snapshot)


def _made_from(connection: duckdb.DuckDBPyConnection, project_dir: Path) -> str:
    """Names all that decides what the marts say: batches, links' rules and decisions, the project with people's own rows."""
    whole = hashlib.sha256(f"{CONTRACT_VERSION} {marts_version(project_dir)}".encode())
    for query in (
        "select batch_id, sha256 from raw.loaded_batches order by all",
        "select made_by from raw.link_rules",
        "select made_by from raw.build_rules",
    ):
        whole.update(repr(connection.execute(query).fetchall()).encode())
    for path in sorted((project_dir / "seeds").glob("*.csv")):
        whole.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return whole.hexdigest()


def _described(connection: duckdb.DuckDBPyConnection) -> Described:
    rows = connection.execute("select name, column_name, comment from raw.notes order by all").fetchall()
    of_macros = {name: said for name, column, said in rows if column is None}
    macros = [macro.described(of_macros.get(macro.name)) for macro in read_macros(connection, "marts")]
    return Described(macros, [(name, column, said) for name, column, said in rows if column is not None])


def _row_counts(connection: duckdb.DuckDBPyConnection) -> dict[str, int]:
    rows = connection.execute(
        "select table_name from information_schema.tables where table_catalog = current_database() and table_schema = 'marts' "
        "order by table_name"
    ).fetchall()
    counts = {
        name: connection.execute(f"select count(*) from {identifier('marts', name)}").fetchall() for (name,) in rows
    }
    return {name: int(found[0][0]) for name, found in counts.items()}


def _held(history: LakeHistory) -> dict[str, int]:
    """What the generations were made from that somebody rolled back from, to their numbers."""
    found = {number: history.digest_of(number, _FORMULA) for number in history.rolled_back_from}
    return {digest: number for number, digest in found.items() if digest}


def _say_held(held_as: int, history: LakeHistory) -> None:
    log(
        f"these marts were rolled back from (generation {held_as}) and are held: readers keep generation {history.current}",
        logging.WARNING,
        hint=f"daybook publish --rollback --to {held_as} brings them back; other rows are published as they come",
    )


def _earlier(history: LakeHistory, kept: dict[int, int]) -> int:
    found = [number for number in kept if number not in history.withdrawn and number < history.current]
    if not found:
        raise WarehouseError(
            f"no generation earlier than {history.current} is kept in the lake"
            if history.current
            else "nothing was ever published in the lake",
            hint="daybook status (DAYBOOK_GENERATIONS says how many are kept)",
        )
    return found[-1]
