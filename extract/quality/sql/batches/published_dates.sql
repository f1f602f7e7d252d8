-- table: articles
-- says: was published from $first_year on, or comes from an archive, or was captured before, and at most $days_ahead days after it was captured
-- severity: warning
-- remedy: The date was read from the wrong place: look at raw.article_fields (field = 'published', value_from) of the article, and at its page.
with archived as (
    select distinct pages.page_id
    from $pages as pages
    inner join $all_source_checks as source_checks
        on pages.source_name = source_checks.source_name and source_checks.source_kind = 'archive'
)
select distinct batch_id, article_version_id as id
from $articles as articles
where
    published_date > (captured_at at time zone 'UTC')::date + $days_ahead
    or (year(published_date) < $first_year and year(captured_at at time zone 'UTC') >= $first_year and page_id not in (select page_id from archived))
