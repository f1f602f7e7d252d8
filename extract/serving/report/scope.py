"""Which rows belong to a day, a story or an entity: ids in temporary tables, which every query of a report joins.

scope_events(event_id, is_main)     is_main is false for what the articles of a day tell of other days
scope_articles(article_id)
scope_figures(figure_id)
scope_statements(statement_id)
scope_participants(participant_id)  whom the report may name
"""

import duckdb

from extract.serving.report.subject import Kind, Subject

# A month or a year that has the day in it says little of the day: what lasts longer than a week is left out, and counted.
_DAY = {
    "scope_events": """
        with
        dated as (
            select event_id from events
            where date_start <= $1::date and coalesce(date_end, date_start) >= $1::date
            and coalesce(date_end, date_start) - date_start < 7
        ),
        told as (
            select distinct m.event_id from event_mentions as m
            inner join articles as a using (article_id) where a.published_date = $1::date
        )
        select event_id, true as is_main from dated
        union all
        select event_id, false from told anti join dated using (event_id)
    """,
    "scope_articles": """
        select article_id from articles where published_date = $1::date
        union
        select m.article_id from event_mentions as m inner join scope_events as s using (event_id) where s.is_main
    """,
    "scope_figures": """
        select figure_id from figures as f
        where f.event_id in (select event_id from scope_events where is_main)
        or f.article_id in (select article_id from articles where published_date = $1::date)
    """,
    "scope_statements": """
        select statement_id from statements as s
        where s.event_id in (select event_id from scope_events where is_main)
        or s.article_id in (select article_id from articles where published_date = $1::date)
    """,
    "scope_participants": "select distinct participant_id from event_participants inner join scope_events using (event_id)",
}

_STORY = {
    "scope_articles": "select article_id from articles where story_id = $1",
    "scope_events": "select distinct event_id, true as is_main from event_mentions "
    "inner join scope_articles using (article_id)",
    "scope_figures": "select figure_id from figures inner join scope_articles using (article_id)",
    "scope_statements": "select statement_id from statements inner join scope_articles using (article_id)",
    "scope_participants": "select participant_id from participants inner join scope_articles using (article_id)",
}

_ENTITY = {
    "scope_events": "select distinct event_id, true as is_main from event_participants where entity_id = $1",
    "scope_articles": "select distinct article_id from participants where entity_id = $1",
    "scope_figures": "select figure_id from figures where item_entity_id = $1 "
    "or event_id in (select event_id from scope_events)",
    # Two joins and no `or`: DuckDB compares every statement with every participant for that.
    "scope_statements": """
        with said as (select participant_id from participants where entity_id = $1)
        select statement_id from statements where speaker_participant_id in (from said)
        union
        select statement_id from statements where addressee_participant_id in (from said)
    """,
    "scope_participants": "select participant_id from participants where entity_id = $1 union "
    "select participant_id from event_participants inner join scope_events using (event_id)",
}

_SCOPES: dict[Kind, dict[str, str]] = {"day": _DAY, "story": _STORY, "entity": _ENTITY}


def open_scope(connection: duckdb.DuckDBPyConnection, subject: Subject) -> None:
    """Make the scope tables of a subject; they end with the connection."""
    for table, query in _SCOPES[subject.kind].items():
        parameters = [subject.key] if "$1" in query else []
        connection.execute(f"create temp table {table} as {query}", parameters)
