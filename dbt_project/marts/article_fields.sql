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
        on {{ is_capture_of('article_fields', 'versions') }}
    where versions.is_current

)

select * from final
