{#- What the last build made of corrections: no ref, it is built after this. -#}
{%- set earlier = load_relation(api.Relation.create(
    database=target.database,
    schema=this.schema | replace('intermediate', 'marts'),
    identifier='correction_outcomes'
)) if execute else none -%}
{%- set own_kinds = {'articles': 'article', 'events': 'event', 'entities': 'entity'} %}

with

now_in_force as (

    select
        table_name,
        row_id,
        column_name,
        value
    from {{ ref('int_corrections') }}
    where is_in_force

),

earlier_in_force as (

    {% if earlier -%}
    select
        table_name,
        row_id,
        column_name,
        new_value as value
    from {{ earlier.include(database=false) }}
    where outcome != 'overruled'
    {%- else -%}
    select *
    from now_in_force
    where false
    {%- endif %}

),

-- A correction came, went, says otherwise, or names another row now.
changed_rows as (

    (
        select * from now_in_force
        except
        select * from earlier_in_force
    )
    union
    (
        select * from earlier_in_force
        except
        select * from now_in_force
    )

),

final as (

    {%- for table_name, table in correctable_columns().items() %}
    {{ 'union' if not loop.first }}
    {%- if table_name in own_kinds %}
    select
        '{{ own_kinds[table_name] }}' as kind,
        row_id as id
    from changed_rows
    where table_name = '{{ table_name }}'
    {%- else %}
    select
        'article' as kind,
        facts.article_id as id
    from {{ ref('stg_' ~ table_name) }} as facts
    inner join changed_rows
        on facts.{{ table.id }} = changed_rows.row_id
    where changed_rows.table_name = '{{ table_name }}'
    {%- endif %}
    {%- endfor %}

)

select * from final
