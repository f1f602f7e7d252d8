-- What does one source have that no other source of the same story has?
-- Read: one row per event of one source, where no other source of the story reports any event of its type.
-- Change: the types; the threshold, which is low here: what one source has alone is often a small thing, so read
--   the evidence.
with

mentions as (

    select
        event_mentions.event_id,
        event_mentions.type,
        articles.story_id,
        coalesce(articles.publisher_id, articles.article_id) as source_id
    from {{ ref('event_mentions') }} as event_mentions
    inner join {{ ref('articles') }} as articles
        on event_mentions.article_id = articles.article_id

),

-- Types that one source alone reports, of stories that several sources tell.
told_by_several as (

    select story_id
    from {{ ref('articles') }}
    group by story_id
    having count(distinct coalesce(publisher_id, article_id)) > 1

),

alone as (

    select
        mentions.story_id,
        mentions.type
    from mentions
    inner join told_by_several
        on mentions.story_id = told_by_several.story_id
    group by
        mentions.story_id,
        mentions.type
    having count(distinct mentions.source_id) = 1

),

final as (

    select
        articles.publisher_name,
        events.type,
        events.title,
        events.evidence,
        events.confidence
    from {{ ref('events') }} as events
    inner join alone
        on
            events.story_id = alone.story_id
            and events.type = alone.type
    inner join {{ ref('articles') }} as articles
        on events.article_id = articles.article_id
    where
        events.type in ('JUSTICE', 'PROTEST', 'RESCUE', 'DETAIN')
        and events.confidence >= 0.35

)

select * from final
order by confidence desc, title asc
