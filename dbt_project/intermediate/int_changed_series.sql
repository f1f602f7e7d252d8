{{ config(materialized='table') }}

with

before as (

    select id as series_id
    from {{ ref('int_changes') }}
    where kind = 'series'

),

after as (

    select members.series_id
    from {{ ref('stg_figure_series_members') }} as members
    inner join {{ ref('figures') }} as figures
        on members.figure_id = figures.figure_id
    inner join {{ ref('int_changed_articles') }} as changed
        on figures.article_id = changed.article_id

),

final as (

    select series_id from before
    union
    select series_id from after

)

select * from final
