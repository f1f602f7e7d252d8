select
    article_version_id,
    page_uri,
    captured_at,
    page_id,
    ordinal,
    field,
    value,
    value_from,
    confidence,
    batch_id,
    load_seq
from {{ source('raw', 'article_fields') }}
