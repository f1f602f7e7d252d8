{{ config(materialized='table') }}

with

final as (

    select distinct {{ run_id('batch_id') }} as run_id
    from {{ ref('int_changed_batches') }}

)

select * from final
