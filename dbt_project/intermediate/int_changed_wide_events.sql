{{ config(materialized='table') }}

-- A row with names beside it changes with the names too: of its story, and of the entities in it.
with

changed as (

    select event_id from {{ ref('int_changed_events') }}

),

told_in_stories as (

    select events.event_id
    from {{ ref('events') }} as events
    inner join {{ ref('int_changed_stories') }} as changed_stories
        on events.story_id = changed_stories.story_id

),

renamed as (

    select event_participants.event_id
    from {{ ref('event_participants') }} as event_participants
    inner join {{ ref('int_changes') }} as changes
        on event_participants.entity_id = changes.id
    where changes.kind = 'entity_name'

),

final as (

    select event_id from changed
    union
    select event_id from told_in_stories
    union
    select event_id from renamed

)

select * from final
