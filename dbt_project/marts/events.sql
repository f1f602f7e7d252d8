{%- set date_columns = ['date_start', 'date_end', 'date_precision', 'date_text', 'date_method'] %}
{%- set place_columns = [
    'place_name', 'place_kind', 'country_code', 'lat', 'lon', 'place_precision', 'place_method'
] %}

with

event_mentions as (

    select *
    from {{ rows_with_changed('event_id', 'int_changed_events', 'event_mentions') }}

),

articles as (

    select * from {{ ref('articles') }}

),

event_participants as (

    select *
    from {{ rows_with_changed('event_id', 'int_changed_events', 'event_participants') }}

),

-- The best mention first: the one its article is about, told most fully, read most surely, then the earliest report.
ranked as (

    select
        event_mentions.*,
        articles.story_id,
        articles.publisher_id,
        articles.published_date,
        row_number() over (
            partition by event_mentions.event_id
            order by
                event_mentions.is_headline desc,
                event_mentions.salience desc,
                event_mentions.confidence desc,
                articles.published_date asc nulls last,
                event_mentions.event_mention_id asc
        ) as mention_rank
    from event_mentions
    inner join articles
        on event_mentions.article_id = articles.article_id

),

-- Dates come from the best mention that has any, and so do places; each stays whole: never a start of one
-- mention and an end of another.
dated as (

    select
        *,
        date_start is not null or date_end is not null as is_dated,
        country_code is not null or place_name is not null as is_placed
    from ranked

),

best as (

    select
        event_id,
        arg_min(event_mention_id, mention_rank) as best_event_mention_id,
        arg_min(article_id, mention_rank) as article_id,
        arg_min(story_id, mention_rank) as story_id,
        arg_min(type, mention_rank) as type,
        arg_min(title, mention_rank) as title,
        arg_min(status, mention_rank) as status,
        arg_min(evidence, mention_rank) as evidence,
        {%- for column in date_columns %}
        arg_min_null({{ column }}, mention_rank) filter (where is_dated) as {{ column }},
        {%- endfor %}
        {%- for column in place_columns %}
        arg_min_null({{ column }}, mention_rank) filter (where is_placed) as {{ column }},
        {%- endfor %}
        bool_or(is_headline) as is_headline,
        max(salience) as salience,
        max(confidence) as confidence,
        count(*) as mention_count,
        count(distinct article_id) as article_count,
        count(distinct publisher_id) as source_count,
        min(published_date) as first_published_date,
        max(published_date) as last_published_date
    from dated
    group by event_id

),

-- Two mentions contradict where no day lies in both, where they name two countries or two cities, where one says
-- that it happened and the other that it did not.
disputes as (

    select
        event_id,
        coalesce(
            max(date_start) filter (where date_method in ('explicit', 'relative'))
            > min(date_end) filter (where date_method in ('explicit', 'relative')),
            false
        ) as is_date_disputed,
        count(distinct country_code) filter (where place_method in ('text', 'dateline', 'title')) > 1
        or count(distinct lower(place_name)) filter (
            where place_kind = 'city' and place_method in ('text', 'dateline', 'title')
        ) > 1 as is_place_disputed,
        bool_or(status in ('occurred', 'ongoing')) and bool_or(status in ('denied', 'cancelled')) as is_status_disputed
    from ranked
    group by event_id

),

figure_disputes as (

    select
        event_id,
        bool_or(is_disputed) as is_figure_disputed,
        bool_or(do_sources_differ) as do_figures_differ
    from {{ rows_with_changed('event_id', 'int_changed_events', 'figure_series') }}
    where event_id is not null
    group by event_id

),

participant_counts as (

    select
        event_id,
        count(distinct entity_id) as entity_count
    from event_participants
    group by event_id

),

final as (

    select
        best.event_id,
        best.story_id,
        best.best_event_mention_id,
        best.article_id,
        best.type,
        best.title,
        best.status,
        best.evidence,
        best.date_start,
        best.date_end,
        coalesce(best.date_precision, 'none') as date_precision,
        best.date_text,
        coalesce(best.date_method, 'none') as date_method,
        best.place_name,
        best.place_kind,
        best.country_code,
        best.lat,
        best.lon,
        coalesce(best.place_precision, 'none') as place_precision,
        coalesce(best.place_method, 'none') as place_method,
        best.is_headline,
        best.salience,
        best.confidence,
        best.mention_count,
        best.article_count,
        best.source_count,
        disputes.is_date_disputed,
        disputes.is_place_disputed,
        disputes.is_status_disputed,
        coalesce(figure_disputes.is_figure_disputed, false) as is_figure_disputed,
        coalesce(figure_disputes.do_figures_differ, false) as do_figures_differ,
        coalesce(participant_counts.entity_count, 0) as entity_count,
        best.first_published_date,
        best.last_published_date
    from best
    inner join disputes
        on best.event_id = disputes.event_id
    left join figure_disputes
        on best.event_id = figure_disputes.event_id
    left join participant_counts
        on best.event_id = participant_counts.event_id

)

{{ corrected('events', 'final') }}
