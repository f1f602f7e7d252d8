{# An id as `extract.contract.keys.hash_id` makes it: from a word and the columns' text, in order; null and '' differ. #}
{% macro hash_id(kind, columns) -%}
    left(sha256(concat_ws(chr(31), '{{ kind }}'
    {%- for column in columns %}, coalesce({{ column }}::varchar, chr(0)){% endfor %})), 20)
{%- endmacro %}
