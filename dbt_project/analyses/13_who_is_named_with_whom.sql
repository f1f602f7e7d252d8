-- Who is named together with whom?
-- Read: one row per pair of entities that at least two articles name. Being named together is no more than that:
--   for who did what with whom take the roles in `event_participants`.
-- Change: the kinds; the number of articles; `sentence_index` in the join for the same sentence.
with

-- An article may name an entity under two names: it counts once.
named as (

    select distinct
        participants.article_id,
        entities.entity_id,
        entities.name
    from {{ ref('participants') }} as participants
    inner join {{ ref('entities') }} as entities
        on participants.entity_id = entities.entity_id
    where entities.kind in ('person', 'organisation', 'country')

),

final as (

    select
        ones.name as one,
        others.name as other,
        count(*) as article_count
    from named as ones
    inner join named as others
        on
            ones.article_id = others.article_id
            and (ones.name < others.name or (ones.name = others.name and ones.entity_id < others.entity_id))
    group by
        ones.entity_id,
        ones.name,
        others.entity_id,
        others.name
    having count(*) >= 2

)

select * from final
order by article_count desc, one asc, other asc
