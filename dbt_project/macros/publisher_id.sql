{# Id of a publisher: from its name, whatever the case and the spaces; null where the page names none. #}
{% macro publisher_id(name) -%}
    case
        when trim({{ name }}) != ''
            then {{ hash_id('publisher', ["regexp_replace(lower(trim(" ~ name ~ ")), '\\s+', ' ', 'g')"]) }}
    end
{%- endmacro %}
