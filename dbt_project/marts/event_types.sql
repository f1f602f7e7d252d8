with

event_types as (

    select * from {{ ref('event_type_list') }}

),

final as (

    select
        type,
        "group" as type_group,
        definition,
        plover_type,
        cameo_root
    from event_types

)

select * from final
