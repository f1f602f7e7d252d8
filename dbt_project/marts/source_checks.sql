with

source_checks as (

    select *
    from {{ ref('stg_source_checks') }}
    {{- changed_only('checked_at', 'int_changed_source_checks') }}

),

-- What was delivered twice is one row.
ranked as (

    select
        *,
        row_number() over (
            partition by
                source_name,
                address,
                checked_at
            order by batch_id
        ) as delivery_rank
    from source_checks

),

final as (

    select
        source_name,
        source_kind,
        address,
        checked_at,
        outcome,
        http_status,
        etag,
        last_modified,
        offered_count,
        new_count,
        terms,
        detail,
        batch_id
    from ranked
    where delivery_rank = 1

)

select * from final
