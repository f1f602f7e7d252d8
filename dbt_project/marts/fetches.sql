with

fetches as (

    select *
    from {{ ref('stg_fetches') }}
    {{- changed_only('page_uri', 'int_changed_fetches') }}

),

-- What was delivered twice is one row.
ranked as (

    select
        *,
        row_number() over (
            partition by
                page_uri,
                requested_at
            order by batch_id
        ) as delivery_rank
    from fetches

),

final as (

    select
        page_uri,
        requested_at,
        outcome,
        http_status,
        final_url,
        redirect_count,
        length_bytes,
        page_id,
        etag,
        last_modified,
        opt_outs,
        detail,
        batch_id
    from ranked
    where delivery_rank = 1

)

select * from final
