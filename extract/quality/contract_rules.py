"""The rules that the contract promises of every row: grain, closed lists, bounds, lengths.

That a column is not null is no rule here: the raw tables' DDL holds it, and a check that cannot fail is noise. A mart has no
such DDL; its tests of nulls stand in its `.yml`.
"""

from collections.abc import Iterator, Mapping, Sequence

from extract.contract.derive import Expectation, expectations
from extract.contract.quoting import identifier, literal
from extract.contract.tables import Row
from extract.quality.rules import Rule, remedies

# How a row is named to a person: by its grain, where that is not an address and a moment.
_IDS = {
    "articles": "article_version_id",
    "article_fields": "article_version_id || '/' || field",
    "pages": "page_id",
    "source_checks": "source_name || '/' || address",
    "fetches": "page_uri",
}


def id_of(table: type[Row], alias: str = "checked") -> str:
    """SQL for the id by which a row of a raw table is named to a person."""
    expression = _IDS.get(table.table)
    if expression:
        return f"{alias}.{expression}"
    return " || '/' || ".join(f"{alias}.{column}" for column in table.grain)


def contract_rules(table: type[Row]) -> Iterator[Rule]:
    """The rules of a raw table."""
    promised = [each for each in expectations(table) if each.rule != "not_null"]
    for expectation in promised:
        if expectation.rule == "unique":
            # A grain holds within a batch: the same article may stand in several.
            yield _unique(table, (*expectation.columns, "batch_id"))
    yield from value_rules(promised, id_of(table), "checked.batch_id, ")


def value_rules(promised: Sequence[Expectation], id_: str, also: str = "") -> Iterator[Rule]:
    """The rules of single columns: one of a table's closed lists, and one of its bounds and lengths.

    id_: SQL for a row's id. also: other columns to select, each with a comma behind it.
    """
    for name, kinds, said in (
        ("one_of", ("one_of",), "values are on their closed lists"),
        ("bounds", ("between", "max_chars"), "values lie within the contract's bounds"),
    ):
        conditions = {each.columns[0]: breaks(each) for each in promised if each.rule in kinds}
        if conditions:
            says = f"{said} ({', '.join(conditions)})"
            yield Rule(name, says, each_column(conditions, id_, also), remedies()[name])


def each_column(conditions: Mapping[str, str], id_: str, also: str = "") -> str:
    """A query for the rows of which a column breaks its condition: their ids, each with the column's name."""
    columns = ", ".join(f"case when {condition} then {literal(name)} end" for name, condition in conditions.items())
    return (
        f"with checked as (select * from {{batch}}), broken as (select {also}{id_} as row_id, unnest([{columns}]) as named "
        f"from checked where {' or '.join(conditions.values())}) "
        f"select * exclude (row_id, named), coalesce(row_id, '') || ' ' || named as id from broken where named is not null"
    )


def breaks(expectation: Expectation) -> str:
    """The condition, over `checked`, that holds for a value that breaks a rule of one column; null breaks none."""
    column = identifier("checked", expectation.columns[0])
    if expectation.rule == "one_of":
        return f"{column} not in ({', '.join(map(literal, expectation.values))})"
    if expectation.rule == "max_chars":
        return f"length({column}) > {expectation.high:g}"
    if expectation.rule == "between":
        low = [] if expectation.low is None else [f"{column} < {expectation.low:g}"]
        high = [] if expectation.high is None else [f"{column} > {expectation.high:g}"]
        # What is no number is within no bounds.
        return " or ".join([*low, *high, f"isnan({column}::double)"])
    raise ValueError(f"no query for the rule {expectation.rule}")


def _unique(table: type[Row], columns: tuple[str, ...]) -> Rule:
    named = ", ".join(map(identifier, columns))
    query = (
        f"with checked as (select * from {{batch}}) select checked.batch_id, {id_of(table)} as id from checked "
        f"qualify count(*) over (partition by {named}) > 1"
    )
    return Rule("unique", "is unique", query, remedies()["unique"], column=", ".join(columns))
