"""A look at the published tables: events with who took part, figures with their words, and queries to try."""

from dataclasses import dataclass
from pathlib import Path

from extract.serving.sql import Answer, ask
from extract.store.lake.place import LakePlace

_TABLES = """
select t.table_name as "table", t.row_count as "rows", split_part(t.description, '. ', 1) as "what a row is"
from meta.tables as t
order by t.table_name
"""

_EVENTS = """
select
    e.type, e.status, e.title as event,
    coalesce(e.date_start::varchar, '')
        || case when e.date_end > e.date_start then ' .. ' || e.date_end else '' end as "when",
    coalesce(e.country_code, '') as country,
    string_agg(distinct p.name || ' (' || p.role || ')', ', ' order by p.name || ' (' || p.role || ')') as participants
from marts.events as e
left join marts.event_participants as p using (event_id)
where e.is_headline
group by all
order by e.title
limit ?
"""

# What is hard to read elsewhere comes first: ranges, restatements, bounds.
_FIGURES = """
select
    regexp_replace(f.value::varchar, '\\.?0+$', '')
        || coalesce(' .. ' || regexp_replace(f.value_high::varchar, '\\.?0+$', ''), '') as value,
    f.qualifier, f.unit, f.item, f.evidence
from marts.figures as f
order by
    f.value_high is null, f.alternative_of_figure_id is null, f.qualifier = 'exact', f.article_id, f.figure_start
limit ?
"""

_SERIES = """
select
    st.title as story, s.measure,
    string_agg(
        coalesce(p.publisher_name, '?') || ' ' || s.reported_date || ': '
            || case s.qualifier when 'exact' then '' else replace(s.qualifier, '_', ' ') || ' ' end
            || regexp_replace(s.value::varchar, '\\.?0+$', ''),
        '; ' order by s.report_number
    ) as reports,
    any_value(s.do_sources_differ) as "sources differ"
from marts.figure_series as s
inner join marts.stories as st using (story_id)
left join marts.publishers as p using (publisher_id)
group by s.series_id, st.title, s.measure
having count(distinct s.article_id) > 1
order by 1, s.measure
limit ?
"""


@dataclass(frozen=True, slots=True)
class Look:
    """A table with a heading; `query` is null where there is nothing to try."""

    heading: str
    answer: Answer


def look(where: Path | LakePlace, limit: int) -> tuple[Look, ...]:
    """The published tables, `limit` events, figures, and numbers that several articles report."""
    return (
        Look("Published tables", ask(where, _TABLES)),
        Look("Events in the headlines, with their participants", ask(where, _EVENTS, (limit,))),
        Look("Figures, with the words they were read from", ask(where, _FIGURES, (limit,))),
        Look("One number as several articles report it", ask(where, _SERIES, (limit,))),
    )


# Each stands in the README too; a test runs them and compares.
QUERIES = {
    "Who met whom, and where?": (
        "select e.title, e.country_code, string_agg(distinct p.name, ', ') as who from events e "
        "join event_participants p using (event_id) where e.type = 'MEET' group by all order by e.title"
    ),
    "What is planned, and for when?": (
        "select date_start, type, title from events where status = 'planned' order by date_start nulls last, title"
    ),
    "Which figures say the same thing in two units?": (
        "select f.figure_text, a.figure_text as restated, f.evidence from figures f "
        "join figures a on a.alternative_of_figure_id = f.figure_id order by f.figure_text"
    ),
    "Where do sources differ about a number?": (
        "select st.title, s.measure, s.qualifier, s.value, p.publisher_name as source, s.reported_date from figure_series s "
        "join stories st using (story_id) left join publishers p using (publisher_id) where s.do_sources_differ "
        "order by s.series_id, s.report_number"
    ),
}
