with

captures as (

    select *
    from {{ ref('stg_articles') }}
    {{- changed_only('article_id', 'int_changed_articles') }}

),

-- The first capture speaks for a wording: a later delivery of the same words changes nothing, and ages
-- like "2 hours ago" are most precise when they are young. Equal rows of two batches differ in the batch only.
ranked as (

    select
        *,
        row_number() over (
            partition by article_version_id
            order by
                captured_at,
                page_id,
                page_uri,
                ordinal,
                batch_id
        ) as capture_rank,
        max(captured_at) over (partition by article_version_id) as last_captured_at
    from captures

),

chosen as (

    select *
    from ranked
    where capture_rank = 1

),

-- What all captures of an article say together.
seen as (

    select
        article_id,
        bool_or(is_primary) as is_ever_primary,
        bool_and(is_text_publishable) as is_text_always_publishable,
        count(distinct article_version_id) as version_count,
        count(distinct page_id) as page_count,
        min(captured_at) as article_first_captured_at,
        max(captured_at) as article_last_captured_at
    from captures
    group by article_id

),

-- The wording seen last is the current one; of two seen at one moment, the page's main article, then the longer.
-- Which of them arrived later is not asked: the same captures give the same rows in any order of arrival.
final as (

    select
        chosen.article_version_id,
        chosen.article_id,
        chosen.page_id,
        chosen.page_uri,
        chosen.ordinal,
        chosen.batch_id,
        chosen.load_seq,
        chosen.captured_at,
        chosen.last_captured_at,
        row_number() over (
            partition by chosen.article_id
            order by
                chosen.last_captured_at desc,
                chosen.is_primary desc,
                chosen.length_chars desc,
                chosen.article_version_id asc
        ) = 1 as is_current,
        seen.is_ever_primary,
        seen.is_text_always_publishable,
        seen.version_count,
        seen.page_count,
        seen.article_first_captured_at,
        seen.article_last_captured_at
    from chosen
    inner join seen
        on chosen.article_id = seen.article_id

)

select * from final
