{#
    What a build makes anew. `intermediate.int_changes` says which articles changed since the last good build; from it come the
    tables `int_changed_*` with the keys of every grain, as they were before and as they are now. A model that is made of
    changed rows says so once:

        {{ config(materialized='incremental', incremental_strategy='replace_changed', unique_key='event_id',
                  changed='int_changed_events', on_schema_change='fail') }}

    and limits what it reads with `{{ changed_only('event_id', 'int_changed_events') }}`, which is empty where all is made anew.
#}

{# True where every mart is made anew, whole: `raw` then need not say what changed. #}
{% macro is_full_build() %}
    {% do return(flags.FULL_REFRESH) %}
{% endmacro %}

{# A condition that keeps the rows whose key is in a table of changed keys; empty where all rows are made anew. #}
{% macro changed_only(key, changed, word='where') %}
    {#- While dbt reads the order of models it does not know yet which build this is. -#}
    {%- if is_incremental() or not execute %}
    {{ word }} {{ key }} in (select {{ key.split('.')[-1] }} from {{ ref(changed) }})
    {%- endif %}
{% endmacro %}

{#
    The same condition for a mart whose changed rows were just made anew: they stand behind all others, and by their place
    DuckDB skips those in every column but the key's.
#}
{% macro made_anew(relation, key, changed, word='where') %}
    {%- if is_full_build() %}
    {{ word }} {{ key }} in (select {{ key }} from {{ ref(changed) }})
    {%- else %}
    {{ word }} rowid in (select rowid from {{ relation }} where {{ key }} in (select {{ key }} from {{ ref(changed) }}))
    {%- endif %}
{% endmacro %}

{# Rows whose keys changed go, whether they come again or not; those made anew come. #}
{% macro get_incremental_replace_changed_sql(arg_dict) %}
    {%- set key = arg_dict['unique_key'] -%}
    {%- set changed = api.Relation.create(
        schema=model.schema | replace('marts', 'intermediate'), identifier=config.require('changed')
    ) -%}
    {%- set columns = arg_dict['dest_columns'] | map(attribute='quoted') | join(', ') -%}
    delete from {{ arg_dict['target_relation'] }}
    where {{ key }} in (select {{ key }} from {{ changed }});
    insert into {{ arg_dict['target_relation'] }} ({{ columns }})
    select {{ columns }} from {{ arg_dict['temp_relation'] }};
{% endmacro %}

{#
    What a data test looks at: the rows that the last build made anew. In a full build, and with `--vars '{audit: true}'`, it
    looks at every row, as it always does for models that are made whole each time.
#}
{% macro get_where_subquery(relation) %}
    {%- set where = [config.get('where')] if config.get('where') else [] -%}
    {%- set tested = graph.nodes.get(model.attached_node) if execute and model.attached_node else none -%}
    {%- if tested and tested.config.get('changed') and tests_changes_only() -%}
        {%- set changed = is_changed(tested.config.unique_key, tested.config.changed, tested.schema) -%}
        {#- The rows made anew stand behind all others: by their place DuckDB skips those in every other column. -#}
        {%- do where.append(
            changed if tested.config.materialized == 'view'
            else 'rowid in (select rowid from ' ~ relation ~ ' where ' ~ changed ~ ')'
        ) -%}
    {%- endif -%}
    {%- if not where -%}
        {% do return(relation) %}
    {%- endif -%}
    {% do return('(select * from ' ~ relation ~ ' where ' ~ where | join(' and ') ~ ')') %}
{% endmacro %}

{# The current articles that a test of facts needs. #}
{% macro tested_articles() %}
    {#- dbt has to know both, whichever this test reads. -#}
    {%- set every, changed = current_articles(), ref('int_articles') -%}
    {{ changed if tests_changes_only() else '(' ~ every ~ ')' }}
{% endmacro %}

{% macro tests_changes_only() %}
    {% do return(not is_full_build() and not var('audit', false)) %}
{% endmacro %}

{% macro is_changed(key, changed, schema) %}
    {%- set relation = api.Relation.create(schema=schema | replace('marts', 'intermediate'), identifier=changed) -%}
    {% do return(key ~ ' in (select ' ~ key ~ ' from ' ~ relation ~ ')') %}
{% endmacro %}
