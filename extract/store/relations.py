"""The views and macros of a schema as DuckDB keeps them: what it takes to make them again in another file."""

from dataclasses import dataclass

import duckdb

from extract.errors import WarehouseError


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

    def statement(self, schema: str) -> str:
        """What makes it, in whatever database is in use."""
        shape = "({parameters}) as table ({body})" if self.is_table else "({parameters}) as ({body})"
        forms = (
            shape.format(parameters=parameters, body=body)
            for parameters, body in zip(self.parameters, self.bodies, strict=True)
        )
        return f'create macro "{schema}"."{self.name}" {", ".join(forms)}'


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
    call = f'"{schema}"."{name}"("no such parameter" := 1)'
    try:
        connection.execute(f"from {call}" if is_table else f"select {call}")
    except duckdb.BinderException as error:
        said = [line.strip() for line in str(error).splitlines() if line.startswith("\t")]
        if len(said) == forms:
            return tuple(line.removeprefix(name).removeprefix("(").removesuffix(")") for line in said)
    raise WarehouseError(f"the parameters of the macro {schema}.{name} cannot be read", hint="write it on one line")
