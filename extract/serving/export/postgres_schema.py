"""The tables of an export in PostgreSQL: made, brought to shape, explained and indexed; what is not ours is left alone.

A table stays the same table from export to export: grants on it and views over it stay with it.
"""

from collections.abc import Iterable

from extract.contract.quoting import identifier
from extract.errors import InputError
from extract.serving.export.contents import Table
from extract.serving.export.postgres_session import PostgresSession, literal
from extract.serving.export.postgres_types import postgres_type

MARK = "_daybook_export"
_MARK_SAYS = "Written by `daybook export postgres`: which tables are its own, and of which publication their rows are."
# Their ids tell how rows were made; few are distinct, and nothing is joined by them.
_NOT_INDEXED = ("batch_id", "run_id")


class Schema:
    """A schema that holds an export, or is to. Raises InputError where it belongs to somebody else."""

    def __init__(self, session: PostgresSession, name: str) -> None:
        self._session = session
        self.name = name
        self._readers = self._open()
        self.earlier = {str(row[0]) for row in session.query(f"select table_name from {self.named(MARK)}")}

    def named(self, table: str) -> str:
        """The full name of a table, as SQL writes it."""
        return identifier(self.name, table)

    def drop_others(self, kept: Iterable[str]) -> None:
        """Drop the tables of earlier exports that this one has not."""
        for table in sorted(self.earlier - set(kept)):
            self._change(table, f"drop table if exists {self.named(table)}")

    def fit(self, table: Table) -> None:
        """Make the table, or give it the columns it should have."""
        wanted = {column.name: postgres_type(column) for column in table.columns}
        found = self._columns(table.name)
        if found is None:
            columns = ", ".join(f"{identifier(name)} {kind}" for name, kind in wanted.items())
            self._session.execute(f"create table {self.named(table.name)} ({columns})")
            self._let_read(table.name)
            return
        if table.name not in self.earlier:
            raise InputError(
                f"{self.name}.{table.name} in PostgreSQL is not of an export: it is left alone",
                hint="daybook export postgres --schema OTHER_SCHEMA",
            )
        gone = [name for name, kind in found.items() if wanted.get(name) != kind]
        changes = [f"drop column {identifier(name)}" for name in gone]
        changes += [f"add column {identifier(name)} {kind}" for name, kind in wanted.items() if found.get(name) != kind]
        if changes:
            self._change(table.name, f"alter table {self.named(table.name)} {', '.join(changes)}")

    def explain(self, table: Table) -> None:
        """Say what the table and its columns mean, where it is not said yet."""
        rows = self._session.query(
            "select attname::text, description from pg_catalog.pg_description join pg_catalog.pg_attribute "
            "on attrelid = objoid and attnum = objsubid "
            f"where classoid = 'pg_catalog.pg_class'::regclass and objoid = {self._oid(table.name)}"
        )
        said = {str(name): str(text) for name, text in rows}
        (of_table,) = self._session.query(f"select obj_description({self._oid(table.name)}, 'pg_class')")[0]
        named = self.named(table.name)
        comments = [f"comment on table {named} is {literal(table.description)};"] * (of_table != table.description)
        comments += [
            f"comment on column {named}.{identifier(column.name)} is {literal(column.description)};"
            for column in table.columns
            if said.get(column.name, "") != column.description
        ]
        if comments:
            self._session.execute("\n".join(comments))

    def index(self, table: Table) -> None:
        """Index the ids by which tables are joined, and let PostgreSQL learn how the rows are spread."""
        indexes = [
            f"create index if not exists {identifier(f'{table.name}_{column.name}_idx'[:63])} "
            f"on {self.named(table.name)} ({identifier(column.name)});"
            for column in table.columns
            if column.name.endswith("_id") and column.type == "VARCHAR" and column.name not in _NOT_INDEXED
        ]
        self._session.execute("\n".join([*indexes, f"analyze {self.named(table.name)}"]))

    def _open(self) -> list[str]:
        """Make sure that the schema is there and ours; who may read its mark."""
        name = literal(self.name)
        (there,) = self._session.query(f"select count(*) from pg_catalog.pg_namespace where nspname = {name}")[0]
        if not there:
            self._session.execute(f"create schema {identifier(self.name)}")
        marked = self._session.query(
            f"select 1 from pg_catalog.pg_class where oid = {self._oid(MARK)} and relkind = 'r' "
            f"and obj_description(oid, 'pg_class') = {literal(_MARK_SAYS)}"
        )
        if not marked:
            self._refuse_foreign()
            self._session.execute(
                f"create table {self.named(MARK)} (table_name text primary key, row_count bigint not null, "
                "generation bigint not null, published_at timestamptz not null, marts_version text not null, "
                f"exported_at timestamptz not null); comment on table {self.named(MARK)} is {literal(_MARK_SAYS)}"
            )
        return [
            str(row[0])
            for row in self._session.query(
                "select case grantee when 0 then 'public' else grantee::regrole::text end "
                f"from pg_catalog.pg_class, aclexplode(relacl) where oid = {self._oid(MARK)} "
                "and privilege_type = 'SELECT' and grantee <> relowner"
            )
        ]

    def _refuse_foreign(self) -> None:
        (held,) = self._session.query(
            "select (select count(*) from pg_catalog.pg_class as c join pg_catalog.pg_namespace as n on n.oid = c.relnamespace "
            f"where n.nspname = {literal(self.name)}) + (select count(*) from pg_catalog.pg_proc as p "
            f"join pg_catalog.pg_namespace as n on n.oid = p.pronamespace where n.nspname = {literal(self.name)})"
        )[0]
        if held:
            raise InputError(
                f"the schema {self.name!r} of PostgreSQL holds what is not of an export: it is left alone",
                hint="daybook export postgres --schema OTHER_SCHEMA",
            )

    def _columns(self, table: str) -> dict[str, str] | None:
        """The types of the columns by their names; None where there is nothing of that name."""
        (there,) = self._session.query(f"select {self._oid(table)} is not null")[0]
        if not there:
            return None
        rows = self._session.query(
            "select attname::text, format_type(atttypid, atttypmod) from pg_catalog.pg_attribute "
            f"where attrelid = {self._oid(table)} and attnum > 0 and not attisdropped"
        )
        return {str(name): str(kind) for name, kind in rows}

    def _let_read(self, table: str) -> None:
        """Who may read the mark may read each table: a new one needs no grant of its own."""
        if self._readers:
            self._session.execute(f"grant select on {self.named(table)} to {', '.join(self._readers)}")

    def _oid(self, table: str) -> str:
        return f"to_regclass({literal(self.named(table))})"

    def _change(self, table: str, sql: str) -> None:
        try:
            self._session.execute(sql)
        except InputError as error:
            if "depend" not in error.message:
                raise
            raise InputError(
                f"the table {self.name}.{table} has another shape now, and a view stands on the old one: {error.message}",
                hint=f"drop that view and make it anew afterwards, or daybook export postgres --schema {self.name}_new",
            ) from None
