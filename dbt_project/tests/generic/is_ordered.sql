{# Rows whose first column is above the second; a null is open. #}
{% test is_ordered(model, low, high) %}

select
    {{ low }},
    {{ high }}
from {{ model }}
where {{ low }} > {{ high }}

{% endtest %}
