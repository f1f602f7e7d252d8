{#
    Descriptions as comments of tables and columns, written when a table is made. A table of which only the changed rows are made
    anew has them: other descriptions are another project, and a full build follows one. A lake keeps no comment of a view's column.
#}
{% macro duckdb__persist_docs(relation, model, for_relation, for_columns) %}
    {%- if not is_incremental() -%}
        {%- set is_view_of_lake = is_lake() and model.config.materialized == 'view' -%}
        {%- do default__persist_docs(relation, model, for_relation, for_columns and not is_view_of_lake) -%}
    {%- endif -%}
{% endmacro %}
