with

event_participants as (

    {{ current_facts(ref('stg_event_participants')) }}

),

event_mentions as (

    select *
    from {{ changed_rows('event_mentions') }}

),

participants as (

    select *
    from {{ changed_rows('participants') }}

),

final as (

    select
        event_participants.event_mention_id,
        event_participants.participant_id,
        event_participants.role,
        event_mentions.event_id,
        participants.entity_id,
        event_participants.article_version_id,
        event_participants.article_id,
        participants.name,
        participants.kind,
        event_participants.role_method,
        event_participants.confidence,
        event_participants.batch_id,
        event_participants.run_id
    from event_participants
    left join event_mentions
        on event_participants.event_mention_id = event_mentions.event_mention_id
    left join participants
        on event_participants.participant_id = participants.participant_id

)

select * from final
