select distinct
    block as name_key,
    block
from raw.participant_entities
where {chosen}
