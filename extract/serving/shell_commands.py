"""What the shell answers without SQL: which tables there are, what their columns mean, what to try."""

import difflib
import re

from extract.errors import InputError
from extract.serving.session import Session
from extract.serving.show import QUERIES

COMMANDS = (".help", ".tables", ".describe", ".examples", ".mode", ".quit")
HELP = """\
.tables            the published tables and what a row is
.describe events   what each column of a table means; `describe events;` does the same
.examples          questions to try
.mode csv          how answers are shown: table, csv, json, jsonl, markdown
.quit              leave; so does Ctrl-D
Ctrl-C             end the running query, or forget what is typed
Tab                complete tables, columns and words of SQL
The published file cannot be changed. `create temp table` keeps an answer until you leave, or until the next publication."""

Query = tuple[str, tuple[object, ...]]

_DESCRIBE = re.compile(r"desc(?:ribe)?\s+(?:table\s+)?([\w.]+)\s*;?", re.IGNORECASE)
_TABLES = """
select table_name as "table", row_count as "rows", split_part(description, '. ', 1) as "what a row is"
from meta.tables
order by table_name
"""
_COLUMNS = """
select c.column_name as "column", c.data_type as type, coalesce(m.description, c.comment, '') as meaning
from duckdb_columns() as c
left join meta.columns as m on m.table_name = c.table_name and m.column_name = c.column_name and c.schema_name = 'marts'
where c.table_name = $1 and c.schema_name in ('marts', 'meta')
order by c.column_index
"""
_NAMES = "select distinct table_name from duckdb_columns() where schema_name in ('marts', 'meta') order by 1"


def tables() -> Query:
    """The query for the published tables."""
    return _TABLES, ()


def described_table(text: str) -> str | None:
    """The table that a statement asks to describe; null for any other statement."""
    found = _DESCRIBE.fullmatch(text)
    return found[1] if found else None


def description_of(session: Session, table: str) -> Query:
    """The query for the columns of a table and what they mean. Raises InputError where there is no such table."""
    name = table.rpartition(".")[2].strip('"').lower()
    with session.run(_NAMES) as result:
        names = [str(row[0]) for row in result.rows()]
    if name not in names:
        close = difflib.get_close_matches(name, names, n=1)
        raise InputError(f"no table {table}", hint=f".describe {close[0]}" if close else ".tables")
    return _COLUMNS, (name,)


def examples() -> str:
    """The questions to try, each with its query."""
    return "\n\n".join(f"-- {question}\n{query};" for question, query in QUERIES.items())


def about(session: Session) -> str:
    """What is published, in a sentence."""
    query = "select generation, strftime(published_at, '%Y-%m-%d %H:%M UTC') from meta.publication"
    with session.run(query) as result:
        generation, published_at = next(iter(result.rows()))
    return f"Daybook, generation {generation}, published {published_at}."
