"""Every query of a report: they join the scope tables (`scope.py`), are bounded, and put ties in the order of ids."""

PUBLICATION = """
select generation, published_at, marts_version, daybook_version, latest_captured_at, model_versions
from publication
"""

# $1: is_main. $2: the least confidence. $3: below which. $4: how many.
EVENTS = """
select
    e.event_id, e.type, e.status, coalesce(e.title, e.type) as title, e.date_start, e.date_end, e.date_precision,
    e.place_name, e.place_kind, e.country_code, e.is_headline, e.salience, e.confidence, e.mention_count, e.article_count,
    e.source_count, e.is_date_disputed, e.is_place_disputed, e.is_status_disputed, e.is_figure_disputed,
    e.do_figures_differ, s.is_main
from events as e
inner join scope_events as s using (event_id)
where s.is_main = $1 and e.confidence >= $2 and e.confidence < $3
order by e.is_headline desc, e.salience desc, e.confidence desc, e.event_id
limit $4
"""

# $1: events. $2: how many of each. The best first: those that the event itself is told from.
MENTIONS = """
select
    m.article_id, m.article_version_id, m.char_start, m.char_end, m.evidence, m.is_evidence_cut,
    m.trigger_start as mark_start, m.trigger_end as mark_end, m.event_mention_id, m.event_id,
    m.status, m.date_start, m.date_end, m.date_precision, m.place_name, m.country_code, m.reported_by, m.confidence
from event_mentions as m
where m.event_id in (select unnest($1::varchar[]))
qualify row_number() over (
    partition by m.event_id order by m.is_headline desc, m.salience desc, m.confidence desc, m.event_mention_id
) <= $2
order by m.is_headline desc, m.salience desc, m.confidence desc, m.event_mention_id
"""

# $1: events. $2: how many of each. Of an entity that two articles tell in one role, the surest.
ROLES = """
with
each_once as (
    select event_id, role, entity_id, participant_id, coalesce(name, '') as name, kind, confidence
    from event_participants
    where event_id in (select unnest($1::varchar[]))
    qualify row_number() over (
        partition by event_id, role, coalesce(entity_id, participant_id) order by confidence desc, participant_id
    ) = 1
)
select * from each_once
qualify row_number() over (partition by event_id order by confidence desc, role, participant_id) <= $2
order by event_id, confidence desc, role, participant_id
"""

# $1: how many. Who takes part in most first.
ENTITIES = """
with
named as (
    select entity_id, count(distinct article_id) as article_count
    from participants inner join scope_participants using (participant_id)
    where entity_id is not null
    group by entity_id
),
roles as (
    select
        entity_id,
        count(distinct event_id) as event_count,
        list(distinct role order by role) as roles
    from event_participants
    inner join scope_events using (event_id)
    where entity_id in (select entity_id from named)
    group by entity_id
)
select
    e.entity_id, coalesce(e.name, '(no name)') as name, e.kind, e.country_code, e.description,
    coalesce(r.event_count, 0) as event_count, n.article_count, coalesce(r.roles, []) as roles
from named as n
inner join entities as e using (entity_id)
left join roles as r using (entity_id)
order by event_count desc, n.article_count desc, e.entity_id
limit $1
"""

_PARTICIPANT = """
select
    p.article_id, p.article_version_id, p.char_start, p.char_end, p.evidence, p.is_evidence_cut,
    p.mention_start as mark_start, p.mention_end as mark_end, p.participant_id, p.entity_id,
    coalesce(p.name, '') as name, p.description, p.confidence
from participants as p
"""
# $1: participants.
PARTICIPANTS = f"""{_PARTICIPANT}
where p.participant_id in (select unnest($1::varchar[]))
order by p.participant_id
"""
# $1: entities. $2: how many of each.
WHERE_NAMED = f"""{_PARTICIPANT}
inner join scope_participants using (participant_id)
where p.entity_id in (select unnest($1::varchar[]))
qualify row_number() over (partition by p.entity_id order by p.confidence desc, p.participant_id) <= $2
order by p.entity_id, p.confidence desc, p.participant_id
"""

