-- table: articles
-- says: title, date, publisher and language are missing about as often as in the last batches
-- severity: warning
-- remedy: The id names the batch and the column: a source that changed its pages, a new source without it, or a reading that broke; raw.article_fields says where values were read.
with now as (
    select
        batch_id,
        count(*) as article_count,
        unnest(['title', 'published_date', 'publisher_name', 'language']) as column_name,
        unnest([
            count(*) - count(title), count(*) - count(published_date), count(*) - count(publisher_name),
            count(*) - count(language)
        ]) as missing
    from $articles as articles
    group by batch_id
),
usual as (
    select
        count(*) as article_count,
        unnest(['title', 'published_date', 'publisher_name', 'language']) as column_name,
        unnest([
            count(*) - count(title), count(*) - count(published_date), count(*) - count(publisher_name),
            count(*) - count(language)
        ]) as missing
    from $before_articles as articles
)
select now.batch_id, now.batch_id || ' ' || column_name as id
from now inner join usual using (column_name)
where
    now.article_count >= $min_articles
    and usual.article_count >= $min_usual_articles
    and now.missing / now.article_count > usual.missing / usual.article_count + $share_rise
