-- table: articles
-- says: every article of the raw tables is in the mart
-- severity: critical
-- only: build
-- remedy: An article came and the build left it out. Build everything anew (daybook build --full); where it stays red, mend int_article_versions or int_articles.
with changed as ($changed_articles),
there as (select article_id from $articles as articles)
select distinct raw.articles.article_id as id
from raw.articles semi join changed using (article_id) anti join there using (article_id)
