select
    event_mention_id,
    event_id,
    rule,
    score,
    undone_event_id,
    undone_at
from {{ source('raw', 'event_merges') }}
