{{ config(materialized='table') }}

with

before as (

    select id as series_id
    from {{ ref('int_changes') }}
    where kind = 'series'

),

after as (

    select series_id
    from {{ ref('stg_figure_series_members') }}
    where
        figure_id in (
            select figures.figure_id
            from {{ made_anew('figures') }} as figures
        )

),

final as (

    select series_id from before
    union
    select series_id from after

)

select * from final
