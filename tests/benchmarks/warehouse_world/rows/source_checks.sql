select
    'source ' || batch_id || ' ' || each as source_name,
    'feed' as source_kind,
    'https://www.paper' || each || '.example/feed' as address,
    min(captured_at) as checked_at,
    'ok' as outcome,
    200 as http_status,
    null as etag,
    null as last_modified,
    100 as offered_count,
    100 as new_count,
    id('terms', 'feed') as terms,
    '' as detail,
    batch_id,
    load_seq
from made_articles, range(5) as numbers(each)
group by batch_id, load_seq, each
