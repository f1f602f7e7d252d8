with

entity_aliases as (

    select *
    from {{ ref('stg_entity_aliases') }}
    {{- changed_only('entity_id', 'int_changed_entities') }}

),

entities as (

    select *
    from {{ changed_rows('entities') }}

),

final as (

    select
        entity_aliases.entity_id,
        entity_aliases.alias,
        entity_aliases.rule,
        entity_aliases.confidence,
        entity_aliases.article_count
    from entity_aliases
    inner join entities
        on entity_aliases.entity_id = entities.entity_id

)

select * from final
