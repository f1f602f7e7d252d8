-- table: articles
-- says: there are articles where raw articles were loaded
-- severity: critical
-- remedy: The marts are empty and the raw tables are not: a filter takes everything away. Build everything anew (daybook build --full); where it stays red, mend int_articles or the batches' load_seq.
select 'articles' as id
from (select 1 from $articles as articles limit 1) as checked right join (select 1 as one) as always on true
where not exists (from $all_articles) and exists (from raw.articles)
