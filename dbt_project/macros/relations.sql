{#
    Relations without the database's name: DuckDB names a database after its file, and the candidate is renamed once it is
    good. A view that says `candidate.raw.articles` would be broken from then on.
#}
{% macro ref() %}
    {% do return(builtins.ref(*varargs, **kwargs).include(database=false)) %}
{% endmacro %}

{% macro source() %}
    {% do return(builtins.source(*varargs, **kwargs).include(database=false)) %}
{% endmacro %}

{# Whether the marts are tables of a lake. #}
{% macro is_lake() %}
    {% do return(target.name == 'lake') %}
{% endmacro %}
