-- table: articles
-- says: one article_version_id is one text of one article, in the last batches too
-- severity: critical
-- remedy: The id is made of the article and its text: a row was changed after it was made. Extract the batch again (daybook extract-articles BATCH --again).
with wordings as (
    select article_version_id
    from $known_articles as known
    group by article_version_id
    having count(distinct hash(article_id, text)) > 1
)
select distinct batch_id, article_version_id as id
from $articles as articles semi join wordings using (article_version_id)
