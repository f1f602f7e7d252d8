with

corrections as (

    select * from {{ ref('corrections') }}

),

redirects as (

    select * from {{ ref('stg_id_redirects') }}

),

-- A correction of an id that led elsewhere since applies to the row that stands for it now.
placed as (

    select
        corrections.table_name,
        coalesce(redirects.new_id, corrections.row_id) as row_id,
        corrections.row_id as given_row_id,
        corrections.column_name,
        corrections.value,
        corrections.who,
        corrections.why,
        corrections.decided_at
    from corrections
    left join redirects
        on
            corrections.row_id = redirects.old_id
            and corrections.table_name
            = case redirects.kind when 'event' then 'events' when 'entity' then 'entities' end

),

-- The later decision holds. Two of one day name different ids that became one: the one of the id in use holds.
final as (

    select
        table_name,
        row_id,
        given_row_id,
        column_name,
        value,
        who,
        why,
        decided_at,
        row_number() over (
            partition by
                table_name,
                row_id,
                column_name
            order by
                decided_at desc,
                given_row_id = row_id desc,
                given_row_id asc
        ) = 1 as is_in_force
    from placed

)

select * from final
