-- table: articles
-- says: there are at least half as many articles for a page as in the last batches
-- severity: warning
-- remedy: Pages came and articles did not: look at the rejects of extract_articles, and at a page of the batch; a source whose pages hold lists or notices only belongs out of sources.yml.
with pages as (select batch_id, count(*) as page_count from $pages as pages group by batch_id),
articles as (select batch_id, count(*) as article_count from $articles as articles group by batch_id),
usual as (
    select
        (select count(*) from $before_articles as articles) as article_count,
        (select count(*) from $before_pages as pages) as page_count
)
select pages.batch_id, pages.batch_id as id
from pages left join articles using (batch_id) cross join usual
where
    pages.page_count >= $min_articles
    and usual.article_count >= $min_usual_articles
    and coalesce(articles.article_count, 0) / pages.page_count < $half * usual.article_count / usual.page_count
