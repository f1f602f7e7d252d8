{#
    Articles in their current wording, text included: all of them, or those whose version meets a condition (`and ...`). It is asked
    of the versions: through those that are left DuckDB skips the texts of all others, as it would not behind the join.
#}
{% macro current_articles(condition='') %}
with

captures as (

    select * from {{ ref('stg_articles') }}

),

versions as (

    select *
    from {{ ref('int_article_versions') }}
    where
        is_current
        {{ condition }}

),

final as (

    select
        versions.article_id,
        captures.article_version_id,
        captures.page_id,
        captures.page_uri,
        captures.batch_id,
        {{ run_id('captures.batch_id') }} as run_id,
        captures.url,
        captures.title,
        captures.publisher_name,
        captures.authors,
        captures.language,
        captures.ordinal,
        captures.length_chars,
        captures.section,
        captures.paywall,
        captures.is_truncated,
        captures.text,
        captures.published,
        captures.published_date,
        captures.published_at,
        captures.published_precision,
        captures.published_from,
        captures.modified,
        captures.captured_at,
        {{ publisher_id('captures.publisher_name') }} as publisher_id,
        versions.is_ever_primary as is_primary,
        versions.is_text_always_publishable as is_text_publishable,
        versions.version_count,
        versions.page_count,
        versions.article_first_captured_at as first_captured_at,
        versions.article_last_captured_at as last_captured_at
    from captures
    inner join versions
        on {{ is_capture_of('captures', 'versions') }}

)

select * from final
{% endmacro %}
