with forms as (
    select entity_id, article_id, name as alias, 'name' as rule
    from raw.participant_entities
    inner join raw.participants using (participant_id)
    where {chosen}
    union all
    select entity_id, article_id, unnest(aliases) as alias, 'alias' as rule
    from raw.participant_entities
    inner join raw.participants using (participant_id)
    where {chosen}
)
select
    entity_id,
    alias,
    min(rule) as rule,
    0.95 as confidence,
    count(distinct article_id) as article_count
from forms
group by entity_id, alias
