-- Under which names was one entity found, and how surely do they belong together?
-- Read: one row per entity and other name, of entities that several articles name. `confidence` is that of the
--   alias; `rule` says why it was joined. What is joined wrongly can be split with the seed `entity_overrides`.
-- Change: the kind; `entity_aliases.confidence < 0.9` for what is worth a look.
with

final as (

    select
        entities.name,
        entities.kind,
        entity_aliases.alias,
        entity_aliases.rule,
        entity_aliases.confidence,
        entity_aliases.article_count
    from {{ ref('entities') }} as entities
    inner join {{ ref('entity_aliases') }} as entity_aliases
        on entities.entity_id = entity_aliases.entity_id
    where
        entity_aliases.alias != entities.name
        and entities.article_count > 1

)

select * from final
order by name asc, alias asc
