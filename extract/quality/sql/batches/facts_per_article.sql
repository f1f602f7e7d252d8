-- table: articles
-- says: an English article has about as many figures, events, participants and statements as in the last batches
-- severity: warning
-- remedy: The id names the batch and the table: compare some articles of the batch with older ones of the same source; a reader that broke, texts that were cut, or news of another kind.
with counted as (
    select batch_id, 'figures' as kind, count(*) as facts from $figures as facts group by batch_id
    union all
    select batch_id, 'event_mentions', count(*) from $event_mentions as facts group by batch_id
    union all
    select batch_id, 'participants', count(*) from $participants as facts group by batch_id
    union all
    select batch_id, 'statements', count(*) from $statements as facts group by batch_id
),
read as (
    select batch_id, count(distinct article_version_id) as article_count
    from $articles as articles
    where coalesce(language, 'en') = 'en'
    group by batch_id
),
kinds as (select unnest(['figures', 'event_mentions', 'participants', 'statements']) as kind),
now as (
    select read.batch_id, kinds.kind, read.article_count, coalesce(facts, 0) / read.article_count as rate
    from read cross join kinds left join counted using (batch_id, kind)
),
usual_read as (
    select count(distinct (batch_id, article_version_id)) as article_count
    from $before_articles as articles
    where coalesce(language, 'en') = 'en'
),
usual as (
    select
        article_count,
        unnest(['figures', 'event_mentions', 'participants', 'statements']) as kind,
        unnest([
            (select count(*) from $before_figures as facts), (select count(*) from $before_event_mentions as facts),
            (select count(*) from $before_participants as facts), (select count(*) from $before_statements as facts)
        ]) / nullif(article_count, 0) as rate
    from usual_read
)
select now.batch_id, now.batch_id || ' ' || now.kind as id
from now inner join usual using (kind)
where
    now.article_count >= $min_articles
    and usual.article_count >= $min_usual_articles
    and greatest(usual.rate, now.rate) >= $min_rate
    and not now.rate between usual.rate / $rate_factor and usual.rate * $rate_factor
