{{ config(materialized='table') }}

{%- set marts = this.schema | replace('intermediate', 'marts') %}
{%- set staged = ref('stg_source_checks') %}
{%- set sides = [staged] if is_full_build() else [staged, marts ~ '.source_checks'] %}

with

final as (
    {%- for side in sides %}
    {%- if not loop.first %}
    union
    {%- endif %}
    select rows_there.checked_at
    from {{ side }} as rows_there
    inner join {{ ref('int_changed_batches') }} as changed
        on rows_there.batch_id = changed.batch_id
    {%- endfor %}

)

select distinct checked_at from final
