-- Two pages in a hundred hold no article.
select
    'extract_articles' as stage,
    'no_article' as reason,
    url || '?refused' as key,
    sha256('refused ' || number || ' of {seed}') as sha256,
    '<html>' as first_lines,
    '' as detail,
    batch_id,
    load_seq
from made_articles
where number % 50 = 7
