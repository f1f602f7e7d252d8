-- table: articles
-- says: a run has at least a tenth of the articles of the last runs
-- severity: warning
-- remedy: Sources did not answer or offered nothing: see raw.source_checks and daybook sources check.
with now as (
    select regexp_replace(batch_id, '-[0-9]+$$', '') as run_id, min(batch_id) as batch_id, count(*) as article_count
    from $articles as articles
    group by all
),
runs as (
    select count(*) as article_count
    from $before_articles as articles
    group by regexp_replace(batch_id, '-[0-9]+$$', '')
),
usual as (select count(*) as run_count, median(article_count) as article_count from runs)
select now.batch_id, now.run_id as id
from now cross join usual
where
    usual.run_count >= $min_runs
    and usual.article_count >= $run_articles
    and now.article_count < $tenth * usual.article_count
    and now.run_id not in (select regexp_replace(batch_id, '-[0-9]+$$', '') from $before_articles as articles)
