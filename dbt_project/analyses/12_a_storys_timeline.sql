-- What happened in a story, in order?
-- Read: one row per event with a day, the earliest first; what the story looks back on stands before its own time.
--   `source_count` says how many sources report it.
-- Change: the words of the story's title; the threshold.
with

final as (

    select
        events.date_start,
        events.date_end,
        events.date_precision,
        events.status,
        events.title,
        events.source_count
    from {{ ref('events') }} as events
    inner join {{ ref('stories') }} as stories
        on events.story_id = stories.story_id
    where
        stories.title ilike '%floods%'
        and events.date_start is not null
        and events.confidence >= 0.5

)

select * from final
order by date_start asc, date_end asc, title asc
