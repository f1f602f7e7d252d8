-- Which counted groups took part in events, and how many were they?
-- Read: one row per event, group and role. A count may be a bound: see `qualifier`. Reports of one event may each
--   count anew, so do not add rows up.
-- Change: the threshold; the role, for instance `affected` for victims.
with

-- A group stands in an event once per mention.
members as (

    select distinct
        event_id,
        participant_id,
        role
    from {{ ref('event_participants') }}

),

final as (

    select
        events.type,
        events.title,
        members.role,
        figures.qualifier,
        figures.value::double as value,
        figures.value_high::double as value_high,
        figures.unit,
        participants.name as words,
        articles.publisher_name
    from members
    inner join {{ ref('events') }} as events
        on members.event_id = events.event_id
    inner join {{ ref('participants') }} as participants
        on members.participant_id = participants.participant_id
    inner join {{ ref('figures') }} as figures
        on participants.headcount_figure_id = figures.figure_id
    inner join {{ ref('articles') }} as articles
        on participants.article_id = articles.article_id
    where
        events.is_headline
        or events.confidence >= 0.55

)

select * from final
order by value desc, title asc, words asc, role asc
