with

event_mentions as (

    select *
    from {{ changed_rows('event_mentions') }}

),

event_merges as (

    select * from {{ ref('stg_event_merges') }}

),

final as (

    select
        event_mentions.event_mention_id,
        event_mentions.event_id,
        event_mentions.article_id,
        event_merges.score,
        event_merges.rule,
        event_merges.undone_event_id,
        event_merges.undone_at
    from event_mentions
    inner join event_merges
        on event_mentions.event_mention_id = event_merges.event_mention_id

)

select * from final
