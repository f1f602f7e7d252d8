"""Which columns of which marts an analyst may correct, and what becomes of the columns that hang on a corrected one."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cache

from extract.contract.columns import COLUMNS
from extract.contract.data import read_csv
from extract.contract.derive import Field, fields
from extract.contract.tables import Article, Entity, EventMention, Figure, Participant, Row, Statement

# Table: its id, and the raw table whose columns its own are. An event's are those of its best mention.
_TABLES: dict[str, tuple[str, type[Row]]] = {
    "articles": ("article_id", Article),
    "event_mentions": ("event_mention_id", EventMention),
    "events": ("event_id", EventMention),
    "figures": ("figure_id", Figure),
    "participants": ("participant_id", Participant),
    "statements": ("statement_id", Statement),
    "entities": ("entity_id", Entity),
}

_SQL_TYPES: dict[object, str] = {
    str: "varchar",
    int: "bigint",
    float: "double",
    date: "date",
    datetime: "timestamptz",
    Decimal: "decimal(38, 9)",
}


@dataclass(frozen=True, slots=True)
class CorrectableColumn:
    """A column that a correction can change.

    values: the closed list, where there is one. is_correctable: false where it only follows others. follows: where one of
    these is corrected and it is not, it becomes `becomes`: null where that is empty, else a text in quotes or what the
    column named there became.
    """

    field: Field
    values: tuple[str, ...]
    is_correctable: bool
    follows: tuple[str, ...]
    becomes: str

    @property
    def sql_type(self) -> str:
        """The column's type in DuckDB."""
        return _SQL_TYPES[self.field.type]


@dataclass(frozen=True, slots=True)
class CorrectableTable:
    """A mart whose rows can be corrected: the column that names a row, and the columns by name, in their order."""

    id_column: str
    columns: dict[str, CorrectableColumn]


@cache
def correctable_tables() -> dict[str, CorrectableTable]:
    """Table to what can be corrected in it."""
    tables = {name: CorrectableTable(id_column, {}) for name, (id_column, _) in _TABLES.items()}
    for row in read_csv("correctable_columns"):
        name = row["column_name"]
        known = {field.name: field for field in fields(_TABLES[row["table_name"]][1])}
        # An id that only the mart has is a text that may be null.
        field = known.get(name) or Field(name, str, True, COLUMNS[name])
        tables[row["table_name"]].columns[name] = CorrectableColumn(
            field,
            field.column.values or tuple(row["values"].split()),
            row["is_correctable"] == "true",
            tuple(row["follows"].split()),
            row["becomes"],
        )
    return tables


def correctable_columns_macro() -> str:
    """The dbt macro that says the same to the models; a test compares it with the one in `dbt_project/`."""
    lines = [
        "{# Generated from extract/contract by `make contract`; edit there. #}",
        "{# Table to its id and its columns: name, type, the columns that it follows, and what it then becomes. #}",
        "{% macro correctable_columns() %}",
        "    {% do return({",
    ]
    for name, table in correctable_tables().items():
        lines += [f"        '{name}': {{", f"            'id': '{table.id_column}',", "            'columns': ["]
        for column in table.columns.values():
            said = (column.field.name, column.sql_type, column.follows, column.becomes)
            lines.append(f"                {_literal(*said)},")
        lines += ["            ],", "        },"]
    return "\n".join([*lines, "    }) %}", "{% endmacro %}", ""])


def _literal(name: str, kind: str, follows: tuple[str, ...], becomes: str) -> str:
    return f"{{'name': {name!r}, 'type': {kind!r}, 'follows': {list(follows)!r}, 'becomes': {becomes or 'null'!r}}}"
