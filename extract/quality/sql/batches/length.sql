-- table: articles
-- says: length_chars is the length of the text
-- severity: critical
-- remedy: The text was changed after it was measured: extract the batch again (daybook extract-articles BATCH --again).
select batch_id, article_version_id as id
from $articles as articles
where length_chars <> length(text)
