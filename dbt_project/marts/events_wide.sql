with

events as (

    select *
    from {{ rows_with_changed('event_id', 'int_changed_wide_events', 'events') }}

),

event_participants as (

    select *
    from {{ rows_with_changed('event_id', 'int_changed_wide_events', 'event_participants') }}

),

figures as (

    select *
    from {{ rows_with_changed('event_id', 'int_changed_wide_events', 'figures') }}
    where event_id is not null

),

-- An entity stands once in a role, however many reports name it.
cast_of_events as (

    select distinct
        event_participants.event_id,
        event_participants.role,
        event_participants.entity_id,
        entities.name
    from event_participants
    inner join {{ ref('entities') }} as entities
        on event_participants.entity_id = entities.entity_id

),

roles as (

    select
        event_id,
        string_agg(name, '; ' order by name) filter (where role = 'host') as hosts,
        string_agg(name, '; ' order by name) filter (where role = 'actor') as actors,
        string_agg(name, '; ' order by name) filter (where role = 'target') as targets,
        string_agg(name, '; ' order by name) filter (where role = 'participant') as others,
        string_agg(name, '; ' order by name) filter (where role = 'speaker') as speakers,
        string_agg(name, '; ' order by name) filter (where role = 'affected') as affected
    from cast_of_events
    group by event_id

),

named as (

    select distinct
        event_id,
        entity_id,
        name
    from cast_of_events

),

everyone as (

    select
        event_id,
        string_agg(name, '; ' order by name) as participant_names
    from named
    group by event_id

),

-- What several reports say in the same words is one figure.
said as (

    select
        event_id,
        figure_text,
        max(confidence) as confidence,
        count(*) as report_count
    from figures
    group by
        event_id,
        figure_text

),

figure_lists as (

    select
        event_id,
        array_to_string(
            list(figure_text order by confidence desc, figure_text asc)[1:5], '; '
        ) as figures,
        sum(report_count)::bigint as figure_count
    from said
    group by event_id

),

final as (

    select
        events.event_id,
        events.story_id,
        events.best_event_mention_id,
        events.article_id,
        events.type,
        events.title,
        events.status,
        events.evidence,
        events.date_start,
        events.date_end,
        events.date_precision,
        events.date_text,
        events.date_method,
        events.place_name,
        events.place_kind,
        events.country_code,
        events.lat,
        events.lon,
        events.place_precision,
        events.place_method,
        events.is_headline,
        events.salience,
        events.confidence,
        events.mention_count,
        events.article_count,
        events.source_count,
        events.is_date_disputed,
        events.is_place_disputed,
        events.is_status_disputed,
        events.is_figure_disputed,
        events.do_figures_differ,
        events.entity_count,
        events.first_published_date,
        events.last_published_date,
        events.uncorrected,
        events.corrected_columns,
        event_types.type_group,
        stories.title as story_title,
        articles.title as article_title,
        articles.url as article_url,
        articles.publisher_name,
        articles.published_date as article_published_date,
        roles.hosts,
        roles.actors,
        roles.targets,
        roles.others,
        roles.speakers,
        roles.affected,
        everyone.participant_names,
        figure_lists.figures,
        coalesce(figure_lists.figure_count, 0) as figure_count
    from events
    left join {{ ref('event_types') }} as event_types
        on events.type = event_types.type
    left join {{ ref('stories') }} as stories
        on events.story_id = stories.story_id
    left join {{ ref('articles') }} as articles
        on events.article_id = articles.article_id
    left join roles
        on events.event_id = roles.event_id
    left join everyone
        on events.event_id = everyone.event_id
    left join figure_lists
        on events.event_id = figure_lists.event_id

)

select * from final
