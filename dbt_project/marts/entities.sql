with

entities as (

    select *
    from {{ ref('stg_entities') }}
    {{- changed_only('entity_id', 'int_changed_entities') }}

),

participants as (

    select
        entity_id,
        count(*) as participant_count,
        count(distinct article_id) as article_count
    from {{ ref('participants') }}
    {{- changed_only('entity_id', 'int_changed_entities') }}
    group by entity_id

),

events as (

    select
        entity_id,
        count(distinct event_id) as event_count
    from {{ ref('event_participants') }}
    {{- changed_only('entity_id', 'int_changed_entities') }}
    group by entity_id

),

-- An entity that only older wordings name is no row.
final as (

    select
        entities.entity_id,
        entities.name,
        entities.kind,
        entities.country_code,
        entities.sector,
        entities.description,
        participants.participant_count,
        participants.article_count,
        coalesce(events.event_count, 0) as event_count
    from entities
    inner join participants
        on entities.entity_id = participants.entity_id
    left join events
        on entities.entity_id = events.entity_id

)

{{ corrected('entities', 'final') }}
