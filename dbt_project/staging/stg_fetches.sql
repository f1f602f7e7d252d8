select
    page_uri,
    requested_at,
    outcome,
    http_status,
    final_url,
    redirect_count,
    length_bytes,
    page_id,
    etag,
    last_modified,
    opt_outs,
    detail,
    batch_id,
    load_seq
from {{ source('raw', 'fetches') }}
