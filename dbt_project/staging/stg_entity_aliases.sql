select
    entity_id,
    alias,
    rule,
    confidence,
    article_count
from {{ source('raw', 'entity_aliases') }}
