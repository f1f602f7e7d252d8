"""The rules of batches as plain data: those of the contract, and some by hand, as SQL that finds the rows that break them.

In the SQL `{batch}` stands for the rows that are checked. Only ids and codes are selected: what a rule finds may be shown in a
web page, and text from the news must not be.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace

from extract.contract.derive import Expectation, expectations
from extract.contract.tables import BATCH_TABLES, EventMention, Figure, Participant, Row, Statement


@dataclass(frozen=True, slots=True)
class SqlRule:
    """`query` selects the rows that break what `description` says; a warning is told and stops nothing."""

    description: str
    query: str
    is_warning: bool = False


@dataclass(frozen=True, slots=True)
class TableRules:
    """A table, the query for the rows to check, and the rules they keep."""

    table: str
    rows: str
    contract: tuple[Expectation, ...]
    sql: tuple[SqlRule, ...] = ()

    def only(self, broken: Collection[tuple[str, str | None]]) -> "TableRules":
        """The rules that are named by their words and column."""
        return replace(
            self,
            contract=tuple(rule for rule in self.contract if (say_rule(rule), name_columns(rule)) in broken),
            sql=tuple(rule for rule in self.sql if (rule.description, None) in broken),
        )


def say_rule(rule: Expectation) -> str:
    """A rule of the contract in words, to follow the column's name."""
    words = {
        "not_null": "is not null",
        "unique": "is unique",
        "one_of": "is on the closed list",
        "between": f"lies between {_bound(rule.low)} and {_bound(rule.high)}",
        "max_chars": f"has at most {_bound(rule.high)} characters",
    }
    return words[rule.rule]


def _bound(value: float | None) -> str:
    return "any" if value is None else f"{value:g}"


def name_columns(rule: Expectation) -> str:
    """The columns of a rule, as one name."""
    return ", ".join(rule.columns)


# A column, and the column of the same batch where its value must be found.
_REFERENCES = {
    "articles": (("page_id", "pages.page_id"),),
    "figures": (
        ("event_mention_id", "event_mentions.event_mention_id"),
        ("alternative_of_figure_id", "figures.figure_id"),
        ("change_from_figure_id", "figures.figure_id"),
        ("item_participant_id", "participants.participant_id"),
    ),
    "participants": (
        ("headcount_figure_id", "figures.figure_id"),
        ("represents_participant_id", "participants.participant_id"),
    ),
    "event_participants": (
        ("event_mention_id", "event_mentions.event_mention_id"),
        ("participant_id", "participants.participant_id"),
    ),
    "statements": (
        ("speaker_participant_id", "participants.participant_id"),
        ("addressee_participant_id", "participants.participant_id"),
        ("event_mention_id", "event_mentions.event_mention_id"),
    ),
}

# Text columns that are a slice of the article's text, with the columns of their offsets.
_EVIDENCE = ("evidence", "char_start", "char_end")
_SLICES: dict[type[Row], tuple[tuple[str, str, str], ...]] = {
    Figure: (_EVIDENCE, ("figure_text", "figure_start", "figure_end"), ("item", "item_start", "item_end")),
    Participant: (_EVIDENCE, ("mention_text", "mention_start", "mention_end")),
    EventMention: (_EVIDENCE, ("trigger_text", "trigger_start", "trigger_end")),
    Statement: (_EVIDENCE,),
}

# Columns of which the first is not after the second.
_ORDERS: dict[type[Row], tuple[tuple[str, str], ...]] = {
    Figure: (("value", "value_high"), ("period_start", "period_end")),
    EventMention: (("date_start", "date_end"),),
}

