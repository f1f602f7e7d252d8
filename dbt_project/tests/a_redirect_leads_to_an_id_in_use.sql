-- Whoever follows an old id arrives at a row, in one step. (Ids that only older wordings use are no rows of a mart.)
{%- set users = {
    'entity': ('stg_entities', 'entity_id'),
    'story': ('stg_story_articles', 'story_id'),
    'event': ('stg_event_merges', 'event_id'),
} %}
with

redirects as (

    select * from {{ ref('id_redirects') }}

),

-- Those that are led to alone: they are few, and DuckDB keeps none of the others.
ids_in_use as (
    {%- for kind, (staged, id) in users.items() %}
    {{ 'union' if not loop.first }}
    select
        '{{ kind }}' as kind,
        {{ id }} as id
    from {{ ref(staged) }}
    where {{ id }} in (select redirects.new_id from redirects)
    {%- endfor %}

)

select
    redirects.old_id,
    redirects.new_id
from redirects
left join ids_in_use
    on
        redirects.kind = ids_in_use.kind
        and redirects.new_id = ids_in_use.id
where ids_in_use.id is null
