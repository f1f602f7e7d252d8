{# A model's schema is its folder: staging, intermediate or marts. Seeds are marts: the closed lists that facts use. #}
{% macro generate_schema_name(custom_schema_name, node) -%}
    {%- if custom_schema_name -%}
        {{ custom_schema_name | trim }}
    {%- elif node.resource_type == 'seed' -%}
        marts
    {%- elif node.resource_type in ('model', 'unit_test') -%}
        {{ node.original_file_path.split('/')[0] }}
    {%- else -%}
        {{ target.schema }}
    {%- endif -%}
{%- endmacro %}
