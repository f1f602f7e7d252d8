{#
    dbt's test `relationships`: keys that lead to no row. In a build of what changed most lead to rows made anew; among all
    others DuckDB looks only for keys that are left.
#}
{% macro default__test_relationships(model, column_name, to, field) %}
    {%- set leads_to = graph.nodes.get('model.daybook.' ~ to.identifier) if execute else none -%}
    {%- set anew = rows_made_anew(to, leads_to) if leads_to and leads_to.config.get('changed') and tests_changes_only() else none %}
with

keys as (

    select {{ column_name }} as from_field
    from {{ model }}
    where {{ column_name }} is not null
    {%- if anew %}
        and {{ column_name }} not in (select {{ field }} from {{ anew }} where {{ field }} is not null)
    {%- endif %}

)

select keys.from_field
from keys
left join {{ to }} as leads_to
    on keys.from_field = leads_to.{{ field }}
where leads_to.{{ field }} is null
{% endmacro %}
