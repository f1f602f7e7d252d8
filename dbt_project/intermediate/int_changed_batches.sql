{{ config(materialized='table') }}

with

final as (

    select id as batch_id
    from {{ ref('int_changes') }}
    where kind = 'batch'

)

select * from final
