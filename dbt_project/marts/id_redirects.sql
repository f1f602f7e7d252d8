with

id_redirects as (

    select * from {{ ref('stg_id_redirects') }}

),

final as (

    select
        old_id,
        kind,
        new_id
    from id_redirects

)

select * from final
