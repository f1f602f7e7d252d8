-- How many events were there, by country and week?
-- Read: one row per country and week (its Monday). Two wordings of one thing are sometimes two events:
--   `story_count` says how many stories they belong to. Only places that a text, headline or dateline names, and
--   days or weeks that it gives.
-- Change: the threshold; add a type: `and type = 'PROTEST'`; take out `place_method` to count places that were
--   worked out.
with

final as (

    select
        events.country_code,
        dates.week_start,
        count(*) as event_count,
        count(distinct events.story_id) as story_count
    from {{ ref('events') }} as events
    inner join {{ ref('dates') }} as dates
        on events.date_start = dates.date_day
    where
        events.confidence >= 0.6
        and events.status in ('occurred', 'ongoing')
        and events.date_precision in ('minute', 'hour', 'day', 'week')
        and events.place_method in ('text', 'title', 'dateline')
        and events.country_code is not null
    group by
        events.country_code,
        dates.week_start

)

select * from final
order by week_start asc, country_code asc
