"""How many rows there are in all of what a report shows a bounded number of."""

import duckdb

from extract.serving.report.reader import read_number
from extract.serving.report.subject import Subject

# What is shown openly: as `confident_events` and `confident_figures` have it. The rest is there, folded away.
SURE_EVENT = 0.5
SURE_FIGURE = 0.9
SURE_STATEMENT = 0.5

# $1: what is sure.
_COUNTS = {
    "articles": "select count(*) from scope_articles",
    "sources": "select count(distinct publisher_id) from articles inner join scope_articles using (article_id)",
    "events": "select count(*) from scope_events inner join events using (event_id) where is_main and confidence >= $1",
    "unsure_events": "select count(*) from scope_events inner join events using (event_id) where is_main and confidence < $1",
    "told_events": "select count(*) from scope_events inner join events using (event_id) "
    "where not is_main and confidence >= $1",
    "unsure_told_events": "select count(*) from scope_events inner join events using (event_id) "
    "where not is_main and confidence < $1",
    "figures": "select count(*) from scope_figures inner join figures using (figure_id) where confidence >= $1",
    "unsure_figures": "select count(*) from scope_figures inner join figures using (figure_id) where confidence < $1",
    "statements": "select count(*) from scope_statements inner join statements using (statement_id) where confidence >= $1",
    "unsure_statements": "select count(*) from scope_statements inner join statements using (statement_id) "
    "where confidence < $1",
    "entities": "select count(distinct entity_id) from participants inner join scope_participants using (participant_id)",
    "untold_texts": "select count(*) from articles inner join scope_articles using (article_id) "
    "where not coalesce(is_text_publishable, false)",
    "unread_articles": "select count(*) from articles inner join scope_articles using (article_id) where language <> 'en'",
}
_SURE = {"events": SURE_EVENT, "figures": SURE_FIGURE, "statements": SURE_STATEMENT}

# $1: the day.
_LONGER_EVENTS = (
    "select count(*) from events where date_start <= $1::date and coalesce(date_end, date_start) >= $1::date "
    "and event_id not in (select event_id from scope_events where is_main)"
)


def read_counts(connection: duckdb.DuckDBPyConnection, subject: Subject) -> dict[str, int]:
    """How many articles, sources, events, figures ... are in the subject's scope, which must be open."""
    counts = {}
    for name, query in _COUNTS.items():
        counts[name] = read_number(connection, query, [_SURE[name.split("_")[-1]]] if "$1" in query else [])
    if subject.kind == "day":
        counts["longer_events"] = read_number(connection, _LONGER_EVENTS, [subject.key])
    return counts
