{{ config(materialized='table') }}

with

final as (

    select id as article_id
    from {{ ref('int_changes') }}
    where kind = 'article'

)

select * from final
