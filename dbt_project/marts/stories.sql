with

articles as (

    select *
    from {{ rows_with_changed('story_id', 'int_changed_stories', 'articles') }}

),

events as (

    select
        story_id,
        count(*) as event_count
    from {{ rows_with_changed('story_id', 'int_changed_stories', 'events') }}
    group by story_id

),

-- A story is called by its first report.
ranked as (

    select
        *,
        row_number() over (
            partition by story_id
            order by
                published_date asc nulls last,
                published_at asc nulls last,
                article_id asc
        ) as article_rank
    from articles

),

grouped as (

    select
        story_id,
        arg_min(article_id, article_rank) as first_article_id,
        arg_min(title, article_rank) as title,
        count(*) as article_count,
        count(distinct publisher_id) as source_count,
        min(published_date) as first_published_date,
        max(published_date) as last_published_date
    from ranked
    group by story_id

),

final as (

    select
        grouped.story_id,
        grouped.first_article_id,
        grouped.title,
        grouped.article_count,
        grouped.source_count,
        coalesce(events.event_count, 0) as event_count,
        grouped.first_published_date,
        grouped.last_published_date
    from grouped
    left join events
        on grouped.story_id = events.story_id

)

select * from final
