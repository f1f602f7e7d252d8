-- table: stories
-- says: article_count is the number of articles
-- severity: critical
-- only: build
-- remedy: A story was not made anew when its articles changed. Build everything anew (daybook build --full); where it stays red, mend int_changed_stories.
select story_id as id
from $stories as stories
left join (
    select story_id, count(*) as row_count
    from $all_articles as articles
    where story_id in (select story_id from $stories as checked)
    group by story_id
) as counted using (story_id)
where article_count <> coalesce(row_count, 0)
