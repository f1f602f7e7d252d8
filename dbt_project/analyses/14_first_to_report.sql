-- Who reported a story first, and how far behind were the others?
-- Read: one row per story and publisher, of stories that several tell. `hours_behind` counts between first
--   reports, 0 for the first; publishers whose pages give no time of day are left out, since a day alone has no
--   hours.
-- Change: keep `hours_behind > 0` and average it by publisher for a ranking.
with

first_reports as (

    select
        story_id,
        publisher_id,
        min(published_at) as first_published_at,
        count(*) as article_count
    from {{ ref('articles') }}
    where
        publisher_id is not null
        and published_at is not null
    group by
        story_id,
        publisher_id

),

final as (

    select
        stories.title as story,
        publishers.publisher_name,
        first_reports.first_published_at at time zone 'UTC' as first_published_at_utc,
        round(
            date_diff(
                'minute',
                min(first_reports.first_published_at) over (partition by first_reports.story_id),
                first_reports.first_published_at
            ) / 60, 1
        ) as hours_behind,
        first_reports.article_count
    from first_reports
    inner join {{ ref('stories') }} as stories
        on first_reports.story_id = stories.story_id
    inner join {{ ref('publishers') }} as publishers
        on first_reports.publisher_id = publishers.publisher_id
    where stories.source_count > 1

)

select * from final
order by story asc, hours_behind asc, publisher_name asc
