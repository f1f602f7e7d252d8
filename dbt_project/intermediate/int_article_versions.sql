with

captures as (

    select * from {{ ref('stg_articles') }}

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

-- The wording seen last is the current one; of two seen at one moment, the page's main article, then the longer.
-- Which of them arrived later is not asked: the same captures give the same rows in any order of arrival.
final as (

    select
        article_version_id,
        article_id,
        page_id,
        page_uri,
        ordinal,
        batch_id,
        captured_at,
        last_captured_at,
        row_number() over (
            partition by article_id
            order by
                last_captured_at desc,
                is_primary desc,
                length_chars desc,
                article_version_id asc
        ) = 1 as is_current
    from chosen

)

select * from final
