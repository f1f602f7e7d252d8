{{ config(materialized='table') }}

-- By its articles, and by the events that it counts: an event that people merged stands in the story of its best
-- report, and a report of another story may become that.
with

of_articles as (

    {{ keys_of_changed_articles('story_id', 'story', 'articles') | indent(4) }}

),

final as (

    select story_id from of_articles
    union
    select story_id
    from {{ made_anew('events') }}
    where story_id is not null
    union
    select story_id_before as story_id
    from {{ ref('int_changed_events') }}
    where story_id_before is not null

)

select * from final