# $1: the least confidence. $2: below which. $3: how many. Those of what matters most first.
FIGURES = """
select
    f.article_id, f.article_version_id, f.char_start, f.char_end, f.evidence, f.is_evidence_cut,
    f.figure_start as mark_start, f.figure_end as mark_end, f.figure_id, f.event_id,
    coalesce(f.figure_text, '') as figure_text, f.value, f.value_high, f.qualifier, f.unit, f.kind, f.item, f.trend,
    f.period_start, f.period_end, f.confidence
from figures as f
inner join scope_figures using (figure_id)
left join events as e using (event_id)
where f.value is not null and f.confidence >= $1 and f.confidence < $2
order by e.salience desc nulls last, f.confidence desc, f.figure_id
limit $3
"""

# $1: how many series. $2: how many reports of each, the latest.
SERIES = """
with
chosen as (
    select series_id, bool_or(is_disputed) as is_disputed, bool_or(do_sources_differ) as do_sources_differ, count(*) as size
    from figure_series
    where series_id in (select series_id from figure_series inner join scope_figures using (figure_id))
    group by series_id
    having count(distinct article_id) > 1
    order by is_disputed desc, do_sources_differ desc, size desc, series_id
    limit $1
)
select
    f.article_id, f.article_version_id, f.char_start, f.char_end, f.evidence, f.is_evidence_cut,
    f.figure_start as mark_start, f.figure_end as mark_end, s.series_id, s.figure_id,
    coalesce(s.measure, '') as measure, f.unit, s.value, s.value_high, s.qualifier, p.publisher_name, s.reported_date,
    s.report_number, s.report_count, s.change_from_previous, s.do_sources_differ, s.is_disputed
from figure_series as s
inner join chosen as c using (series_id)
inner join figures as f on s.figure_id = f.figure_id
left join publishers as p using (publisher_id)
qualify row_number() over (partition by s.series_id order by s.report_number desc) <= $2
order by c.is_disputed desc, c.do_sources_differ desc, c.size desc, s.series_id, s.report_number
"""

# $1: the least confidence. $2: below which. $3: how many.
STATEMENTS = """
select
    s.article_id, s.article_version_id, s.char_start, s.char_end, s.evidence, s.is_evidence_cut,
    s.char_start as mark_start, s.char_end as mark_end, s.statement_id, s.event_id, s.kind,
    s.about, s.speaker_participant_id, speaker.name as speaker_name, addressee.name as addressee_name, s.confidence
from statements as s
inner join scope_statements using (statement_id)
left join participants as speaker on s.speaker_participant_id = speaker.participant_id
left join participants as addressee on s.addressee_participant_id = addressee.participant_id
where s.confidence >= $1 and s.confidence < $2
order by s.speaker_participant_id is null, s.confidence desc, s.statement_id
limit $3
"""

_ARTICLE = (
    "select article_id, title, publisher_name, url, language, published, published_date, captured_at, is_truncated, "
    "is_text_publishable from articles"
)
# $1: articles that must be there. $2: how many others of the scope.
ARTICLES = f"""
{_ARTICLE} where article_id in (select unnest($1::varchar[]))
union all
(
    {_ARTICLE} inner join scope_articles using (article_id)
    where article_id not in (select unnest($1::varchar[]))
    order by published_date desc nulls last, article_id
    limit $2
)
"""

# $1: the entity. $2: the name that heads the page. $3: how many.
ALIASES = (
    "select alias from entity_aliases where entity_id = $1 and alias <> $2 order by article_count desc, alias limit $3"
)

# $1: article versions, $2: from, $3: how many characters; one of each for every piece of text. Null: not published.
TEXTS = """
select w.place, substring(t.text, w.start + 1, w.size) as piece
from (
    select unnest(range(len($1::varchar[]))) as place, unnest($1::varchar[]) as article_version_id,
    unnest($2::bigint[]) as start, unnest($3::bigint[]) as size
) as w
inner join article_texts as t using (article_version_id)
"""

# Days of the events of the scope, surely enough read and precise to a month at least.
DAYS = """
select
    e.date_start as day, count(*) as event_count,
    count(*) filter (where e.status in ('planned', 'possible')) as planned_count
from events as e
inner join scope_events using (event_id)
where e.confidence >= $1 and e.date_start between '0001-01-01' and '9999-12-31'
    and coalesce(e.date_end, e.date_start) - e.date_start < 32
group by e.date_start
order by e.date_start
limit 20000
"""
