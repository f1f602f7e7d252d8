with articles as (
    select *
    from made_articles
    inner join made_texts using (number)
),
told as (
    select *, unnest(['title', 'publisher', 'published', 'url', 'language']) as field
    from articles
)
select
    article_version_id,
    url as page_uri,
    captured_at,
    page_id,
    1 as ordinal,
    field,
    case field
        when 'title' then title
        when 'publisher' then publisher_name
        when 'published' then strftime(published_at, '%Y-%m-%dT%H:%M:%S+00:00')
        when 'url' then url
        else 'en'
    end as value,
    'json_ld' as value_from,
    0.9 as confidence,
    batch_id,
    load_seq
from told
