"""The rules of the marts, the last look before readers see them: what dbt's data tests, which ran on the same rows, cannot say.

Every mart is there; a key stands once in the whole mart, also where an old row could have it; closed lists and bounds are the
contract's; counts agree from mart to mart; nothing much is lost. An audit holds all rows to dbt's own tests as well.
"""

from collections.abc import Iterator

from extract.contract.columns import COLUMNS, COLUMNS_BY_TABLE, Column
from extract.contract.derive import Expectation
from extract.contract.quoting import identifier, literal
from extract.contract.tables import BATCH_TABLES
from extract.quality.contract_rules import each_column, value_rules
from extract.quality.declared_marts import DeclaredMart, declared_marts
from extract.quality.mart_scope import MartScope
from extract.quality.rules import Rule, TableRules, remedies
from extract.quality.written_rules import written_rules

# These must be there whatever built the marts; of a build by dbt every mart that the project declares.
_CORE = ("articles", "event_mentions", "events", "figures", "participants")
_FROM_BATCHES = frozenset(table.table for table in BATCH_TABLES)
# Marts of facts: one row's id is made of its wording and its place there.
_OF_WORDINGS = ("event_mentions", "event_merges", "event_participants", "figures", "participants", "statements")
# Marts whose columns mean what the same ones of another raw table do.
_MEANT_AS = {"events": "event_mentions", "figure_series": "figures"}
# A correction takes some articles away, a fault of ours or of a source takes most. Small numbers say nothing of that.
_FEW_ROWS = 20
_SHRUNK = {
    # A warehouse that had articles and has none is never by chance.
    "articles": f"now = 0 and row_count > 0 or row_count >= {_FEW_ROWS} and 2 * now < row_count",
    **dict.fromkeys(("event_mentions", "events", "figures"), f"row_count >= {_FEW_ROWS} and 2 * now < row_count"),
}
NOT_SHRUNK = "there are at least half as many rows as in the last good build"


def mart_rules(scope: MartScope, *, allow_shrink: bool = False) -> list[TableRules]:
    """The rules of every mart that has any. allow_shrink: that a mart lost most of its rows is then a warning."""
    names = _names(scope)
    tables = [
        TableRules(mart.name, scope.rows(mart), tuple(_rules(mart, scope, names, allow_shrink=allow_shrink)))
        for mart in declared_marts()
        if scope.is_built or mart.name in scope.columns or mart.name in _CORE
    ]
    return [table for table in tables if table.rules]


def losses_query() -> str:
    """A query for what the marts lost: table, rows in the last good build, rows now."""
    return " union all ".join(_loss_query(table, "table_name, row_count, now") for table in _SHRUNK)


def _loss_query(table: str, columns: str) -> str:
    return (
        f"select {columns} from raw.published_counts, (select count(*) as now from {identifier('marts', table)}) "
        f"where table_name = {literal(table)} and ({_SHRUNK[table]})"
    )


def _rules(mart: DeclaredMart, scope: MartScope, names: dict[str, str], *, allow_shrink: bool) -> Iterator[Rule]:
    if scope.is_built and mart.name not in scope.columns:
        yield Rule("built", "was built", f"select {literal(mart.name)} as id from {{batch}}", remedies()["built"])
        return
    there = scope.columns.get(mart.name, frozenset(mart.columns))
    # What a batch brought was held to the contract when it came; what linking and the marts made was not.
    if scope.is_whole or mart.name not in _FROM_BATCHES:
        yield from _contract(mart, there)
    if scope.is_whole:
        yield from _declared(mart, scope)
    else:
        yield from _keys(mart)
    if mart.name in scope.kept:
        # Of the mart itself: the build's own tests looked at what it made, before that took the place of older rows.
        query = f"with checked as (select * from {{batch}} limit 0) select {literal(mart.name)} as id where {scope.unequal(mart)}"
        yield Rule(
            "replaced",
            "holds the rows that the build made anew in place of the older ones",
            query,
            remedies()["replaced"],
        )
    yield from written_rules("marts", mart.name, names, skip="" if scope.is_built else "build")
    if mart.name in _SHRUNK:
        # Of the whole mart, whatever is checked of it.
        query = f"with checked as (select * from {{batch}} limit 0) {_loss_query(mart.name, 'table_name as id')}"
        yield Rule("not_shrunk", NOT_SHRUNK, query, remedies()["shrunk"], is_warning=allow_shrink)


