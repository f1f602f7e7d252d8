select
    page_id,
    url as page_uri,
    strftime(captured_at, '%Y-%m-%dT%H:%M:%S+00:00') as captured,
    captured_at,
    'text/html' as media_type,
    20000 + draw(number, 'length', 60000) as length_bytes,
    url,
    publisher_name,
    true as is_text_publishable,
    'paper ' || publisher as source_name,
    'utf-8' as http_charset,
    []::varchar[] as opt_outs,
    batch_id,
    load_seq
from made_articles
