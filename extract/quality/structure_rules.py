"""The rules by which the tables of a batch fit together: evidence is a slice of its text, and what a row names is there."""

from collections.abc import Iterator

from extract.contract.tables import EventMention, Figure, Participant, Row, Statement
from extract.quality.contract_rules import id_of
from extract.quality.rules import Rule, remedies
from extract.quality.scope import BatchScope

# Columns, and the table of the same batch with a row that has the same values in them, or in the columns named there.
# A fact names only facts of its own wording.
_REFERENCES: dict[str, tuple[tuple[str, str, str], ...]] = {
    "articles": (("page_id", "pages", "page_id"),),
    "article_fields": (("article_version_id", "articles", "article_version_id"),),
    "figures": (
        ("article_id", "articles", "article_id"),
        ("event_mention_id", "event_mentions", "event_mention_id"),
        ("alternative_of_figure_id", "figures", "figure_id"),
        ("change_from_figure_id", "figures", "figure_id"),
        ("item_participant_id", "participants", "participant_id"),
    ),
    "participants": (
        ("article_id", "articles", "article_id"),
        ("headcount_figure_id", "figures", "figure_id"),
        ("represents_participant_id", "participants", "participant_id"),
    ),
    "event_mentions": (("article_id", "articles", "article_id"),),
    "event_participants": (
        ("event_mention_id", "event_mentions", "event_mention_id"),
        ("participant_id", "participants", "participant_id"),
    ),
    "statements": (
        ("article_id", "articles", "article_id"),
        ("speaker_participant_id", "participants", "participant_id"),
        ("addressee_participant_id", "participants", "participant_id"),
        ("event_mention_id", "event_mentions", "event_mention_id"),
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
# Columns of which the first is null where the second is: the marts' data tests hold the same, of every batch at once.
_TOGETHER: dict[type[Row], tuple[tuple[str, str], ...]] = {
    Figure: (("unit_head", "unit"), ("item_end", "item_start"), ("item_head", "item_start"), ("unit_si", "value_si")),
    EventMention: (("lat", "lon"), ("lon", "lat")),
}
# Columns that say together where in an article a row was read: no two rows of a wording were read from one spot.
_SPOTS: dict[type[Row], tuple[str, ...]] = {
    Figure: ("figure_start", "figure_end"),
    EventMention: ("trigger_start", "trigger_end"),
    Statement: ("char_start", "char_end"),
}


def structure_rules(table: type[Row], scope: BatchScope) -> Iterator[Rule]:
    """The rules of a raw table."""
    for text, start, end in _SLICES.get(table, ()):
        yield _slice_rule(table, scope, text, start, end)
    for low, high in _ORDERS.get(table, ()):
        yield _row_rule(table, "order", f"{low} is not after {high}", f"checked.{low} > checked.{high}")
    for column, other in _TOGETHER.get(table, ()):
        broken = f"checked.{column} is not null and checked.{other} is null"
        yield _row_rule(table, "together", f"{column} is null where {other} is", broken)
    for column, target, key in _REFERENCES.get(table.table, ()):
        yield _reference_rule(table, scope, column, target, key)
    if table in _SPOTS:
        yield _spot_rule(table, _SPOTS[table])


def _row_rule(table: type[Row], kind: str, says: str, broken: str) -> Rule:
    query = f"with checked as (select * from {{batch}}) select checked.batch_id, {id_of(table)} as id from checked where {broken}"
    return Rule(kind, says, query, remedies()[kind])


def _slice_rule(table: type[Row], scope: BatchScope, text: str, start: str, end: str) -> Rule:
    # A wording that stands on several pages of a batch is the same text on each.
    query = (
        f"with checked as (select * from {{batch}}), texts as ({scope.rows('articles')}) "
        f"select distinct checked.batch_id, {id_of(table)} as id from checked "
        "left join texts on texts.article_version_id = checked.article_version_id and texts.load_seq = checked.load_seq "
        f"where (checked.{text} is not null or checked.{start} is not null) and (texts.text is null "
        f"or checked.{end} > length(texts.text) or checked.{end} <= checked.{start} "
        f"or checked.{text} is distinct from substring(texts.text, checked.{start} + 1, checked.{end} - checked.{start}))"
    )
    return Rule("slice", f"{text} is the slice of the article's text from {start} to {end}", query, remedies()["slice"])


def _reference_rule(table: type[Row], scope: BatchScope, column: str, target: str, key: str) -> Rule:
    same = ["load_seq"] if target == "pages" else ["load_seq", "article_version_id"]
    where = " and ".join(f"there.{name} = checked.{name}" for name in same)
    query = (
        f"with checked as (select * from {{batch}} where {column} is not null), there as ({scope.rows(target)}) "
        f"select checked.batch_id, {id_of(table)} as id from checked "
        f"anti join there on there.{key} = checked.{column} and {where}"
    )
    return Rule("reference", f"{column} is found in {target}", query, remedies()["reference"])


def _spot_rule(table: type[Row], columns: tuple[str, ...]) -> Rule:
    named = ", ".join(columns)
    query = (
        f"with checked as (select * from {{batch}}) select checked.batch_id, {id_of(table)} as id from checked "
        f"qualify count(*) over (partition by batch_id, article_version_id, {named}) > 1"
    )
    return Rule("spot", f"no two rows of a wording have the same {named}", query, remedies()["spot"])
