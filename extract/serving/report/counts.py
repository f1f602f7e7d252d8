"""How many rows there are in all of what a report shows a bounded number of."""

from collections.abc import Iterable

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
    "figures": "select count(*) from scope_figures inner join figures using (figure_id) "
    "where value is not null and confidence >= $1",
    "unsure_figures": "select count(*) from scope_figures inner join figures using (figure_id) "
    "where value is not null and confidence < $1",
    "statements": "select count(*) from scope_statements inner join statements using (statement_id) where confidence >= $1",
    "unsure_statements": "select count(*) from scope_statements inner join statements using (statement_id) "
    "where confidence < $1",
    "entities": "select count(distinct entity_id) from participants inner join scope_participants using (participant_id)",
    "series": "select count(*) from (select series_id from figure_series "
    "where series_id in (select series_id from figure_series inner join scope_figures using (figure_id)) "
    "group by series_id having count(distinct article_id) > 1)",
    "untold_texts": "select count(*) from articles inner join scope_articles using (article_id) "
    "where not coalesce(is_text_publishable, false)",
    "unread_articles": "select count(*) from articles inner join scope_articles using (article_id) where language <> 'en'",
}
_SURE = {"events": SURE_EVENT, "figures": SURE_FIGURE, "statements": SURE_STATEMENT}

# $1: the day. Those that its articles tell of stand under what else is in the news.
_LONGER_EVENTS = (
    "select count(*) from events where date_start <= $1::date and coalesce(date_end, date_start) >= $1::date "
    "and event_id not in (select event_id from scope_events)"
)


# $1: the entity. $2: the name that heads the page.
_ALIASES = "select count(*) from entity_aliases where entity_id = $1 and alias <> $2"

# $1: ids of what is shown. How many each of them has.
_OF_EACH = {
    "roles": "select count(distinct (role, coalesce(entity_id, participant_id))) as size from event_participants "
    "where event_id in (select unnest($1::varchar[])) group by event_id",
    "reports": "select count(*) as size from figure_series "
    "where series_id in (select unnest($1::varchar[])) group by series_id",
}


# $1: ids of entities that are shown. $2: ids of participants that are shown.
_NAMINGS = (
    "select count(*), count(*) filter (where participant_id not in (select unnest($2::varchar[]))) "
    "from participants inner join scope_participants using (participant_id) where entity_id in (select unnest($1::varchar[]))"
)


def count_namings(
    connection: duckdb.DuckDBPyConnection, entity_ids: Iterable[str], shown: Iterable[str]
) -> tuple[int, int]:
    """How many articles' participants are these entities, and how many of them are not shown."""
    found = connection.execute(_NAMINGS, [sorted(entity_ids), sorted(shown)]).fetchall()
    return int(found[0][0]), int(found[0][1])


def count_beyond(connection: duckdb.DuckDBPyConnection, what: str, ids: Iterable[str], most: int) -> tuple[int, int]:
    """How many roles or reports what is shown has, and how many of them go beyond `most` of each."""
    found = connection.execute(
        f"select coalesce(sum(size), 0), coalesce(sum(greatest(size - $2, 0)), 0) from ({_OF_EACH[what]})",
        [sorted(ids), most],
    ).fetchall()
    return int(found[0][0]), int(found[0][1])


def read_counts(connection: duckdb.DuckDBPyConnection, subject: Subject) -> dict[str, int]:
    """How many articles, sources, events, figures ... are in the subject's scope, which must be open."""
    counts = {}
    for name, query in _COUNTS.items():
        counts[name] = read_number(connection, query, [_SURE[name.split("_")[-1]]] if "$1" in query else [])
    if subject.kind == "day":
        counts["longer_events"] = read_number(connection, _LONGER_EVENTS, [subject.key])
    if subject.kind == "entity":
        counts["aliases"] = read_number(connection, _ALIASES, [subject.key, subject.title])
    return counts
