"""Rolling back: an earlier generation is swapped in for readers, and what it replaced is not published again as it was."""

from collections.abc import Collection
from pathlib import Path

import duckdb

from extract.contract.quoting import identifier
from extract.errors import InputError, NewerHome, WarehouseError, WarehouseLocked
from extract.store.generations import kept_generations, refuse_wal, swap_in
from extract.store.history import History, read_history, rolled_back_line
from extract.store.lake.place import LakePlace
from extract.store.ledger import Ledger
from extract.store.published import published_path
from extract.store.warehouse import explain_errors, open_warehouse, wal_path


def roll_back(where: Path | LakePlace, to: int | None = None) -> tuple[int, int]:
    """Swap an earlier generation in; returns its number and that of the one which readers had (0: none that can be read).

    Hold the write lock. to: a generation that is kept, a later one too; by default the one before what readers have, those left
    out that were rolled back from. What is replaced stays kept. Raises WarehouseError where there is no earlier one or it is
    damaged, InputError for one that is not kept; nothing is changed then.
    """
    if isinstance(where, LakePlace):
        from extract.store.lake.publish import roll_back_lake  # noqa: PLC0415 - it needs packages that a home does not

        return roll_back_lake(where, to)
    home, path = where, published_path(where)
    refuse_wal(path)
    with explain_errors(path):
        history = acknowledge_rollback(home)
        kept = kept_generations(home)
        number = _earlier(home, history, kept) if to is None else require_kept(history, kept, to)
        _require_whole(kept, number)
        swap_in(home, kept[number], history.current, "rollback")
        Ledger(home).append(rolled_back_line(history, number, history.current))
    return number, history.current


def acknowledge_rollback(home: Path) -> History:
    """What readers have had, with the ledger line of a rollback that landed unacknowledged written. Hold the write lock."""
    history = read_history(home)
    if history.missing:
        Ledger(home).append(history.missing)
    return history


def _earlier(home: Path, history: History, kept: dict[int, Path]) -> int:
    current = history.current
    found = [number for number in kept if number not in history.withdrawn and (number < current or not current)]
    if found:
        return found[-1]
    if not history.last:
        raise WarehouseError(f"nothing was ever published in {home}", hint="daybook run FOLDER_OF_PAGES")
    what = f"generation {current}" if current else "the published file, which cannot be read,"
    raise WarehouseError(
        f"no generation earlier than {what} is kept in {published_path(home).parent}",
        hint="daybook status (DAYBOOK_GENERATIONS says how many are kept from now on)",
    )


def require_kept(history: History, kept: Collection[int], to: int) -> int:
    """The generation that was named. Raises InputError where readers have it already, or it is not kept."""
    if to == history.current:
        raise InputError(f"generation {to} is what readers have", hint="daybook status")
    if to not in kept:
        names = ", ".join(map(str, kept)) or "none"
        raise InputError(
            f"generation {to} is not kept; kept are: {names}", hint="daybook publish --rollback --to NUMBER"
        )
    return to


def _require_whole(kept: dict[int, Path], number: int) -> None:
    """Raise WarehouseError unless a kept file opens, is what its name says, and has the rows that it says it has."""
    path = kept[number]
    try:
        said = "a log lies beside it" if wal_path(path).exists() else _fault(path, number)
    except (WarehouseLocked, NewerHome):
        raise
    except (WarehouseError, duckdb.Error) as error:
        said = error.message if isinstance(error, WarehouseError) else str(error).splitlines()[0]
    if said:
        others = [other for other in kept if other != number]
        raise WarehouseError(
            f"generation {number} ({path}) is damaged, readers keep what they have: {said}",
            hint=f"daybook publish --rollback --to {others[-1]}" if others else "daybook publish",
        )


def _fault(path: Path, number: int) -> str | None:
    with open_warehouse(path, read_only=True) as connection:
        found = connection.execute("select generation from meta.publication").fetchall()
        if found != [(number,)]:
            return f"it is generation {found[0][0]}" if found else "it does not say what it is"
        tables = connection.execute(
            "select table_name, row_count from meta.tables join (select table_name from duckdb_tables() "
            "where schema_name = 'marts') using (table_name) order by table_name"
        ).fetchall()
        for name, rows in tables:
            # Known without reading the rows: a rollback takes no longer for a big file.
            query = f"select count(*) from {identifier('marts', name)}"
            if connection.execute(query).fetchall() != [(rows,)]:
                return f"marts.{name} has lost rows"
    return None
