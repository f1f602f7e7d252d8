-- table: articles
-- says: languages are mixed about as in the last batches
-- severity: warning
-- remedy: Count the batch's articles by language: a new source is no damage; else look at how the language was found (extract/articles).
with now as (
    select batch_id, language as sort, count(*) / sum(count(*)) over (partition by batch_id) as share
    from $articles as now
    group by batch_id, sort
),
enough as (select batch_id from $articles as now group by batch_id having count(*) >= $min_language_articles),
usual as (
    select language as sort, count(*) / sum(count(*)) over () as share
    from $before_articles as before
    where (select count(*) from $before_articles as before) >= $min_language_articles
    group by sort
),
    -- Total variation distance: the share of the rows that would have to change.
distances as (
    select now.batch_id, sum(greatest(now.share - coalesce(usual.share, 0), 0)) as distance
    from now left join usual on usual.sort is not distinct from now.sort
    where exists (from usual)
    group by now.batch_id
)
select batch_id, batch_id as id
from distances semi join enough using (batch_id)
where distance > $language_mix_distance
