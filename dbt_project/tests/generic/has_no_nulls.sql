{# Rows where one of the columns is null: one test a model, which reads its rows once. #}
{% test has_no_nulls(model, columns) %}

select
    {{ columns | join(',\n    ') }}
from {{ model }}
where
    {% for column in columns -%}
    {{ column }} is null{{ '\n    or ' if not loop.last }}
    {%- endfor %}

{% endtest %}
