"""The views and macros of a schema as DuckDB keeps them: what it takes to make them again in another file."""

import json
import re
from dataclasses import dataclass, replace

import duckdb

from extract.contract.quoting import identifier
from extract.errors import WarehouseError

# `CREATE VIEW marts.name ("a column") AS `; a name in quotes may have anything in it.
_HEAD = re.compile(r'CREATE VIEW (?:"(?:[^"]|"")*"|[^"])*? AS ')


# What DuckDB keeps without an order of its own: `* exclude (..) replace (..) rename (..)`.
_SETS = frozenset({"exclude_list", "qualified_exclude_list", "replace_list", "rename_list"})


@dataclass(frozen=True, slots=True)
class View:
    """A view; `statement` makes it, in whatever database is in use."""

    name: str
    statement: str
    comment: str | None


@dataclass(frozen=True, slots=True)
class Macro:
    """A macro; `parameters` are those of each of its forms, as one writes them: `words, most := 20`."""

    name: str
    is_table: bool
    parameters: tuple[str, ...]
    bodies: tuple[str, ...]
    comment: str | None

    def described(self, comment: str | None) -> "Macro":
        """The same with this comment, where it has none of its own."""
        return replace(self, comment=self.comment or comment)

    def statement(self, schema: str) -> str:
        """What makes it, in whatever database is in use."""
        shape = "({parameters}) as table ({body})" if self.is_table else "({parameters}) as ({body})"
        forms = (
            shape.format(parameters=parameters, body=body)
            for parameters, body in zip(self.parameters, self.bodies, strict=True)
        )
        return f"create macro {identifier(schema, self.name)} {', '.join(forms)}"


def definitions(connection: duckdb.DuckDBPyConnection, schema: str) -> list[tuple[object, ...]]:
    """What the views and macros of a schema say: equal for a definition and what is made from it in another file.

    DuckDB writes a definition down anew whenever a file is copied or opened, and not always as it read it: a type's name gets
    quotes, and what `*` leaves out changes its order.
    """
    views, macros = read_views(connection, schema), read_macros(connection, schema)
    found: list[tuple[object, ...]] = []
    # How a query is parsed depends on the storage version that a connection was opened for: all are asked of the same.
    with duckdb.connect() as writer:
        for view in views:
            head = _HEAD.match(view.statement)
            start = head.end() if head else 0
            query = _meaning(writer, view.statement[start:].rstrip(";"))
            found.append(("view", view.name, view.statement[:start], query, view.comment))
        for macro in macros:
            bodies = [_meaning(writer, body if macro.is_table else f"SELECT {body}") for body in macro.bodies]
            found.append(("macro", macro.name, macro.is_table, macro.parameters, bodies, macro.comment))
    return found


def read_views(connection: duckdb.DuckDBPyConnection, schema: str) -> list[View]:
    """The views of a schema of the connection's own database, by name."""
    rows = connection.execute(
        "select view_name, sql, comment from duckdb_views() "
        "where database_name = current_database() and schema_name = $1 and not internal order by view_name",
        [schema],
    ).fetchall()
    return [View(*row) for row in rows]


def read_macros(connection: duckdb.DuckDBPyConnection, schema: str) -> list[Macro]:
    """The macros of a schema of the connection's own database, by name."""
    rows = connection.execute(
        "select function_name, function_type = 'table_macro', list(macro_definition order by place), any_value(comment) "
        "from (select *, row_number() over () as place from duckdb_functions() "
        "where database_name = current_database() and schema_name = $1 and function_type in ('macro', 'table_macro')) "
        "group by all order by all",
        [schema],
    ).fetchall()
    return [
        Macro(name, is_table, _parameters(connection, schema, name, is_table, len(bodies)), tuple(bodies), comment)
        for name, is_table, bodies, comment in rows
    ]


def _parameters(
    connection: duckdb.DuckDBPyConnection, schema: str, name: str, is_table: bool, forms: int
) -> tuple[str, ...]:
    # The catalogue keeps names and types of parameters and no defaults. DuckDB says them whole only to who calls it wrongly.
    call = f'{identifier(schema, name)}("no such parameter" := 1)'
    try:
        connection.execute(f"from {call}" if is_table else f"select {call}")
    except duckdb.BinderException as error:
        said = [line.strip() for line in str(error).splitlines() if line.startswith("\t")]
        if len(said) == forms:
            return tuple(line.removeprefix(name).removeprefix("(").removesuffix(")") for line in said)
    raise WarehouseError(f"the parameters of the macro {schema}.{name} cannot be read", hint="write it on one line")


def _meaning(writer: duckdb.DuckDBPyConnection, query: str) -> str:
    """A query as DuckDB parses it, without what depends on how it is written; as it stands where DuckDB cannot say."""
    rewritten = "select json_serialize_sql(json_deserialize_sql(json_serialize_sql($1)))"
    try:
        row = writer.execute(rewritten, [query]).fetchone()
    except duckdb.Error:
        return query
    return json.dumps(_without_order(json.loads(row[0])), sort_keys=True) if row else query


def _without_order(parsed: object) -> object:
    if isinstance(parsed, list):
        return [_without_order(part) for part in parsed]
    if not isinstance(parsed, dict):
        return parsed
    plain = {name: _without_order(part) for name, part in parsed.items() if name != "query_location"}
    return {
        name: sorted(part, key=json.dumps) if name in _SETS and isinstance(part, list) else part
        for name, part in plain.items()
    }
