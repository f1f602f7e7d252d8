select
    source_name,
    source_kind,
    address,
    checked_at,
    outcome,
    http_status,
    etag,
    last_modified,
    offered_count,
    new_count,
    terms,
    detail,
    batch_id,
    load_seq
from {{ source('raw', 'source_checks') }}
