{{ config(materialized='table') }}

with

before as (

    select id as entity_id
    from {{ ref('int_changes') }}
    where kind = 'entity'

),

after as (

    select facts.entity_id
    from {{ ref('participants') }} as facts
    inner join {{ ref('int_changed_articles') }} as changed
        on facts.article_id = changed.article_id
    where facts.entity_id is not null

),

final as (

    select entity_id from before
    union
    select entity_id from after

)

select * from final
