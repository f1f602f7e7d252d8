-- table: articles
-- says: at most a fifth of a batch's articles have no title, plain text left out
-- severity: critical
-- remedy: A source's pages or our reading of titles changed: look at the pages of these articles (raw.pages, page_uri), mend extract/articles and extract the batch again (daybook extract-articles BATCH --again).
with plain as (select distinct page_id from $pages as pages where media_type = 'text/plain')
select batch_id, batch_id as id
from $articles as articles
where page_id not in (select page_id from plain)
group by batch_id
having count(*) filter (where title is null) > greatest($few, $some_share * count(*))
