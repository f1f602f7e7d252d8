-- Which organisations did most?
-- Read: one row per organisation. `event_count` counts events in which it acts, hosts or takes part; what is said
--   of it or done to it does not count. Several events may tell of one thing: `story_count` says in how many
--   stories.
-- Change: the threshold; the kind to `person` or `country`; the roles.
with

-- A participant stands in an event once per mention: the event is counted once.
activities as (

    select distinct
        event_participants.entity_id,
        events.event_id,
        events.story_id,
        events.type
    from {{ ref('event_participants') }} as event_participants
    inner join {{ ref('events') }} as events
        on event_participants.event_id = events.event_id
    where
        event_participants.role in ('actor', 'host', 'participant')
        and events.status in ('occurred', 'ongoing')
        and events.confidence >= 0.65

),

final as (

    select
        entities.name,
        entities.country_code,
        entities.sector,
        count(*) as event_count,
        count(distinct activities.story_id) as story_count,
        string_agg(distinct activities.type, ', ' order by activities.type) as types
    from activities
    inner join {{ ref('entities') }} as entities
        on activities.entity_id = entities.entity_id
    where entities.kind = 'organisation'
    group by
        entities.entity_id,
        entities.name,
        entities.country_code,
        entities.sector
    having count(*) > 1

)

select * from final
order by event_count desc, name asc
