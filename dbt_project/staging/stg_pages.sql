select
    page_id,
    page_uri,
    captured,
    captured_at,
    media_type,
    length_bytes,
    url,
    publisher_name,
    is_text_publishable,
    source_name,
    http_charset,
    opt_outs,
    batch_id,
    load_seq
from {{ source('raw', 'pages') }}
