"""How a column of the warehouse is kept in PostgreSQL, and how a value gets there that PostgreSQL cannot hold."""

import re

from extract.contract.quoting import identifier
from extract.serving.export.contents import Column

# Named as PostgreSQL's format_type names them: what a table has is compared with what it should have.
_TYPES = {
    "BOOLEAN": "boolean",
    "TINYINT": "smallint",
    "SMALLINT": "smallint",
    "INTEGER": "integer",
    "BIGINT": "bigint",
    "FLOAT": "real",
    "DOUBLE": "double precision",
    "VARCHAR": "text",
    "VARCHAR[]": "text[]",
    "DATE": "date",
    "TIMESTAMP": "timestamp without time zone",
    "TIMESTAMP WITH TIME ZONE": "timestamp with time zone",
}
# PostgreSQL's first day, and its last where DuckDB goes on: what lies beyond is its -infinity or infinity.
_FIRST_DAY, _LAST_DAY = "4713-01-01 (BC)", "5874897-12-31"
# Stands for the character 0, which no text of PostgreSQL can hold.
NUL_BECOMES = "\ufffd"
# An element of a list as PostgreSQL's text for arrays has it.
_ELEMENT = (
    """case when one is null then 'NULL' else '"' || replace(replace(one, '\\', '\\\\'), '"', '\\"') || '"' end"""
)
# In JSON it is an escape, which DuckDB's own replacement does not see.
_WITHOUT_NUL = f"replace(one, chr(0), '{NUL_BECOMES}')"


def postgres_type(column: Column) -> str:
    """Its type: numbers exact, lists of text as arrays, maps and all else that is nested as jsonb, the rest as text."""
    if found := re.fullmatch(r"DECIMAL\((\d+),(\d+)\)", column.type):
        return f"numeric({int(found[1])},{int(found[2])})"
    nested = column.type.startswith(("MAP(", "STRUCT(")) or column.type.endswith("]") or column.type == "JSON"
    return _TYPES.get(column.type, "jsonb" if nested else "text")


def sent(column: Column) -> str:
    """The expression of DuckDB's SQL that makes a value of this column one that PostgreSQL takes."""
    name = identifier(column.name)
    match column.type:
        case "DATE":
            return (
                f"case when {name} < '{_FIRST_DAY}'::date then '-infinity'::date "
                f"when {name} > '{_LAST_DAY}'::date then 'infinity'::date else {name} end"
            )
        case "TIMESTAMP" | "TIMESTAMP WITH TIME ZONE":
            return f"case when {name} < '{_FIRST_DAY}'::date then '-infinity'::timestamp else {name} end"
        case "VARCHAR[]":
            return f"'{{' || array_to_string(list_transform({name}, lambda one: {_ELEMENT}), ',') || '}}'"
        case "MAP(VARCHAR, VARCHAR)":
            keys, values = (
                f"list_transform(map_{part}({name}), lambda one: {_WITHOUT_NUL})" for part in ("keys", "values")
            )
            return f"to_json(map({keys}, {values}))::varchar"
    kind = postgres_type(column)
    if kind == "jsonb":
        return f"to_json({name})::varchar"
    return f"{name}::varchar" if kind == "text" and column.type != "VARCHAR" else name
