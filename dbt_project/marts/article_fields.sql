with

article_fields as (

    select * from {{ ref('stg_article_fields') }}

),

versions as (

    select * from {{ changed_rows('int_article_versions') }}

),

-- The capture that speaks for the current wording speaks for its metadata too.
final as (

    select
        versions.article_id,
        article_fields.article_version_id,
        article_fields.field,
        article_fields.value,
        article_fields.value_from,
        article_fields.confidence
    from article_fields
    inner join versions
        on
            article_fields.article_version_id = versions.article_version_id
            and article_fields.load_seq = versions.load_seq
            and article_fields.page_id = versions.page_id
            and article_fields.page_uri = versions.page_uri
            and article_fields.captured_at = versions.captured_at
            and article_fields.ordinal = versions.ordinal
    where versions.is_current

)

select * from final
