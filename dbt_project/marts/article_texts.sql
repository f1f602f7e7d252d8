with

articles as (

    select *
    from {{ ref('int_articles') }}
    {{- changed_only('article_id', 'int_changed_articles') }}

),

final as (

    select
        article_id,
        article_version_id,
        text
    from articles
    where is_text_publishable

)

select * from final
