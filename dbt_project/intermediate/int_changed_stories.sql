{{ config(materialized='table') }}

with

before as (

    select id as story_id
    from {{ ref('int_changes') }}
    where kind = 'story'

),

after as (

    select facts.story_id
    from {{ ref('articles') }} as facts
    inner join {{ ref('int_changed_articles') }} as changed
        on facts.article_id = changed.article_id
    where facts.story_id is not null

),

final as (

    select story_id from before
    union
    select story_id from after

)

select * from final
