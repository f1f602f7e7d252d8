select
    entity_id,
    min(name) as name,
    any_value(kind) as kind,
    max(country_code) as country_code,
    null as sector,
    max(description) as description
from raw.participant_entities
inner join raw.participants using (participant_id)
where {chosen}
group by entity_id
