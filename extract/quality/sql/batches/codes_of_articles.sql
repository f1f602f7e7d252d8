-- table: articles
-- says: language is a code of two or three small letters
-- severity: critical
-- remedy: Another column's value stands in `language`: mend extract/articles and extract the batch again (daybook extract-articles BATCH --again).
select distinct batch_id, article_version_id as id
from $articles as articles
where not regexp_full_match(language, '[a-z][a-z][a-z]?')
