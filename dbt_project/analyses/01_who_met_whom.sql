-- Who met whom?
-- Read: one row per meeting and pair of parties: two people, or two organisations or countries. A party is a host
--   or a participant; groups without a name are left out. Days and country are the meeting's; null where no text
--   gives them.
-- Change: the threshold of confidence (headline events always count); `type` to AGREE for who signed with whom.
with

meetings as (

    select *
    from {{ ref('events') }}
    where
        type = 'MEET'
        and status in ('occurred', 'ongoing')
        and (is_headline or confidence >= 0.6)

),

-- An entity stands once in an event, however many reports name it there.
parties as (

    select distinct
        event_participants.event_id,
        entities.entity_id,
        entities.name,
        entities.kind = 'person' as is_person
    from {{ ref('event_participants') }} as event_participants
    inner join {{ ref('entities') }} as entities
        on event_participants.entity_id = entities.entity_id
    where
        event_participants.role in ('host', 'participant')
        and entities.kind in ('person', 'organisation', 'country')

),

final as (

    select
        ones.name as one,
        others.name as other,
        meetings.date_start,
        meetings.date_end,
        meetings.country_code,
        meetings.title,
        meetings.source_count
    from meetings
    inner join parties as ones
        on meetings.event_id = ones.event_id
    inner join parties as others
        on
            meetings.event_id = others.event_id
            and ones.is_person = others.is_person
            and (ones.name < others.name or (ones.name = others.name and ones.entity_id < others.entity_id))

)

select * from final
order by date_start asc nulls last, one asc, other asc
