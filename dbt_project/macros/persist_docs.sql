{#
    Descriptions as comments of tables and columns, written when a table is made. A table of which only the changed rows are made
    anew has them: other descriptions are another project, and a full build follows one.
#}
{% macro duckdb__persist_docs(relation, model, for_relation, for_columns) %}
    {%- if not is_incremental() -%}
        {%- do default__persist_docs(relation, model, for_relation, for_columns) -%}
    {%- endif -%}
{% endmacro %}
