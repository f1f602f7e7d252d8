"""Which rows of the marts a gate looks at: those that the build made anew, or all."""

from collections.abc import Mapping
from dataclasses import dataclass

from extract.contract.quoting import identifier, literal
from extract.quality.declared_marts import DeclaredMart, declared_marts
from extract.quality.scope import Ask


@dataclass(frozen=True, slots=True)
class MartScope:
    """columns: mart to its columns. changes: the tables that say which rows the build made anew; none in an audit.

    first_rows: mart to the place (`rowid`) of the first row that the build made anew, where it has one: a build puts those
    behind all others, and by their place DuckDB skips the others in every column. kept: the marts whose rows made anew stand by
    themselves too (`intermediate.anew_*`), where the build's own tests looked at them.
    """

    columns: Mapping[str, frozenset[str]]
    changes: frozenset[str]
    first_rows: Mapping[str, int]
    kept: frozenset[str]
    is_built: bool

    @property
    def is_whole(self) -> bool:
        """True where every row is looked at."""
        return not self.changes

    def rows(self, mart: DeclaredMart) -> str:
        """A query for the rows of a mart that are checked; for a mart that is not there, one row that says so."""
        if self.is_built and mart.name not in self.columns:
            return f"select {literal(mart.name)} as missing"
        if mart.changed is None or mart.changed[0] not in self.changes:
            return f"select * from {_named(mart)}"
        first = self.first_rows.get(mart.name)
        place = "false" if first is None else f"rowid >= {first:d} and {_is_made_anew(mart)}"
        return f"select * from {_named(mart)} where {place}"

    def unequal(self, mart: DeclaredMart) -> str:
        """A condition: the mart has more or fewer rows of what changed than the build made and tested."""
        of_mart = f"select count(*) from {_named(mart)} where {_is_made_anew(mart)}"
        return f"({of_mart}) <> (select count(*) from {_anew(mart)})"


def read_mart_scope(ask: Ask, *, is_audit: bool = False) -> MartScope:
    """What there is to check. A warehouse whose marts dbt did not build says of no row that it is new."""
    found: dict[str, set[str]] = {}
    for table, column in ask("select table_name, column_name from duckdb_columns() where schema_name = 'marts'"):
        found.setdefault(table, set()).add(column)
    tables = {name for (name,) in ask("select table_name from duckdb_tables() where schema_name = 'intermediate'")}
    changes = frozenset(name for name in tables if name.startswith("int_changed_"))
    is_built = "int_changed_articles" in changes
    checked = frozenset() if is_audit or not is_built else changes
    changed = [mart for mart in declared_marts() if mart.name in found and mart.changed and mart.changed[0] in checked]
    kept = frozenset(mart.name for mart in changed if f"anew_{mart.name}" in tables)
    first_rows = {
        mart.name: first for mart in changed if (first := _first_row(ask, mart, is_kept=mart.name in kept)) is not None
    }
    columns = {table: frozenset(names) for table, names in found.items()}
    return MartScope(columns, checked, first_rows, kept, is_built)


def _first_row(ask: Ask, mart: DeclaredMart, *, is_kept: bool) -> int | None:
    """The place of the first row made anew; null where there is none. is_kept: they stand by themselves too, in their order."""
    key = mart.changed[1] if mart.changed else ""
    first = ask(f"select {identifier(key)} from {_anew(mart)} limit 1") if is_kept else []
    # One id is looked for faster than all of them.
    if first and isinstance(first[0][0], str):
        ((row,),) = ask(f"select min(rowid) from {_named(mart)} where {identifier(key)} = {literal(first[0][0])}")
        if row is not None:
            return int(row)
    ((row,),) = ask(f"select min(rowid) from {_named(mart)} where {_is_made_anew(mart)}")
    return None if row is None else int(row)


def _is_made_anew(mart: DeclaredMart) -> str:
    table, key = mart.changed or ("", "")
    return f"{identifier(key)} in (select {identifier(key)} from {identifier('intermediate', table)})"


def _named(mart: DeclaredMart) -> str:
    return identifier("marts", mart.name)


def _anew(mart: DeclaredMart) -> str:
    return identifier("intermediate", f"anew_{mart.name}")
