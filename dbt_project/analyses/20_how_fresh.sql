-- How fresh is what we have of each publisher?
-- Read: one row per publisher. `hours_to_capture` is the middle of the time from publication to our capture, over
--   articles whose pages give the time of day.
-- Change: `where last_captured_at_utc < ...` for sources that fell silent.
with

final as (

    select
        publishers.publisher_name,
        count(*) as article_count,
        max(articles.published_date) as last_published_date,
        max(articles.last_captured_at) at time zone 'UTC' as last_captured_at_utc,
        round(
            median(date_diff('minute', articles.published_at, articles.first_captured_at)) / 60, 1
        ) as hours_to_capture
    from {{ ref('articles') }} as articles
    inner join {{ ref('publishers') }} as publishers
        on articles.publisher_id = publishers.publisher_id
    group by
        publishers.publisher_id,
        publishers.publisher_name

)

select * from final
order by last_captured_at_utc desc, publisher_name asc
