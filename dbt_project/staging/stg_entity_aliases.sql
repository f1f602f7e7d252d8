select
    entity_id,
    alias,
    rule,
    confidence
from {{ source('raw', 'entity_aliases') }}
