{{ config(materialized='table') }}

-- The rows of a run are told by the numbers of its batches: DuckDB skips all other rows by them.
with

batches as (
    {%- for staged in ('stg_pages', 'stg_rejects', 'stg_fetches', 'stg_source_checks') %}
    {%- if not loop.first %}
    union
    {%- endif %}
    select
        batch_id,
        load_seq
    from {{ ref(staged) }}
    {%- endfor %}

),

final as (

    select batches.load_seq
    from batches
    inner join {{ ref('int_changed_runs') }} as changed
        on {{ run_id('batches.batch_id') }} = changed.run_id

)

select distinct load_seq from final
