select
    url as page_uri,
    captured_at as requested_at,
    'ok' as outcome,
    200 as http_status,
    url as final_url,
    0 as redirect_count,
    20000 + draw(number, 'length', 60000) as length_bytes,
    page_id,
    '"' || left(page_id, 16) || '"' as etag,
    null as last_modified,
    []::varchar[] as opt_outs,
    '' as detail,
    batch_id,
    load_seq
from made_articles
