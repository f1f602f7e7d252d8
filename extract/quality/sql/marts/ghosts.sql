-- table: articles
-- says: every article of the mart is in the raw tables
-- severity: critical
-- only: build
-- remedy: The batch that brought the article is gone (quarantined, or delivered anew) and the mart still has it. Build everything anew (daybook build --full); where it stays red, look at raw.article_changes.
select article_id as id
from $articles as articles anti join raw.articles as given using (article_id)
