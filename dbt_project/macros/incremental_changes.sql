{#
    What a build makes anew. `intermediate.int_changes` says which articles changed since the last good build; from it come the
    tables `int_changed_*` with the keys of every grain, as they were before and as they are now. A model that is made of
    changed rows says so once:

        {{ config(materialized='incremental', incremental_strategy='replace_changed', unique_key='event_id',
                  changed='int_changed_events', on_schema_change='fail') }}

    and limits what it reads: `{{ changed_only('event_id', 'int_changed_events') }}` is a condition, empty where all is made anew;
    `{{ changed_rows('event_mentions') }}` and `{{ rows_with_changed(...) }}` stand for a mart in `from`.
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

{# The rows of a mart that this build made anew; every row where it makes all anew. #}
{% macro made_anew(mart) %}
    {%- set relation = ref(mart) -%}
    {%- if not execute or is_full_build() -%}
        {% do return(relation) %}
    {%- endif -%}
    {% do return(rows_made_anew(relation, graph.nodes['model.daybook.' ~ mart])) %}
{% endmacro %}

{# The same, to make a mart from: every row also where the mart to be made is not there yet. #}
{% macro changed_rows(mart) %}
    {% do return(made_anew(mart) if is_incremental() else ref(mart)) %}
{% endmacro %}

{#
    Rows of a mart by another key than its own: those that a table (or a part of the query) names. Few of them are older than
    this build, and these stand together: by their places DuckDB skips the others, in every column but the two keys.
#}
{% macro rows_with_changed(key, keys, mart) %}
    {%- set relation = ref(mart) -%}
    {#- While dbt reads the order of models it does not know yet which build this is. -#}
    {%- if keys.startswith('int_') and (is_incremental() or not execute) -%}
        {%- set keys = ref(keys) -%}
    {%- endif -%}
    {%- if not is_incremental() -%}
        {% do return(relation) %}
    {%- endif -%}
    {%- set anew = made_anew(mart) -%}
    {%- set own = graph.nodes['model.daybook.' ~ mart].config -%}
    {%- set own_keys = changed_keys_relation(own.changed, relation.schema) -%}
    {%- set query -%}
        (
            select * from {{ anew }} where {{ key }} in (select {{ key }} from {{ keys }})
            union all by name
            select * from {{ relation }}
            where rowid in (
                select older.rowid
                from {{ relation }} as older
                anti join {{ own_keys }} as own_keys on older.{{ own.unique_key }} = own_keys.{{ own.unique_key }}
                where older.{{ key }} in (select {{ key }} from {{ keys }})
            )
        )
    {%- endset -%}
    {% do return(query) %}
{% endmacro %}

{#
    Rows whose keys changed go, whether they come again or not; those made anew come. These are kept once more by themselves:
    whoever asks for them, a test or another mart, need not look for them among all others.
#}
{% macro get_incremental_replace_changed_sql(arg_dict) %}
    {%- set key = arg_dict['unique_key'] -%}
    {%- set target = arg_dict['target_relation'] -%}
    {%- set changed = changed_keys_relation(config.require('changed'), target.schema) -%}
    {%- set columns = arg_dict['dest_columns'] | map(attribute='quoted') | join(', ') -%}
    create or replace table {{ copy_of_rows_made_anew(target) }} as
    select {{ columns }} from {{ arg_dict['temp_relation'] }};
    delete from {{ target }}
    where {{ key }} in (select {{ key }} from {{ changed }});
    insert into {{ target }} ({{ columns }})
    select {{ columns }} from {{ copy_of_rows_made_anew(target) }};
{% endmacro %}

{% macro copy_of_rows_made_anew(relation) %}
    {% do return(changed_keys_relation('anew_' ~ relation.identifier, relation.schema)) %}
{% endmacro %}

{% macro changed_keys_relation(changed, schema) %}
    {% do return(api.Relation.create(schema=schema | replace('marts', 'intermediate'), identifier=changed)) %}
{% endmacro %}

{# Where they are not kept by themselves, for the mart was made whole or is a view, they are told by their key. #}
{% macro rows_made_anew(relation, node) %}
    {%- set copy = copy_of_rows_made_anew(relation) -%}
    {%- set found -%}
        select 1 from duckdb_tables()
        where
            database_name = current_database()
            and schema_name = '{{ copy.schema }}'
            and table_name = '{{ copy.identifier }}'
    {%- endset -%}
    {%- if run_query(found).rows -%}
        {% do return(copy) %}
    {%- endif -%}
    {%- set key, changed = node.config.unique_key, changed_keys_relation(node.config.changed, relation.schema) -%}
    {% do return('(select * from ' ~ relation ~ ' where ' ~ key ~ ' in (select ' ~ key ~ ' from ' ~ changed ~ '))') %}
{% endmacro %}

{# Before models are made: what the last build kept says nothing any more, whichever of them this one makes. #}
{% macro forget_rows_made_anew() %}
    {%- if execute and flags.WHICH in ('build', 'run') -%}
        {%- set schema = (target.schema ~ '_' if target.name == 'dev' else '') ~ 'intermediate' -%}
        {%- set copies -%}
            select schema_name || '.' || table_name as name from duckdb_tables()
            where
                database_name = current_database()
                and schema_name = '{{ schema }}'
                and starts_with(table_name, 'anew_')
        {%- endset -%}
        {%- for row in run_query(copies).rows %}
            drop table {{ row['name'] }};
        {%- endfor %}
    {%- endif -%}
{% endmacro %}

{#
    What a data test looks at: the rows that the last build made anew. In a full build, and with `--vars '{audit: true}'`, it
    looks at every row, as it always does for models that are made whole each time.
#}
{% macro get_where_subquery(relation) %}
    {%- set tested = graph.nodes.get(model.attached_node) if execute and model.attached_node else none -%}
    {%- if tested and tested.config.get('changed') and tests_changes_only() -%}
        {%- set relation = rows_made_anew(relation, tested) -%}
    {%- endif -%}
    {%- if not config.get('where') -%}
        {% do return(relation) %}
    {%- endif -%}
    {% do return('(select * from ' ~ relation ~ ' where ' ~ config.get('where') ~ ')') %}
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
