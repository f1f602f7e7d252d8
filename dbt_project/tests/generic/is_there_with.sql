{# Rows that have one of two columns without the other. #}
{% test is_there_with(model, column_name, other) %}

select
    {{ column_name }},
    {{ other }}
from {{ model }}
where ({{ column_name }} is null) != ({{ other }} is null)

{% endtest %}
