with

versions as (

    select *
    from {{ changed_rows('int_article_versions') }}

),

captures as (

    select * from {{ ref('stg_articles') }}

),

final as (

    select
        versions.article_version_id,
        versions.article_id,
        versions.is_current,
        row_number() over (
            partition by versions.article_id
            order by
                versions.captured_at,
                versions.article_version_id
        ) as version_number,
        versions.page_id,
        versions.page_uri,
        versions.batch_id,
        {{ run_id('versions.batch_id') }} as run_id,
        captures.title,
        captures.length_chars,
        captures.published,
        captures.modified,
        versions.captured_at as first_captured_at,
        versions.last_captured_at
    from versions
    inner join captures
        on {{ is_capture_of('captures', 'versions') }}

)

select * from final
