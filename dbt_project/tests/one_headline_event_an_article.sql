-- A headline is about one event: articles where more than one says it is the one.
select
    article_id,
    count(*) as headline_events
from {{ ref('event_mentions') }}
where is_headline
group by article_id
having count(*) > 1
