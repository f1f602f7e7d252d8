with

rejects as (

    select *
    from {{ ref('stg_rejects') }}
    {{- changed_only('reject_id', 'int_changed_rejects') }}

),

-- What was delivered and refused twice is one row.
ranked as (

    select
        *,
        row_number() over (
            partition by
                stage,
                reason,
                key,
                sha256
            order by
                detail,
                first_lines,
                batch_id
        ) as reject_rank
    from rejects

),

final as (

    select
        reject_id,
        batch_id,
        stage,
        reason,
        key,
        sha256,
        first_lines,
        detail
    from ranked
    where reject_rank = 1

)

select * from final
