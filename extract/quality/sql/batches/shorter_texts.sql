-- table: articles
-- says: texts are at least half as long as in the last batches
-- severity: warning
-- remedy: Pages hold only the beginning (a paywall, a teaser), or our extraction cuts: look at a page of the batch and at is_truncated.
with now as (
    select batch_id, count(*) as article_count, median(length(text)) as chars
    from $articles as articles
    group by batch_id
),
usual as (select count(*) as article_count, median(length(text)) as chars from $before_articles as articles)
select now.batch_id, now.batch_id as id
from now cross join usual
where
    now.article_count >= $min_articles
    and usual.article_count >= $min_usual_articles
    and now.chars < $half * usual.chars
