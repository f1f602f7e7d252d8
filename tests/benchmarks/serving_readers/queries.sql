-- What dashboards and analysts ask, each query under its name. What stands after a `$` is drawn anew each time.
-- name: how fresh
select generation, published_at, marts_version from meta.publication;

-- name: row counts
select table_name, row_count from meta.tables where table_name in ('articles', 'events', 'figures', 'entities', 'publishers');

-- name: all events by month and field
select date_trunc('month', first_published_date) as month, type_group, count(*) as events
from events_wide
group by all
order by events desc
limit 10000;

-- name: all events by country
select country_code, count(*) as events
from events_wide
where country_code is not null
group by all
order by events desc
limit 300;

-- name: a country's events by status
select status, count(*) as events
from events_wide
where country_code = $country_code
group by all
order by events desc;

-- name: a quarter's events by week and type
select date_trunc('week', first_published_date) as week, type, count(*) as events
from events_wide
where first_published_date between $day::date - 90 and $day::date
group by all
order by week, type;

-- name: a week's events of a country, with their words
select first_published_date, type, status, title, evidence, participant_names, figures, confidence
from events_wide
where country_code = $country_code and first_published_date between $day::date - 7 and $day::date
order by salience desc, event_id
limit 100;

-- name: what an entity did
select e.date_start, e.type, e.status, e.title, p.role, p.confidence
from event_participants as p
inner join events as e using (event_id)
where p.entity_id = $entity_id
order by e.date_start desc nulls last, e.event_id
limit 100;

-- name: most active organisations
select name, country_code, article_count, event_count
from entities
where kind = 'organisation'
order by article_count desc, entity_id
limit 20;

-- name: a story
select published_at, publisher_name, title, event_count, figure_count
from articles
where story_id = $story_id
order by published_at, article_id;

-- name: a number over time
select reported_date, value, value_high, qualifier, do_sources_differ, evidence
from figure_series
where story_id = $story_id
order by series_id, report_number;

-- name: a month's figures by unit
select unit, count(*) as figures, median(value) as middle
from figures_wide
where article_published_date between $day::date - 30 and $day::date
group by all
order by figures desc, unit
limit 50;

-- name: a month's publishers
select publisher_name, count(*) as articles, sum(event_count) as events
from articles
where published_date between $day::date - 30 and $day::date
group by all
order by articles desc
limit 20;

-- name: a day's statements
select s.kind, p.name, s.evidence
from statements as s
inner join participants as p on s.speaker_participant_id = p.participant_id
inner join articles as a on s.article_id = a.article_id
where a.published_date = $day::date
order by s.statement_id
limit 100;

-- name: stories by a word of their title
select story_id, title, article_count
from stories
where title ilike '%' || $word || '%'
order by article_count desc, story_id
limit 20;

-- name: the sentences of an event
select kind, evidence, words from evidence_of($event_id);
