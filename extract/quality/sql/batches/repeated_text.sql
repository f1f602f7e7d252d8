-- table: articles
-- says: no text stands under many addresses
-- severity: warning
-- remedy: A notice that every page shows (consent, a login, an error) was taken for an article: look at one of them; add the words to what extract/articles leaves out, or the pages to the source's `drop`.
with sizes as (select batch_id, count(distinct article_id) as article_count from $articles as articles group by batch_id),
repeated as (
    select batch_id, hash(text) as text_hash, count(distinct article_id) as times
    from $articles as articles
    group by all
)
select distinct articles.batch_id, articles.article_version_id as id
from $articles as articles
inner join repeated on repeated.batch_id = articles.batch_id and repeated.text_hash = hash(articles.text)
inner join sizes on sizes.batch_id = articles.batch_id
where repeated.times > greatest($many_addresses, $many_share * sizes.article_count)
