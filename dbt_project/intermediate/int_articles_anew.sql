{{ config(materialized='table') }}

-- Read once for all that needs texts of changed articles. Where everything is made anew they are not written twice.
with

final as (

    select *
    from {{ ref('int_articles') }}
    where
        {{ not is_full_build() }}
        and article_id in (select article_id from {{ ref('int_changed_articles') }})

)

select * from final
