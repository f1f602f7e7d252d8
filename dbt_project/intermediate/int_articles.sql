with

captures as (

    select * from {{ ref('stg_articles') }}

),

versions as (

    select * from {{ ref('int_article_versions') }}

),

seen as (

    select
        article_id,
        bool_or(is_primary) as is_primary,
        bool_and(is_text_publishable) as is_text_publishable,
        count(distinct article_version_id) as version_count,
        count(distinct page_id) as page_count,
        min(captured_at) as first_captured_at,
        max(captured_at) as last_captured_at
    from captures
    group by article_id

),

current_captures as (

    select captures.*
    from captures
    inner join versions
        on
            captures.article_version_id = versions.article_version_id
            and captures.batch_id = versions.batch_id
            and captures.page_id = versions.page_id
            and captures.page_uri = versions.page_uri
            and captures.captured_at = versions.captured_at
            and captures.ordinal = versions.ordinal
    where versions.is_current

),

final as (

    select
        current_captures.article_id,
        current_captures.article_version_id,
        current_captures.page_id,
        current_captures.page_uri,
        current_captures.batch_id,
        current_captures.url,
        current_captures.title,
        current_captures.publisher_name,
        current_captures.authors,
        current_captures.language,
        current_captures.ordinal,
        current_captures.length_chars,
        current_captures.section,
        current_captures.paywall,
        current_captures.is_truncated,
        current_captures.text,
        current_captures.published,
        current_captures.published_date,
        current_captures.published_at,
        current_captures.published_precision,
        current_captures.published_from,
        current_captures.modified,
        current_captures.captured_at,
        {{ publisher_id('current_captures.publisher_name') }} as publisher_id,
        seen.is_primary,
        seen.is_text_publishable,
        seen.version_count,
        seen.page_count,
        seen.first_captured_at,
        seen.last_captured_at
    from current_captures
    inner join seen
        on current_captures.article_id = seen.article_id

)

select * from final
