with

corrections as (

    select * from {{ ref('int_corrections') }}

),

named as (

    select distinct
        table_name,
        row_id
    from corrections

),

-- The rows that are corrected, as they stand: what was read in a cell is kept beside it.
corrected_rows as (
    {%- for table_name, table in correctable_columns().items() %}
    {{ 'union all' if not loop.first }}
    select
        named.table_name,
        named.row_id,
        facts.uncorrected
    from {{ ref(table_name) }} as facts
    inner join named
        on facts.{{ table.id }} = named.row_id
    where named.table_name = '{{ table_name }}'
    {%- endfor %}

),

compared as (

    select
        corrections.*,
        corrected_rows.row_id is not null as is_matched,
        map_contains(corrected_rows.uncorrected, corrections.column_name) as is_changed,
        corrected_rows.uncorrected[corrections.column_name] as value_read,
        max(corrections.value) filter (where corrections.is_in_force) over (
            partition by
                corrections.table_name,
                corrections.row_id,
                corrections.column_name
        ) as value_in_force
    from corrections
    left join corrected_rows
        on
            corrections.table_name = corrected_rows.table_name
            and corrections.row_id = corrected_rows.row_id

),

-- A correction that changed nothing says what was read.
final as (

    select
        table_name,
        row_id,
        given_row_id,
        column_name,
        case
            when is_changed then value_read
            when is_matched then value_in_force
        end as old_value,
        value as new_value,
        case
            when not is_in_force then 'overruled'
            when not is_matched then 'unmatched'
            when is_changed then 'applied'
            else 'unchanged'
        end as outcome,
        who,
        why,
        decided_at
    from compared

)

select * from final
