{{ config(materialized='table') }}

{#- Which of these are read depends on the build; dbt has to know them in every build. -#}
-- depends_on: {{ ref('int_changed_corrections') }}
-- depends_on: {{ ref('stg_articles') }}
-- depends_on: {{ ref('stg_pages') }}
-- depends_on: {{ ref('stg_rejects') }}
-- depends_on: {{ ref('stg_fetches') }}
-- depends_on: {{ ref('stg_source_checks') }}
{%- set marts = this.schema | replace('intermediate', 'marts') -%}
{#- What stood in the marts before: no ref, they are built after this. -#}
{%- set befores = {
    'event': ('event_mentions', 'event_id'),
    'entity': ('participants', 'entity_id'),
    'story': ('articles', 'story_id'),
    'publisher': ('articles', 'publisher_id'),
    'series': ('figure_series', 'series_id'),
} %}

{% if is_full_build() %}

with

final as (

    select
        'article' as kind,
        article_id as id
    from {{ ref('stg_articles') }}
    {%- for staged in ('stg_pages', 'stg_rejects', 'stg_fetches', 'stg_source_checks') %}
    union
    select
        'batch' as kind,
        batch_id as id
    from {{ ref(staged) }}
    {%- endfor %}

)

select * from final

{% else %}

with

built as (

    select coalesce(max(load_seq), 0) as load_seq
    from raw.steps_done
    where step = 'build'

),

changed_articles as (

    select changes.article_id
    from raw.article_changes as changes
    cross join built
    where changes.load_seq > built.load_seq
    union
    select id as article_id
    from raw.link_changes
    where kind = 'article'
    union
    select id as article_id
    from {{ ref('int_changed_corrections') }}
    where kind = 'article'

),

changed_batches as (

    select batches.batch_id
    from raw.loaded_batches as batches
    cross join built
    where batches.load_seq > built.load_seq
    union
    select batches.batch_id
    from raw.quarantined_batches as batches
    cross join built
    where batches.load_seq > built.load_seq

),

final as (

    select
        'article' as kind,
        article_id as id
    from changed_articles
    union
    select
        'batch' as kind,
        batch_id as id
    from changed_batches
    union
    select
        kind,
        id
    from raw.link_changes
    where kind != 'article'
    union
    select
        kind,
        id
    from {{ ref('int_changed_corrections') }}
    where kind != 'article'
    {%- for kind, (mart, key) in befores.items() %}
    union
    select
        '{{ kind }}' as kind,
        {{ key }} as id
    from {{ marts }}.{{ mart }}
    where
        {{ key }} is not null
        {#- Most that changes is young and stands near the end: by its place DuckDB skips the ids of the others. #}
        and rowid in (
            select facts.rowid
            from {{ marts }}.{{ mart }} as facts
            where facts.article_id in (select changed_articles.article_id from changed_articles)
        )
    {%- endfor %}

)

select * from final

{% endif %}
