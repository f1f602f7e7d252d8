select
    participant_id,
    entity_id,
    rule,
    score
from {{ source('raw', 'participant_entities') }}
