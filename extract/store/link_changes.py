"""Which articles and entities a new linking touches: the links before compared with those after, as SQL.

Each statement adds to `raw.link_changes`, from which the next build reads what it has to make anew.
"""

_DIFFERING = "(from {old} except from {new}) union (from {new} except from {old})"


def _differing(old: str, new: str) -> str:
    return _DIFFERING.format(old=f"({old})", new=f"({new})")


_NOW = "from raw.participant_entities where block in (select block from new_entities)"
_ENTITIES = f"entity_id in (select entity_id from old_entities union select entity_id {_NOW})"


def _of_entities(table: str) -> str:
    # S608: every name here is ours.
    rows = _differing(f"select * from old_{table}_rows", f"select * from raw.{table} where {_ENTITIES}")
    return f"insert into raw.link_changes select distinct 'entity', entity_id from ({rows})"


# An entity that has another name now; a new one has none before.
NAME_CHANGES = (
    "insert into raw.link_changes select distinct 'entity_name', entity_id from old_entities_rows as before "
    "inner join raw.entities as now using (entity_id) where before.name is distinct from now.name"
)


def _of_articles(rows: str, table: str, key: str) -> str:
    return (
        "insert into raw.link_changes select distinct 'article', article_id "
        f"from raw.{table} where {key} in (select {key} from ({rows}))"
    )


ENTITY_CHANGES = _of_entities("entities")
ALIAS_CHANGES = _of_entities("entity_aliases")
PARTICIPANT_CHANGES = _of_articles(
    _differing(
        "select participant_id, entity_id, rule, score from old_entities",
        f"select participant_id, entity_id, rule, score {_NOW}",
    ),
    "participants",
    "participant_id",
)
STORY_CHANGES = (
    "insert into raw.link_changes select distinct 'article', article_id from ("
    + _differing(
        "select article_id, story_id from old_stories",
        "select article_id, story_id from raw.story_articles where block in (select block from new_stories)",
    )
    + ")"
)
MERGE_CHANGES = _of_articles(
    _differing("select * from old_event_merges", "select * from new_event_merges"),
    "event_mentions",
    "event_mention_id",
)
SERIES_CHANGES = _of_articles(
    _differing("select * from old_figure_series_members", "select * from new_figure_series_members"),
    "figures",
    "figure_id",
)
# A copy tells of two articles; only the row of the copying one changes.
COPY_CHANGES = _of_articles(
    _differing("select * from raw.article_copies", "select * from new_article_copies"),
    "articles",
    "article_version_id",
)
