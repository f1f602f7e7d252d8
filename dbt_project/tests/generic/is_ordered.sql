{# Rows whose first column is above the second; a null is open. #}
{% test is_ordered(model, key, low, high) %}

select
    {{ key }},
    {{ low }},
    {{ high }}
from {{ model }}
where {{ low }} > {{ high }}

{% endtest %}