def _names(scope: MartScope) -> dict[str, str]:
    names = {mart.name: f"({scope.rows(mart)})" for mart in declared_marts()}
    changed = (
        "select distinct article_id from raw.articles" if scope.is_whole else "from intermediate.int_changed_articles"
    )
    return names | {f"all_{name}": f"marts.{name}" for name in names} | {"changed_articles": changed}


def _id(mart: DeclaredMart, there: frozenset[str]) -> str:
    key = [column for column in (mart.keys or ((),))[0] if column in there]
    return " || '/' || ".join(f"coalesce({identifier(column)}::varchar, 'null')" for column in key) or "'?'"


def _rows_where(mart: DeclaredMart, there: frozenset[str], condition: str) -> str:
    return f"with checked as (select * from {{batch}}) select {_id(mart, there)} as id from checked where {condition}"


def _contract(mart: DeclaredMart, there: frozenset[str]) -> Iterator[Rule]:
    source = _MEANT_AS.get(mart.name, mart.name)
    promised = [
        expectation
        for name in mart.columns
        if name in there and (column := COLUMNS_BY_TABLE.get((source, name)) or COLUMNS.get(name))
        for expectation in _expectations(name, column)
    ]
    yield from value_rules(promised, _id(mart, there))


def _expectations(name: str, column: Column) -> Iterator[Expectation]:
    if column.values:
        yield Expectation("one_of", (name,), values=column.values)
    if column.low is not None or column.high is not None:
        yield Expectation("between", (name,), low=column.low, high=column.high)
    if column.max_chars is not None:
        yield Expectation("max_chars", (name,), high=column.max_chars)


def _keys(mart: DeclaredMart) -> Iterator[Rule]:
    """A key of a row that was made anew stands in no other row: an old one would be seen by no test of new rows.

    Where what changes is a part of the key, no other row can have it. Nor can it where the key is a fact's, which belongs to
    one wording: of wordings `article_versions` is held to have each once, and each mart to hold of them what was made anew.
    """
    for key in mart.keys:
        if mart.changed and (mart.changed[1] in key or mart.name in _OF_WORDINGS):
            continue
        named, first = ", ".join(map(identifier, key)), identifier(key[0])
        query = (
            # By the first column of the key: DuckDB compares one column much faster than several.
            f"with checked as (select distinct {first} from {{batch}}) "
            f"select {_id(mart, frozenset(key) | frozenset(mart.keys[0]))} as id from {identifier('marts', mart.name)} "
            f"where {first} in (from checked) qualify count(*) over (partition by {named}) > 1"
        )
        yield Rule("key", "stands once in the whole mart", query, remedies()["key"], column=", ".join(key))


def _declared(mart: DeclaredMart, scope: MartScope) -> Iterator[Rule]:
    """What the data tests hold, of all rows."""
    there = scope.columns.get(mart.name, frozenset(mart.columns))
    for key in (key for key in mart.keys if there.issuperset(key)):
        named = ", ".join(map(identifier, key))
        query = _rows_where(mart, there, f"true qualify count(*) over (partition by {named}) > 1")
        yield Rule("key", "is unique", query, remedies()["key"], column=", ".join(key))
    empty = {column: f"{identifier(column)} is null" for column in mart.not_null if column in there}
    if empty:
        says = f"no value is null ({', '.join(empty)})"
        yield Rule("not_null", says, each_column(empty, _id(mart, there)), remedies()["not_null"])
    for column, target, field in mart.references:
        if not scope.is_built and (column not in there or field not in scope.columns.get(target, ())):
            continue
        query = (
            f"with checked as (select * from {{batch}} where {identifier(column)} is not null) select {_id(mart, there)} as id "
            f"from checked anti join {identifier('marts', target)} as there "
            f"on there.{identifier(field)} = {identifier('checked', column)}"
        )
        yield Rule("relationship", f"{column} is found in {target}", query, remedies()["relationship"])
