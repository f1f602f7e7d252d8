"""Which rows of the marts a gate looks at: those that the build made anew, or all."""

from collections.abc import Mapping
from dataclasses import dataclass

from extract.quality.declared_marts import DeclaredMart
from extract.quality.scope import Ask


@dataclass(frozen=True, slots=True)
class MartScope:
    """columns: mart to its columns. changes: the tables that say which rows the build made anew; none in an audit."""

    columns: Mapping[str, frozenset[str]]
    changes: frozenset[str]
    is_built: bool

    @property
    def is_whole(self) -> bool:
        """True where every row is looked at."""
        return not self.changes

    def rows(self, mart: DeclaredMart) -> str:
        """A query for the rows of a mart that are checked; for a mart that is not there, one row that says so."""
        if self.is_built and mart.name not in self.columns:
            return f"select '{mart.name}' as missing"
        if mart.changed is None or mart.changed[0] not in self.changes:
            return f"select * from marts.{mart.name}"  # noqa: S608 - a table of ours
        table, key = mart.changed
        # A build puts the rows that it makes anew behind all others: by their place DuckDB skips those in every other column.
        return (
            f"select * from marts.{mart.name} where rowid in "  # noqa: S608
            f"(select rowid from marts.{mart.name} where {key} in (select {key} from intermediate.{table}))"
        )


def read_mart_scope(ask: Ask, *, is_audit: bool = False) -> MartScope:
    """What there is to check. A warehouse whose marts dbt did not build says of no row that it is new."""
    found: dict[str, set[str]] = {}
    for table, column in ask("select table_name, column_name from duckdb_columns() where schema_name = 'marts'"):
        found.setdefault(table, set()).add(column)
    changes = frozenset(
        name
        for (name,) in ask(
            "select table_name from duckdb_tables() where schema_name = 'intermediate' "
            "and starts_with(table_name, 'int_changed_')"
        )
    )
    is_built = "int_changed_articles" in changes
    return MartScope(
        {table: frozenset(columns) for table, columns in found.items()},
        frozenset() if is_audit or not is_built else changes,
        is_built,
    )
