{#
    A model's schema is its folder: staging, intermediate or marts. Seeds are marts: the closed lists that facts use.
    In the target `dev` the schema of the target stands before it: dev_marts.
#}
{% macro generate_schema_name(custom_schema_name, node) -%}
    {%- set prefix = target.schema ~ '_' if target.name == 'dev' else '' -%}
    {%- if custom_schema_name -%}
        {{ prefix }}{{ custom_schema_name | trim }}
    {%- elif node.resource_type == 'seed' -%}
        {{ prefix }}marts
    {%- elif node.resource_type in ('model', 'unit_test') -%}
        {{ prefix }}{{ node.original_file_path.split('/')[0] }}
    {%- else -%}
        {{ target.schema }}
    {%- endif -%}
{%- endmacro %}
