-- table: articles
-- says: at most a fifth of a batch's articles have a date of publication that cannot be
-- severity: critical
-- remedy: All dates of a source are read from the wrong place (1970 is an empty clock): look at raw.article_fields (field = 'published', value_from), mend extract/articles and extract the batch again.
with archived as (
    select distinct pages.page_id
    from $pages as pages
    inner join $all_source_checks as source_checks
        on pages.source_name = source_checks.source_name and source_checks.source_kind = 'archive'
)
select batch_id, batch_id as id
from $articles as articles
group by batch_id
having
    count(*) filter (
        where published_date > (captured_at at time zone 'UTC')::date + $cover_days
        or (year(published_date) < $first_year and year(captured_at at time zone 'UTC') >= $first_year and page_id not in (select page_id from archived))
    ) > greatest($few, $some_share * count(*))
