select
    article_version_id,
    article_id,
    event_mention_id,
    participant_id,
    role,
    role_method,
    confidence,
    batch_id,
    load_seq
from {{ source('raw', 'event_participants') }}
