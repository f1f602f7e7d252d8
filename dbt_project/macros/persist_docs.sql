{#
    Descriptions as comments of tables and columns, written when a table is made. A table of which only the changed rows are made
    anew has them: other descriptions are another project, and a full build follows one.
#}
{% macro duckdb__persist_docs(relation, model, for_relation, for_columns) %}
    {%- if not is_incremental() -%}
        {%- set is_view_of_lake = is_lake() and model.config.materialized == 'view' -%}
        {%- do default__persist_docs(relation, model, for_relation, for_columns and not is_view_of_lake) -%}
        {%- if is_view_of_lake and for_columns and relation.schema == 'marts' -%}
            {%- set said = {} -%}
            {%- for column in model.columns.values() if column.description -%}
                {%- do said.update({column.name: column.description}) -%}
            {%- endfor -%}
            {%- do run_query(keep_notes(relation.identifier, said)) -%}
        {%- endif -%}
    {%- endif -%}
{% endmacro %}

{# A lake has comments of tables, their columns and views; what a view's column or a macro says is kept as rows of `raw.notes`. #}
{% macro keep_notes(name, said) %}
delete from raw.notes where name = '{{ name }}';
    {%- if said %}
insert into raw.notes values
        {%- for column, words in said.items() %}
    ('{{ name }}', {{ "'" ~ column ~ "'" if column else 'null' }}, '{{ words | trim | replace("'", "''") }}')
            {{- ',' if not loop.last else ';' }}
        {%- endfor %}
    {%- endif %}
{% endmacro %}
