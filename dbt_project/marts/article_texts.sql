with

articles as (

    select * from {{ ref('int_articles') }}

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
