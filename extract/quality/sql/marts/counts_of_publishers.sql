-- table: publishers
-- says: article_count is the number of articles
-- severity: critical
-- only: build
-- remedy: A publisher was not made anew when its articles changed. Build everything anew (daybook build --full); where it stays red, mend int_changed_publishers.
select publisher_id as id
from $publishers as publishers
left join (
    select publisher_id, count(*) as row_count
    from $all_articles as articles
    where publisher_id in (select publisher_id from $publishers as checked)
    group by publisher_id
) as counted using (publisher_id)
where article_count <> coalesce(row_count, 0)
