-- Which planned events are due?
-- Read: one row per event; what is due first stands first. `date_text` are the words that the days were read from;
--   no last day means that it begins then and goes on.
-- Change: the two days; the threshold.
with

final as (

    select
        events.date_start,
        events.date_end,
        event_mentions.date_text,
        events.type,
        events.title,
        articles.publisher_name,
        events.confidence
    from {{ ref('events') }} as events
    inner join {{ ref('event_mentions') }} as event_mentions
        on events.best_event_mention_id = event_mentions.event_mention_id
    inner join {{ ref('articles') }} as articles
        on events.article_id = articles.article_id
    where
        events.status = 'planned'
        and events.confidence >= 0.5
        and coalesce(events.date_end, events.date_start) >= date '2025-12-01'
        and coalesce(events.date_start, events.date_end) <= date '2026-12-31'

)

select * from final
order by date_start asc nulls last, date_end asc nulls last, title asc
