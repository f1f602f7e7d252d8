{{ config(materialized='table') }}

{%- set marts = this.schema | replace('intermediate', 'marts') %}
{%- set sides = [ref('stg_fetches')] if is_full_build() else [ref('stg_fetches'), marts ~ '.fetches'] %}

with

final as (
    {%- for side in sides %}
    {%- if not loop.first %}
    union
    {%- endif %}
    select rows_there.page_uri
    from {{ side }} as rows_there
    inner join {{ ref('int_changed_batches') }} as changed
        on rows_there.batch_id = changed.batch_id
    {%- endfor %}

)

select distinct page_uri from final
