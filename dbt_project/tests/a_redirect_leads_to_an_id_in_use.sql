-- Whoever follows an old id arrives at a row, in one step. (Ids that only older wordings use are no rows of a mart.)
with

redirects as (

    select * from {{ ref('id_redirects') }}

),

ids as (

    select
        'entity' as kind,
        entity_id as id
    from {{ ref('stg_entities') }}
    union
    select
        'story' as kind,
        story_id as id
    from {{ ref('stg_story_articles') }}
    union
    select
        'event' as kind,
        event_id as id
    from {{ ref('stg_event_merges') }}

)

select
    redirects.old_id,
    redirects.new_id
from redirects
left join ids
    on
        redirects.kind = ids.kind
        and redirects.new_id = ids.id
where ids.id is null