# A fifth: pages without a headline exist, a source that lost its headlines shows as more. One or two are no share.
_UNTITLED = SqlRule(
    "at most a fifth of a batch's articles have no title",
    "with checked as (select * from {batch}) select batch_id from checked group by batch_id "
    "having count(*) filter (where title is null) > greatest(2, 0.2 * count(*))",
)
# A folder of junk is no error of ours: its good pages must not be kept back.
_REJECTED = SqlRule(
    "a batch has fewer rejects than pages",
    "with checked as (select batch_id, count(*) as rejects from {batch} group by batch_id), "
    "kept as (select batch_id, count(*) as pages from raw.pages group by batch_id) "
    "select batch_id from checked left join kept using (batch_id) where rejects > greatest(5, coalesce(pages, 0))",
    is_warning=True,
)

# An article that breaks a rule of ours is one article; a fifth of a batch is a fault of ours that must not pass as news.
_UNREAD = SqlRule(
    "at most a fifth of a batch's articles could not be read",
    "with checked as (select batch_id, count(*) as unread from {batch} where stage = 'read_facts' group by batch_id), "
    "given as (select batch_id, count(distinct article_version_id) as articles from raw.articles group by batch_id) "
    "select batch_id from checked join given using (batch_id) where unread > greatest(2, 0.2 * articles)",
)


def batch_rules(batch_ids: list[str]) -> list[TableRules]:
    """The rules of every raw table, over the rows of the given batches. Every rule holds, or breaks, within one batch."""
    chosen = ", ".join("'" + batch_id.replace("'", "''") + "'" for batch_id in batch_ids)
    return [
        TableRules(
            table.table,
            f"select * from raw.{table.table} where batch_id in ({chosen})",  # noqa: S608 - a table of the contract
            tuple(_within_batch(rule) for rule in expectations(table)),
            tuple(_sql_rules(table)),
        )
        for table in BATCH_TABLES
    ]


def _within_batch(rule: Expectation) -> Expectation:
    """A grain holds within a batch: the same article may stand in several."""
    return Expectation("unique", (*rule.columns, "batch_id")) if rule.rule == "unique" else rule


def _sql_rules(table: type[Row]) -> Iterator[SqlRule]:
    for text, start, end in _SLICES.get(table, ()):
        yield _slice_rule(table, text, start, end)
    for low, high in _ORDERS.get(table, ()):
        yield _order_rule(table, low, high)
    for column, target in _REFERENCES.get(table.table, ()):
        yield reference_rule(column, target, "raw", "batch_id")
    if table.table == "articles":
        yield _UNTITLED
    if table.table == "rejects":
        yield _REJECTED
        yield _UNREAD


def _order_rule(table: type[Row], low: str, high: str) -> SqlRule:
    return SqlRule(
        f"{low} is not after {high}",
        f"with checked as (select * from {{batch}}) "  # noqa: S608 - names of the contract
        f"select {table.grain[0]}, batch_id from checked where {low} > {high}",
    )


def _slice_rule(table: type[Row], text: str, start: str, end: str) -> SqlRule:
    key = table.grain[0]
    return SqlRule(
        f"{text} is the slice of the article's text from {start} to {end}",
        "with checked as (select * from {batch}), "  # noqa: S608 - names of the contract
        "texts as (select distinct article_version_id, batch_id, text from raw.articles) "
        f"select checked.{key}, checked.batch_id from checked left join texts using (article_version_id, batch_id) "
        f"where texts.text is null or checked.{end} > length(texts.text) or checked.{end} <= checked.{start} "
        f"or checked.{text} is distinct from substring(texts.text, checked.{start} + 1, checked.{end} - checked.{start})",
    )


def reference_rule(column: str, target: str, schema: str, *also: str) -> SqlRule:
    """The column is null or found in a table of the schema (`table.key`), in a row that is the same in the columns `also`."""
    table, key = target.split(".")
    same = "".join(f" and there.{name} = checked.{name}" for name in also)
    return SqlRule(
        f"{column} is found in {table}",
        f"with checked as (select * from {{batch}} where {column} is not null) "  # noqa: S608 - names of the contract
        f"select checked.{column} from checked anti join {schema}.{table} as there on there.{key} = checked.{column}{same}",
    )
