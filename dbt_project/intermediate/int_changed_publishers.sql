{{ config(materialized='table') }}

with

before as (

    select id as publisher_id
    from {{ ref('int_changes') }}
    where kind = 'publisher'

),

after as (

    select facts.publisher_id
    from {{ ref('articles') }} as facts
    inner join {{ ref('int_changed_articles') }} as changed
        on facts.article_id = changed.article_id
    where facts.publisher_id is not null

),

final as (

    select publisher_id from before
    union
    select publisher_id from after

)

select * from final
