-- table: articles
-- says: a batch of English articles has figures, events and participants
-- severity: critical
-- remedy: The id names the batch and the table that is empty: a part of the batch was lost, or the reader broke. Read the batch again (daybook read-facts BATCH --again).
with counted as (
    select distinct batch_id, 'figures' as kind from $figures as facts
    union all
    select distinct batch_id, 'event_mentions' from $event_mentions as facts
    union all
    select distinct batch_id, 'participants' from $participants as facts
),
read as (
    select batch_id, count(distinct article_version_id) as article_count
    from $articles as articles
    where coalesce(language, 'en') = 'en' and length_chars >= $min_text_chars
    group by batch_id
),
kinds as (select unnest(['figures', 'event_mentions', 'participants']) as kind)
select read.batch_id, read.batch_id || ' ' || kinds.kind as id
from read cross join kinds anti join counted using (batch_id, kind)
where read.article_count >= $min_articles
