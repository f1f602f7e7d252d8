"""The rules of the marts, the last look before readers see them: keys, references, closed lists, and nothing much lost."""

from collections.abc import Iterator

from extract.contract.columns import COLUMNS, COLUMNS_BY_TABLE
from extract.contract.derive import Expectation
from extract.quality.rules import SqlRule, TableRules, reference_rule

# The marts' keys; dbt tests more of them, this is the last look before readers see them.
_MART_KEYS = {
    "articles": ("article_id",),
    "article_copies": ("article_id",),
    "article_fields": ("article_id", "field"),
    "article_texts": ("article_id",),
    "event_mentions": ("event_mention_id",),
    "event_participants": ("event_mention_id", "participant_id", "role"),
    "events": ("event_id",),
    "entities": ("entity_id",),
    "fetches": ("page_uri", "requested_at"),
    "figures": ("figure_id",),
    "participants": ("participant_id",),
    "publishers": ("publisher_id",),
    "source_checks": ("source_name", "address", "checked_at"),
    "statements": ("statement_id",),
}
_MART_REFERENCES = {
    "article_copies": (("article_id", "articles.article_id"),),
    "article_fields": (("article_id", "articles.article_id"),),
    "article_texts": (("article_id", "articles.article_id"),),
    "event_mentions": (("article_id", "articles.article_id"), ("event_id", "events.event_id")),
    "event_participants": (
        ("event_mention_id", "event_mentions.event_mention_id"),
        ("participant_id", "participants.participant_id"),
    ),
    "figures": (("article_id", "articles.article_id"), ("event_mention_id", "event_mentions.event_mention_id")),
    "participants": (("article_id", "articles.article_id"), ("entity_id", "entities.entity_id")),
    "statements": (("article_id", "articles.article_id"),),
}
# Closed lists of the marts, as the raw table of that name, or the one named, has them.
_MART_LISTS = {
    "article_fields": ("article_fields", ("field", "value_from")),
    "entities": ("entities", ("kind",)),
    "event_mentions": (
        "event_mentions",
        ("type", "status", "polarity", "attribution", "date_precision", "date_method"),
    ),
    "event_participants": ("event_participants", ("role", "role_method")),
    "events": ("event_mentions", ("type", "status", "date_precision", "date_method", "place_method")),
    "fetches": ("fetches", ("outcome",)),
    "figures": ("figures", ("qualifier", "kind", "trend")),
    "participants": ("participants", ("kind",)),
    "source_checks": ("source_checks", ("source_kind", "outcome")),
}
_NOT_EMPTIED = SqlRule(
    "there are articles where raw articles were loaded",
    "with checked as (select count(*) as articles from {batch}) "
    "select articles from checked where articles = 0 and exists (from raw.articles)",
)
# A correction takes some articles away, a fault of ours or of a source takes most. Small numbers say nothing of that.
_FEW_ROWS = 20
_SHRUNK = {
    # A warehouse that had articles and has none is never by chance.
    "articles": f"now = 0 and row_count > 0 or row_count >= {_FEW_ROWS} and 2 * now < row_count",
    **dict.fromkeys(("event_mentions", "events", "figures"), f"row_count >= {_FEW_ROWS} and 2 * now < row_count"),
}
NOT_SHRUNK = "there are at least half as many rows as in the last good build"
_MERGED = SqlRule(
    "there are no more events than mentions of them",
    "with checked as (select count(*) as events from {batch}) "
    "select events from checked where events > (select count(*) from marts.event_mentions)",
)


def mart_rules(*, allow_shrink: bool = False) -> list[TableRules]:
    """The rules of every mart. allow_shrink: that a mart lost most of its rows is then a warning."""
    return [
        TableRules(
            table,
            f"select * from marts.{table}",  # noqa: S608 - a table of ours
            tuple(_mart_contract(table, key)),
            tuple(_mart_sql(table, allow_shrink=allow_shrink)),
        )
        for table, key in _MART_KEYS.items()
    ]


def losses_query() -> str:
    """A query for what the marts lost: table, rows in the last good build, rows now."""
    return " union all ".join(_loss_query(table, f"marts.{table}") for table in _SHRUNK)


def _loss_query(table: str, rows: str) -> str:
    return (
        f"select table_name, row_count, now from raw.published_counts, (select count(*) as now from {rows}) "  # noqa: S608
        f"where table_name = '{table}' and ({_SHRUNK[table]})"
    )


def _mart_contract(table: str, key: tuple[str, ...]) -> Iterator[Expectation]:
    yield Expectation("unique", key)
    for column in key:
        yield Expectation("not_null", (column,))
    source, columns = _MART_LISTS.get(table, ("", ()))
    for name in columns:
        declared = COLUMNS_BY_TABLE.get((source, name)) or COLUMNS[name]
        yield Expectation("one_of", (name,), values=declared.values or ())


def _mart_sql(table: str, *, allow_shrink: bool) -> Iterator[SqlRule]:
    for column, target in _MART_REFERENCES.get(table, ()):
        yield reference_rule(column, target, "marts")
    if table == "articles":
        yield _NOT_EMPTIED
    if table in _SHRUNK:
        yield SqlRule(NOT_SHRUNK, _loss_query(table, "{batch}"), is_warning=allow_shrink)
    if table == "events":
        yield _MERGED
